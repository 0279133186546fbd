public import Facts
import GRDB
public import Intake

/// A row in quarantine.
public struct QuarantinedRow: Hashable, Sendable {
  /// Its number in the ledger, by which commands name it.
  public let number: Int
  /// The row, why it was refused, and how to mend it.
  public let rejection: Rejection
  /// When it was first refused.
  public let received: Instant
}

extension FactLedger {
  /// The rows that wait to be mended and have a number past `number`, the first refused first, at most `limit`.
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

  /// Gives every waiting row, the first refused first, without holding them all.
  public func eachQuarantined(_ take: (QuarantinedRow) throws -> Void) throws(LedgerProblem) {
    try reading { database in
      try database.each(QuarantineSQL.waiting, Int64(0), Int64.max) { try take(QuarantinedRow($0)) }
    }
  }

  /// How many rows wait.
  public func quarantineCount() throws(LedgerProblem) -> Int {
    try reading { try Int.fetchOne($0, sql: QuarantineSQL.count) ?? 0 }
  }

  /// One waiting row; nil where there is none of that number.
  public func quarantined(_ number: Int) throws(LedgerProblem) -> QuarantinedRow? {
    try reading { database in
      var found: QuarantinedRow?
      try database.each(QuarantineSQL.one, Int64(number)) { found = QuarantinedRow($0) }
      return found
    }
  }

  /// What ends a row's stay in quarantine.
  public enum Settlement: String, Sendable { case replayed, dropped }

  /// Days for which a settled row keeps its text; after that only where it was and why it was refused is kept.
  public static let settledDays: Int64 = 30

  /// Puts a row in quarantine.
  ///
  /// - Returns: false where it has been there before.
  static func put(
    _ rejection: Rejection, from token: Int64? = nil, in change: Change
  ) throws -> Bool {
    try change.database.run(
      QuarantineSQL.put, rejection.source, rejection.file, Int64(rejection.line), rejection.column,
      rejection.why, rejection.mend, rejection.row, digest(rejection.row),
      change.moment.milliseconds, token) > 0
  }

  /// FNV-1a of a text, 64 bits (Fowler, Noll, Vo). Tells rows of one line of one file apart.
  private static func digest(_ text: String) -> Int64 {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return Int64(bitPattern: hash)
  }

  /// Copies the rows of the table of before; their texts get a digest.
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
  /// Ends the stay of waiting rows in quarantine. Texts of rows that were settled long ago go.
  ///
  /// - Returns: how many rows changed.
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
  /// - Returns: how many there were.
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
        column: row.text(4) ?? "", why: row.text(5) ?? "", mend: row.text(6) ?? "",
        row: row.text(7) ?? ""),
      received: Instant(milliseconds: row.integer(8)))
  }
}

/// The questions asked of quarantine, one query each.
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
