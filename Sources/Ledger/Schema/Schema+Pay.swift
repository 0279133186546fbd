extension Schema {
  /// The tables of decisions about pay and of frozen payouts. Nothing in them is ever changed or
  /// deleted: the last entry decides the current state.
  static let pay =
    [
      """
      CREATE TABLE pay_snapshot (
        number INTEGER PRIMARY KEY,
        period TEXT NOT NULL,             -- 2026-10, 2026-Q4 or 2026
        plan INTEGER NOT NULL REFERENCES plan,
        mark INTEGER NOT NULL,            -- the number of the last fact known
        day INTEGER NOT NULL,             -- days since 1970: the day looked from
        happened_before INTEGER NOT NULL, -- milliseconds since 1970
        taken INTEGER NOT NULL,           -- milliseconds since 1970
        author TEXT NOT NULL,
        total INTEGER NOT NULL            -- minor units of the plan's currency
      ) STRICT
      """,
      """
      CREATE TABLE pay_statement (
        snapshot INTEGER NOT NULL REFERENCES pay_snapshot,
        place INTEGER NOT NULL,           -- in the plan's order, from 1
        member TEXT NOT NULL,
        body TEXT NOT NULL,               -- the statement as JSON, every figure and sentence
        PRIMARY KEY (snapshot, member)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE pay_step (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,              -- milliseconds since 1970
        author TEXT NOT NULL,
        step TEXT NOT NULL,               -- process, lock, unlock, paid, adjust, hold, release, …
        snapshot INTEGER REFERENCES pay_snapshot,
        about TEXT NOT NULL,              -- the period, member, deal or dispute
        detail TEXT NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE pay_adjustment (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        author TEXT NOT NULL,
        period TEXT NOT NULL,
        member TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount <> 0),
        reason TEXT NOT NULL CHECK (reason <> '')
      ) STRICT
      """,
      """
      CREATE TABLE pay_hold (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        author TEXT NOT NULL,
        deal TEXT NOT NULL,
        day INTEGER NOT NULL,             -- days since 1970: the first day held, or the day released
        held INTEGER NOT NULL CHECK (held IN (0, 1)),
        why TEXT NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE pay_dispute (
        number INTEGER PRIMARY KEY,
        snapshot INTEGER NOT NULL,
        member TEXT NOT NULL,
        line INTEGER NOT NULL,            -- counted from 1 on the statement
        FOREIGN KEY (snapshot, member) REFERENCES pay_statement (snapshot, member)
      ) STRICT
      """,
      """
      CREATE TABLE pay_dispute_entry (
        number INTEGER PRIMARY KEY,
        dispute INTEGER NOT NULL REFERENCES pay_dispute,
        at INTEGER NOT NULL,
        author TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
        text TEXT NOT NULL CHECK (text <> '')
      ) STRICT
      """,
    ] + payTables.flatMap(kept)

  private static let payTables = [
    "pay_snapshot", "pay_statement", "pay_step", "pay_adjustment", "pay_hold", "pay_dispute",
    "pay_dispute_entry",
  ]

  private static func kept(_ table: String) -> [String] {
    ["UPDATE", "DELETE"].map { what in
      """
      CREATE TRIGGER \(table)_keeps_\(what.lowercased()) BEFORE \(what) ON \(table)
      BEGIN SELECT RAISE(ABORT, 'what was decided about pay is never changed'); END
      """
    }
  }
}
