extension Schema {
  /// Tokens with a scope, an owner and an expiry; facts with their sending token; an audit trail
  /// with kind and address; a quarantine that erases the texts of settled rows.
  static let trust = [
    "ALTER TABLE fact ADD COLUMN token INTEGER REFERENCES token",
    "ALTER TABLE token ADD COLUMN kinds TEXT",  // comma-separated; NULL for every kind
    "ALTER TABLE token ADD COLUMN origins TEXT",  // comma-separated page origins
    "ALTER TABLE token ADD COLUMN refused_most INTEGER",  // the most rejected rows a day
    "ALTER TABLE token ADD COLUMN owner INTEGER REFERENCES user",
    "ALTER TABLE token ADD COLUMN expires INTEGER",
    "ALTER TABLE token ADD COLUMN used INTEGER",  // to the minute
    // Older keys may still send what programs send, and no more.
    """
    UPDATE token SET kinds = 'money,time,touch,deal,cost,score,customer,work',
      refused_most = 10000 WHERE role = 'source'
    """,
    """
    CREATE TABLE sending (
      token INTEGER NOT NULL REFERENCES token,
      day INTEGER NOT NULL,             -- days since 1970, UTC
      kept INTEGER NOT NULL,
      known INTEGER NOT NULL,
      refused INTEGER NOT NULL,
      last INTEGER NOT NULL,            -- milliseconds since 1970
      PRIMARY KEY (token, day)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE invitation_numbered (
      number INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,        -- SHA-256 of the secret in the link
      name TEXT,                        -- NULL where the person chooses
      role TEXT NOT NULL CHECK (role IN ('gm', 'lead', 'member', 'viewer')),
      lever INTEGER CHECK (lever BETWEEN 1 AND 3),
      member TEXT,
      made INTEGER NOT NULL,
      expires INTEGER NOT NULL,
      used INTEGER,
      owner INTEGER REFERENCES user,    -- NULL for the command line and the first start
      first INTEGER NOT NULL DEFAULT 0 CHECK (first IN (0, 1))
    ) STRICT
    """,
    """
    INSERT INTO invitation_numbered (hash, name, role, lever, member, made, expires, used, first)
    SELECT hash, name, role, lever, member, made, expires, used, name IS NULL AND role = 'gm'
    FROM invitation ORDER BY made
    """,
    "DROP TABLE invitation",
    "ALTER TABLE invitation_numbered RENAME TO invitation",
    """
    CREATE TABLE device (               -- browsers that somebody signed in with before
      hash TEXT PRIMARY KEY,            -- SHA-256 of the cookie
      user INTEGER NOT NULL REFERENCES user,
      made INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "ALTER TABLE audit ADD COLUMN kind TEXT NOT NULL DEFAULT 'user'",
    "ALTER TABLE audit ADD COLUMN subject INTEGER",  // the user's or token's number
    "ALTER TABLE audit ADD COLUMN address TEXT",
    "CREATE TABLE pulse (number INTEGER PRIMARY KEY CHECK (number = 1), at INTEGER NOT NULL) STRICT",
    "ALTER TABLE quarantine RENAME TO quarantine_before",
    """
    CREATE TABLE quarantine (
      number INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      field TEXT NOT NULL,
      why TEXT NOT NULL,
      mend TEXT NOT NULL,
      row TEXT NOT NULL,                -- empty once the row is settled for 30 days
      digest INTEGER NOT NULL,          -- of the row's text, by which it is known again
      received INTEGER NOT NULL,
      token INTEGER REFERENCES token,   -- the key that sent it
      state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'replayed', 'dropped')),
      settled INTEGER,                  -- milliseconds since 1970
      UNIQUE (source, file, line, digest)
    ) STRICT
    """,
  ]

  /// The statements to run after the old quarantine's rows are copied.
  static let trustAfterCopy = [
    "DROP TABLE quarantine_before",
    "CREATE INDEX quarantine_waiting ON quarantine (number) WHERE state = 'waiting'",
    """
    CREATE INDEX quarantine_settled ON quarantine (settled)
    WHERE settled IS NOT NULL AND row <> ''
    """,
  ]
}
