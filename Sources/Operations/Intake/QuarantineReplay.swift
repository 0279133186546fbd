public import Facts
public import Intake
public import Ledger
internal import Planning
internal import Surfaces

/// Replays quarantined rows, after the plan, the source or a row was corrected.
public struct QuarantineReplay: Sendable {
  private let rows: [QuarantinedRow]
  private let text: String?

  /// Prepares the replay of rows, each with the text `text` or (nil) unchanged.
  public init(_ rows: [QuarantinedRow], as text: String? = nil) {
    self.rows = rows
    self.text = text
  }

  /// Replays the rows in one transaction. Rows whose facts are all stored are settled.
  ///
  /// - Returns: For each row the reasons why it must wait; empty if it is settled.
  /// - Throws: `IntakeProblem` if a row's source is unknown.
  public func run(
    _ writer: inout LedgerWriter, by principal: Principal, at now: Instant
  ) throws -> [[Rejection]] {
    let plan = try writer.ledger.plan(at: .distantFuture)
    let sources = SourceList(plan)
    let batches = try rows.map { row in
      let definition = try sources.definition(row.rejection.source)
      return try IntakeReader.replay(
        row.rejection.corrected(text, definition), as: definition, IntakeTerms(plan, at: now))
    }
    return try writer.changing(at: now) { change, writer in
      var settled: [Int] = []
      let refused = try zip(rows, batches).map { row, batch in
        let refused = try QuarantineReplay.keep(batch, of: row, &writer, in: change)
        if refused.isEmpty { settled.append(row.number) }
        return refused
      }
      let count = try change.settle(settled, as: .replayed)
      if count > 0 {
        try change.auditRows("replayed", settled, count: count, by: principal)
      }
      return refused
    }
  }

  private static func keep(
    _ batch: IntakeBatch, of entry: QuarantinedRow, _ writer: inout LedgerWriter, in change: Change
  ) throws -> [Rejection] {
    guard batch.rejections.isEmpty else { return batch.rejections }
    guard !batch.facts.isEmpty else {
      let rejection = entry.rejection
      return [
        Rejection(
          source: rejection.source, file: rejection.file, line: rejection.line,
          column: rejection.column, why: "the row gives no fact",
          remedy: "drop it if that is right, or correct it with --row", row: rejection.row)
      ]
    }
    let outcome = try Pipeline.keep(batch, &writer, in: change)
    return outcome.conflicts.map { batch.rejection($0) }
  }
}

/// Drops quarantined rows that will not be corrected.
public struct QuarantineDrop: Sendable {
  private let numbers: [Int]?

  /// Prepares to drop the rows with these numbers, or (nil) all that wait.
  public init(_ numbers: [Int]?) { self.numbers = numbers }

  /// Drops the rows.
  ///
  /// - Returns: How many waited and do not wait any more.
  /// - Throws: `LedgerProblem`.
  public func run(
    _ writer: inout LedgerWriter, by principal: Principal, at now: Instant
  ) throws -> Int {
    try writer.ledger.changing(at: now) { change in
      let dropped = try numbers.map { try change.settle($0, as: .dropped) } ?? change.dropAll()
      if dropped > 0 {
        try change.auditRows("dropped", numbers, count: dropped, by: principal)
      }
      return dropped
    }
  }
}

extension Change {
  /// Writes the audit line for rows of quarantine; `numbers` is nil for all waiting rows.
  fileprivate func auditRows(
    _ what: String, _ numbers: [Int]?, count: Int, by principal: Principal
  ) throws {
    let named = numbers.map { $0.prefix(20).map(String.init).joined(separator: ", ") }
    let about = named.map { $0 + (count > 20 ? ", …" : "") } ?? "all that waited"
    try audit("rows \(what)", about, Figures.plural(count, "row"), by: principal)
  }
}

extension Rejection {
  /// The row with a corrected text. A row of a table is kept with its header line, which `text` may
  /// omit.
  fileprivate func corrected(_ text: String?, _ definition: SourceDefinition?) -> Rejection {
    guard let text else { return self }
    var corrected = text
    let head = row.prefix { $0 != "\n" }
    if let definition, definition.format == .csv || definition.format == .tsv,
      definition.header.isEmpty, head.count < row.count, !text.hasPrefix(head)
    {
      corrected = head + "\n" + text
    }
    return Rejection(
      source: source, file: file, line: line, column: column, why: why, remedy: remedy,
      row: corrected)
  }
}
