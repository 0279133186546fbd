public import Facts
import GRDB

extension FactLedger {
  /// Stores seals that don't exist yet; existing ones are never changed.
  ///
  /// - Returns: The number of new seals.
  public func seal(_ seals: [Seal], at moment: Instant) throws(LedgerProblem) -> Int {
    guard !seals.isEmpty else { return 0 }
    return try changing(at: moment, as: .seals) { try $0.seal(seals) }
  }

  /// The seals of days up to one, in the order of days. Parameters that are nil match everything.
  public func seals(
    _ kind: Seal.Kind? = nil, of subject: String? = nil, through day: CalendarDay? = nil
  ) throws(LedgerProblem) -> [Seal] {
    try reading { database in
      var seals: [Seal] = []
      try database.each(
        """
        SELECT kind, subject, day, body FROM seal
        WHERE kind = coalesce(?, kind) AND subject = coalesce(?, subject)
          AND day <= coalesce(?, day)
        ORDER BY day, number
        """, kind?.rawValue, subject, day.map { Int64($0.number) }
      ) { row in
        guard let kind = Seal.Kind(rawValue: row.text(0) ?? "") else {
          throw LedgerProblem.cannotRead(detail: "a seal of an unknown kind")
        }
        seals.append(
          Seal(
            kind, row.text(1) ?? "", day: CalendarDay(number: Int32(row.integer(2))),
            body: try JSON(parsing: row.text(3) ?? "")))
      }
      return seals
    }
  }
}

extension Change {
  /// Stores seals that don't exist yet; existing ones are never changed.
  ///
  /// - Returns: The number of new seals.
  public func seal(_ seals: [Seal]) throws -> Int {
    try seals.reduce(0) { count, seal in
      count
        + (try database.run(
          """
          INSERT INTO seal (kind, subject, day, sealed, body) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (kind, subject, day) DO NOTHING
          """,
          seal.kind.rawValue, seal.subject, Int64(seal.day.number), moment.milliseconds,
          seal.body.compact))
    }
  }
}

extension Schema {
  /// The table of published records, which are never changed.
  static let seals = [
    """
    CREATE TABLE seal (
      number INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('terms', 'look', 'forecast')),
      subject TEXT NOT NULL,      -- the play's id, or the period's label
      day INTEGER NOT NULL,       -- days since 1970: as of its close, for forecasts its morning
      sealed INTEGER NOT NULL,    -- milliseconds since 1970
      body TEXT NOT NULL,         -- as published, JSON
      UNIQUE (kind, subject, day)
    ) STRICT
    """,
    """
    CREATE TRIGGER seal_is_append_only BEFORE UPDATE ON seal
    BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END
    """,
    """
    CREATE TRIGGER seal_is_kept BEFORE DELETE ON seal
    BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END
    """,
  ]
}
