public import Facts
import GRDB
public import Intake

/// A rejected row in quarantine.
public struct QuarantinedRow: Hashable, Sendable {
  /// The row's number in the ledger, which commands refer to.
  public let number: Int
  /// The row, the reason for its rejection, and the remedy.
  public let rejection: Rejection
  /// The time at which it was first rejected.
  public let received: Instant
}

extension FactLedger {
  /// The waiting rows numbered above `number`, oldest first, at most `limit`.
  public func quarantine(
    after number: Int = 0, limit: Int = .max
  ) throws(LedgerProblem) -> [QuarantinedRow] {
    try reading { database in
      var rows: [QuarantinedRow] = []
      try database.each(QuarantineSQL.waiting, Int64(number), Int64(limit)) {
        rows.append(QuarantinedRow($0))
      }
      return rows
    }
  }

  /// Calls `take` with every waiting row, oldest first, one at a time.
  public func eachQuarantined(_ take: (QuarantinedRow) throws -> Void) throws(LedgerProblem) {
    try reading { database in
      try database.each(QuarantineSQL.waiting, Int64(0), Int64.max) { try take(QuarantinedRow($0)) }
    }
  }

  /// The number of waiting rows.
  public func quarantineCount() throws(LedgerProblem) -> Int {
    try reading { try Int.fetchOne($0, sql: QuarantineSQL.count) ?? 0 }
  }

  /// The waiting row with a number; nil if there isn't one.
  public func quarantined(_ number: Int) throws(LedgerProblem) -> QuarantinedRow? {
    try reading { database in
      var found: QuarantinedRow?
      try database.each(QuarantineSQL.one, Int64(number)) { found = QuarantinedRow($0) }
      return found
    }
  }

  /// The ways that a row is settled: replayed, or dropped.
  public enum Settlement: String, Sendable { case replayed, dropped }

  /// The days after which a settled row's text is erased. Its place and the reason for its
  /// rejection are kept.
  public static let settledDays: Int64 = 30

  /// Adds a row to quarantine.
  ///
  /// - Returns: False if it is a duplicate of a row that is or was there.
  static func put(
    _ rejection: Rejection, from token: Int64? = nil, in change: Change
  ) throws -> Bool {
    try change.database.run(
      QuarantineSQL.put, rejection.source, rejection.file, Int64(rejection.line), rejection.column,
      rejection.why, rejection.remedy, rejection.row, digest(rejection.row),
      change.moment.milliseconds, token) > 0
  }

  /// The 64-bit FNV-1a hash of a text (Fowler, Noll, Vo), which distinguishes rows of one line of
  /// one file.
  private static func digest(_ text: String) -> Int64 {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return Int64(bitPattern: hash)
  }

  /// Copies the rows of the previous version's table, adding digests of their texts.
  static func copyQuarantine(_ database: Database) throws {
    let rows = try RowStatement(database, QuarantineSQL.before)
    defer { rows.reset() }
    while try rows.step() {
      let text = rows.text(7) ?? ""
      try database.run(
        QuarantineSQL.copy, rows.integer(0), rows.text(1), rows.text(2), rows.integer(3),
        rows.text(4), rows.text(5), rows.text(6), text, digest(text), rows.integer(8),
        rows.text(9), rows.text(9) == "waiting" ? nil : rows.integer(8))
    }
  }
}

extension Change {
  /// Settles waiting rows, and erases the texts of rows settled more than
  /// ``FactLedger/settledDays`` ago.
  ///
  /// - Returns: The number of rows settled.
  public func settle(_ numbers: [Int], as state: FactLedger.Settlement) throws -> Int {
    try forgetSettled()
    return try numbers.reduce(0) { changed, number in
      changed
        + (try database.run(
          QuarantineSQL.settle, state.rawValue, moment.milliseconds, Int64(number)))
    }
  }

  /// Drops every waiting row.
  ///
  /// - Returns: The number of rows dropped.
  public func dropAll() throws -> Int {
    try forgetSettled()
    return try database.run(QuarantineSQL.dropAll, moment.milliseconds)
  }

  private func forgetSettled() throws {
    let end = moment.milliseconds - FactLedger.settledDays * 86_400_000
    try database.run(QuarantineSQL.forget, end)
  }
}

extension QuarantinedRow {
  fileprivate init(_ row: RowStatement) {
    self.init(
      number: Int(row.integer(0)),
      rejection: Rejection(
        source: row.text(1) ?? "", file: row.text(2) ?? "", line: Int(row.integer(3)),
        column: row.text(4) ?? "", why: row.text(5) ?? "", remedy: row.text(6) ?? "",
        row: row.text(7) ?? ""),
      received: Instant(milliseconds: row.integer(8)))
  }
}

/// The queries on quarantine.
enum QuarantineSQL {
  private static let columns = "number, source, file, line, field, why, mend, row, received"
  static let waiting = """
    SELECT \(columns) FROM quarantine WHERE state = 'waiting' AND number > ?
    ORDER BY number LIMIT ?
    """
  static let count = "SELECT count(*) FROM quarantine WHERE state = 'waiting'"
  static let one = "SELECT \(columns) FROM quarantine WHERE state = 'waiting' AND number = ?"
  static let settle = """
    UPDATE quarantine SET state = ?, settled = ? WHERE number = ? AND state = 'waiting'
    """
  static let dropAll = """
    UPDATE quarantine SET state = 'dropped', settled = ? WHERE state = 'waiting'
    """
  static let forget = """
    UPDATE quarantine SET row = '' WHERE settled IS NOT NULL AND row <> '' AND settled < ?
    """
  static let put = """
    INSERT INTO quarantine (source, file, line, field, why, mend, row, digest, received, token)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """
  static let before = "SELECT \(columns), state FROM quarantine_before ORDER BY number"
  static let copy = """
    INSERT INTO quarantine (\(columns.replacing("received", with: "digest, received")), state, settled)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """
}
