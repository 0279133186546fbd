public import Facts
import GRDB

/// What one import of one file came to. Rows read = rows that gave facts + rows left out + rows
/// quarantined; facts = kept + known + refused.
public struct ImportRecord: Hashable, Sendable {
  /// The name of the source that mapped the rows.
  public var source: String
  /// Its name as it was given to the reader.
  public var file: String
  /// Before the first row was read.
  public var started: Instant
  /// After the last fact was on disk.
  public var ended: Instant
  /// Rows read, blank lines and the header not among them.
  public var rows: Int
  /// Rows that the source leaves out, such as totals.
  public var leftOut: Int
  /// Facts that were new to the ledger.
  public var kept: Int
  /// Facts that were in the ledger already with the same content.
  public var known: Int
  /// Rows in quarantine, whether new there or waiting from before.
  public var quarantined: Int

  /// A record from its parts.
  public init(
    source: String, file: String, started: Instant, ended: Instant, rows: Int, leftOut: Int,
    kept: Int, known: Int, quarantined: Int
  ) {
    self.source = source
    self.file = file
    self.started = started
    self.ended = ended
    self.rows = rows
    self.leftOut = leftOut
    self.kept = kept
    self.known = known
    self.quarantined = quarantined
  }
}

extension Change {
  /// Writes down that an import ended, with its line of the audit trail.
  public func record(_ record: ImportRecord, by principal: Principal) throws {
    try database.run(
      """
      INSERT INTO import (source, file, started, ended, rows, left_out, kept, known, quarantined)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      record.source, record.file, record.started.milliseconds, record.ended.milliseconds,
      Int64(record.rows), Int64(record.leftOut), Int64(record.kept), Int64(record.known),
      Int64(record.quarantined))
    try audit(
      "file imported", record.file,
      "\(record.source): \(record.kept) new, \(record.known) there already, "
        + "\(record.quarantined) in quarantine", by: principal)
  }
}

extension FactLedger {
  /// Writes down that an import ended.
  public func record(
    _ record: ImportRecord, by principal: Principal
  ) throws(LedgerProblem) {
    try changing(at: record.ended) { try $0.record(record, by: principal) }
  }

  /// The imports that ended last, at most so many, the first of them first.
  public func imports(last count: Int = .max) throws(LedgerProblem) -> [ImportRecord] {
    try reading { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM (SELECT * FROM import ORDER BY number DESC LIMIT ?) ORDER BY number
          """, arguments: [count]
      ).map { row in
        ImportRecord(
          source: row["source"], file: row["file"],
          started: Instant(milliseconds: row["started"]),
          ended: Instant(milliseconds: row["ended"]),
          rows: row["rows"], leftOut: row["left_out"], kept: row["kept"], known: row["known"],
          quarantined: row["quarantined"])
      }
    }
  }
}
