extension Schema {
  /// The tables of access rights and of the audit trail. They have only hashes of secrets.
  static let access =
    [
      """
      CREATE TABLE user (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL CHECK (role IN ('gm', 'lead', 'member', 'viewer')),
        lever INTEGER CHECK (lever BETWEEN 1 AND 3),
        member TEXT,
        password TEXT NOT NULL,           -- scrypt, with its salt and parameters
        made INTEGER NOT NULL,            -- milliseconds since 1970
        revoked INTEGER
      ) STRICT
      """,
      """
      CREATE TABLE invitation (
        hash TEXT PRIMARY KEY,            -- SHA-256 of the secret in the link
        name TEXT,                        -- NULL where the person chooses
        role TEXT NOT NULL CHECK (role IN ('gm', 'lead', 'member', 'viewer')),
        lever INTEGER CHECK (lever BETWEEN 1 AND 3),
        member TEXT,
        made INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        used INTEGER
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE session (
        hash TEXT PRIMARY KEY,            -- SHA-256 of the cookie
        user INTEGER NOT NULL REFERENCES user,
        form TEXT NOT NULL,               -- what forms must carry
        expires INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE token (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,        -- SHA-256 of the token
        role TEXT NOT NULL CHECK (role IN ('gm', 'lead', 'member', 'viewer', 'source')),
        lever INTEGER CHECK (lever BETWEEN 1 AND 3),
        member TEXT,
        made INTEGER NOT NULL,
        revoked INTEGER
      ) STRICT
      """,
      """
      CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,              -- milliseconds since 1970
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        about TEXT NOT NULL,
        detail TEXT NOT NULL
      ) STRICT
      """,
    ]
    + ["UPDATE", "DELETE"].map { what in
      """
      CREATE TRIGGER audit_keeps_\(what.lowercased()) BEFORE \(what) ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END
      """
    }
}
