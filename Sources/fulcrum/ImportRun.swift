import Facts
import Intake
import Ledger
import Surfaces

/// Imports one file; while a batch is written, the next one is read.
struct ImportRun {
  /// The ledger; nil for a dry run.
  let ledger: FactLedger?
  let reader: IntakeReader
  let source: String
  let file: String
  /// The author of the import.
  let principal: Principal

  /// Imports the whole file with a progress bar, and returns the report.
  func finish() async throws -> ImportReport {
    let started = SystemClock.now
    let ahead = ReadAhead(reader)
    var report = ImportReport(source: source, file: file, isDryRun: ledger == nil)
    var writer = ledger.map { LedgerWriter($0) }
    let receipt = try ledger.map { ledger in
      try refusing { () throws(LedgerProblem) in try Receipt(ledger) }
    }
    var progress = Progress(file: file, size: await ahead.size)
    var next = try await ahead.next()
    // A batch is stored once the next one is read, because the last batch shares a transaction with
    // the import's record.
    var following = next == nil ? nil : try await ahead.next()
    if next == nil { try write(report, started: started) }
    while let batch = next {
      let isLast = following == nil
      async let coming = isLast ? nil : ahead.next()
      report.add(batch)
      if let receipt { try keep(batch, &writer, receipt, &report, started: isLast ? started : nil) }
      progress.show(position: batch.position, facts: report.counts.facts)
      (next, following) = (following, try await coming)
    }
    progress.end()
    report.remarks = await ahead.remarks
    return report
  }

  /// Stores a batch. With the last one, which has `started`, it also stores the import's record.
  private func keep(
    _ batch: IntakeBatch, _ writer: inout LedgerWriter?, _ receipt: Receipt,
    _ report: inout ImportReport, started: Instant?
  ) throws {
    guard var own = writer else { return }
    // Releases the other copy, so that the writer's cache is not copied with every batch.
    writer = nil
    defer { writer = own }
    try refusing { () throws(LedgerProblem) in
      let outcome = try Pipeline.keep(batch, &own, receipt, at: SystemClock.now) {
        change, outcome in
        guard let started else { return }
        var report = report
        report.add(outcome)
        try change.record(record(report, started: started), by: principal)
      }
      report.add(outcome)
    }
  }

  private func write(_ report: ImportReport, started: Instant) throws {
    guard let ledger else { return }
    try refusing { () throws(LedgerProblem) in
      try ledger.record(record(report, started: started), by: principal)
    }
  }

  private func record(_ report: ImportReport, started: Instant) -> ImportRecord {
    ImportRecord(
      source: source, file: file, started: started, ended: SystemClock.now,
      rows: report.counts.rows, leftOut: report.counts.leftOut, kept: report.kept,
      known: report.known, quarantined: report.quarantined + report.quarantinedBefore)
  }
}

/// Reads batches ahead of the writer. At most one batch waits.
actor ReadAhead {
  private var reader: IntakeReader

  init(_ reader: IntakeReader) { self.reader = reader }

  var size: Int? { reader.size }
  var remarks: [Remark] { reader.remarks }

  /// The next batch; nil at the end.
  func next() throws -> IntakeBatch? {
    try reading { () throws(IntakeProblem) in try Pipeline.takeIn(&reader) }
  }
}
