import GRDB

/// The ledger's tables, with one migration per version. A released migration is never changed.
enum Schema {
  /// The `PRAGMA application_id` of a ledger: "Flcm".
  static let applicationID: Int32 = 0x466C_636D

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 facts, quarantine, plans") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      for statement in first { try database.execute(sql: statement) }
    }
    migrator.registerMigration("2 channels and deals have numbers") { database in
      for statement in second { try database.execute(sql: statement) }
    }
    migrator.registerMigration("3 pay") { database in
      for statement in pay { try database.execute(sql: statement) }
    }
    migrator.registerMigration("4 seals") { database in
      for statement in seals { try database.execute(sql: statement) }
    }
    migrator.registerMigration("5 who may do what") { database in
      for statement in access { try database.execute(sql: statement) }
    }
    migrator.registerMigration("6 keys with scopes, an audit trail of who and where") { database in
      for statement in trust { try database.execute(sql: statement) }
      try FactLedger.copyQuarantine(database)
      for statement in trustAfterCopy { try database.execute(sql: statement) }
    }
    return migrator
  }

  private static let first = [
    // Customers are numbered densely from 1, so that the engine can index arrays by them.
    "CREATE TABLE customer (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT",
    """
    CREATE TABLE name (
      number INTEGER PRIMARY KEY,
      space INTEGER NOT NULL,     -- 1 play, 2 member, 3 source, 4 channel, 5 deal
      text TEXT NOT NULL,
      UNIQUE (space, text)
    ) STRICT
    """,
    """
    CREATE TABLE fact (
      number INTEGER PRIMARY KEY, -- the order in which facts were kept
      id TEXT NOT NULL UNIQUE,
      kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 12),
      at INTEGER NOT NULL,        -- milliseconds since 1970
      received INTEGER NOT NULL,  -- milliseconds since 1970
      customer INTEGER REFERENCES customer,
      play INTEGER REFERENCES name,
      lever INTEGER CHECK (lever BETWEEN 1 AND 3),
      member INTEGER REFERENCES name,
      source INTEGER REFERENCES name,
      amount INTEGER CHECK (amount BETWEEN -9000000000000000 AND 9000000000000000),
      currency INTEGER,           -- three letters packed
      refers TEXT,                -- the id of the fact that this one retracts or refunds
      body TEXT                   -- the kind's other fields and the props, canonical JSON
    ) STRICT
    """,
    "CREATE INDEX fact_refers ON fact (refers) WHERE refers IS NOT NULL",
    """
    CREATE TRIGGER fact_is_append_only BEFORE UPDATE ON fact
    BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END
    """,
    """
    CREATE TRIGGER fact_is_kept BEFORE DELETE ON fact
    BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END
    """,
    """
    CREATE TABLE quarantine (
      number INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      field TEXT NOT NULL,
      why TEXT NOT NULL,
      mend TEXT NOT NULL,
      row TEXT NOT NULL,
      received INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'replayed', 'dropped')),
      UNIQUE (source, file, line, row)
    ) STRICT
    """,
    """
    CREATE TABLE plan (
      version INTEGER PRIMARY KEY,
      applied INTEGER NOT NULL,   -- milliseconds since 1970
      text TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE import (
      number INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      file TEXT NOT NULL,
      started INTEGER NOT NULL,
      ended INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      left_out INTEGER NOT NULL,
      kept INTEGER NOT NULL,
      known INTEGER NOT NULL,
      quarantined INTEGER NOT NULL
    ) STRICT
    """,
  ]

  /// Numbers for channels and deals, which the engine groups by, so that no scan reads JSON for
  /// them.
  private static let second = [
    "ALTER TABLE fact ADD COLUMN channel INTEGER REFERENCES name",
    "ALTER TABLE fact ADD COLUMN deal INTEGER REFERENCES name",
    """
    INSERT INTO name (space, text)
    SELECT DISTINCT 4, json_extract(body, '$.channel') FROM fact
    WHERE kind = 2 AND json_valid(body) AND json_extract(body, '$.channel') IS NOT NULL
    """,
    """
    INSERT INTO name (space, text)
    SELECT DISTINCT 5, json_extract(body, '$.deal') FROM fact
    WHERE kind = 6 AND json_valid(body) AND json_extract(body, '$.deal') IS NOT NULL
    """,
    "DROP TRIGGER fact_is_append_only",
    """
    UPDATE fact SET channel = (
      SELECT number FROM name WHERE space = 4 AND text = json_extract(body, '$.channel'))
    WHERE kind = 2 AND json_valid(body)
    """,
    """
    UPDATE fact SET deal = (
      SELECT number FROM name WHERE space = 5 AND text = json_extract(body, '$.deal'))
    WHERE kind = 6 AND json_valid(body)
    """,
    """
    CREATE TRIGGER fact_is_append_only BEFORE UPDATE ON fact
    BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END
    """,
  ]
}
