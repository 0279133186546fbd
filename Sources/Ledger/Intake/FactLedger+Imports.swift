public import Facts
import GRDB

/// The counts of one import of one file.
///
/// Rows read = rows that gave facts + rows left out + rows quarantined; facts = kept (new) +
/// known (duplicates) + refused.
public struct ImportRecord: Hashable, Sendable {
  /// The name of the source that mapped the rows.
  public var source: String
  /// The file's name as given to the reader.
  public var file: String
  /// The moment before the first row was read.
  public var started: Instant
  /// The moment after the last fact was on disk.
  public var ended: Instant
  /// Rows read, without blank lines and the header.
  public var rows: Int
  /// Rows that the source leaves out, such as totals.
  public var leftOut: Int
  /// Facts that were new to the ledger.
  public var kept: Int
  /// Duplicates: facts already in the ledger with the same content.
  public var known: Int
  /// Rows in quarantine, new or already waiting there.
  public var quarantined: Int

  /// A record of an import.
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
  /// Stores the record of an import, with its line in the audit trail.
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
  /// Stores the record of an import.
  public func record(
    _ record: ImportRecord, by principal: Principal
  ) throws(LedgerProblem) {
    try changing(at: record.ended) { try $0.record(record, by: principal) }
  }

  /// The last `count` imports, oldest first.
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
