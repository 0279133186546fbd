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
  /// The rows that wait to be mended, the first refused first.
  public func quarantine() throws(LedgerProblem) -> [QuarantinedRow] {
    try reading { database in
      try Row.fetchAll(database, sql: QuarantineSQL.waiting).map(FactLedger.quarantined)
    }
  }

  /// One waiting row; nil where there is none of that number.
  public func quarantined(_ number: Int) throws(LedgerProblem) -> QuarantinedRow? {
    try reading { database in
      try Row.fetchOne(database, sql: QuarantineSQL.one, arguments: [number])
        .map(FactLedger.quarantined)
    }
  }

  /// Marks waiting rows as mended and replayed, or as dropped.
  ///
  /// - Returns: how many rows changed.
  public func settle(_ numbers: [Int], as state: Settlement) throws(LedgerProblem) -> Int {
    try writing { database in
      var changed = 0
      for number in numbers {
        try database.execute(sql: QuarantineSQL.settle, arguments: [state.rawValue, number])
        changed += database.changesCount
      }
      return changed
    }
  }

  /// What ends a row's stay in quarantine. The row itself is kept.
  public enum Settlement: String, Sendable { case replayed, dropped }

  private static func quarantined(_ row: Row) -> QuarantinedRow {
    QuarantinedRow(
      number: row["number"],
      rejection: Rejection(
        source: row["source"], file: row["file"], line: row["line"], column: row["field"],
        why: row["why"], mend: row["mend"], row: row["row"]),
      received: Instant(milliseconds: row["received"]))
  }

  /// Puts a row in quarantine.
  ///
  /// - Returns: false where it has been there before.
  static func put(
    _ rejection: Rejection, at moment: Instant, _ database: Database
  ) throws -> Bool {
    try database.execute(
      sql: QuarantineSQL.put,
      arguments: [
        rejection.source, rejection.file, rejection.line, rejection.column, rejection.why,
        rejection.mend, rejection.row, moment.milliseconds,
      ])
    return database.changesCount > 0
  }
}

/// The questions asked of quarantine, one query each.
enum QuarantineSQL {
  private static let columns = "number, source, file, line, field, why, mend, row, received"
  static let waiting = "SELECT \(columns) FROM quarantine WHERE state = 'waiting' ORDER BY number"
  static let one = "SELECT \(columns) FROM quarantine WHERE state = 'waiting' AND number = ?"
  static let settle = "UPDATE quarantine SET state = ? WHERE number = ? AND state = 'waiting'"
  static let put = """
    INSERT INTO quarantine (source, file, line, field, why, mend, row, received)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """
}
