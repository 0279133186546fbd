public import Facts
public import Intake
public import Ledger

/// Where an import's batches are written, each in one transaction.
///
/// The command line has a writer of its own; a server has one for everything.
public protocol ImportSink: Sendable {
  /// Runs a change on the writer, on disk when this returns. `body` gets the moment of the change.
  func change<Value: Sendable>(
    _ body: @Sendable (inout LedgerWriter, Instant) throws -> Value
  ) async throws -> Value
}

/// Imports one file; while a batch is written, the next one is read.
public struct ImportRun: Sendable {
  private let reader: IntakeReader
  private let source: String
  private let file: String
  private let principal: Principal

  /// Prepares the import of a reader's rows. `source` and `file` are for the report and the record.
  public init(_ reader: IntakeReader, source: String, file: String, by principal: Principal) {
    self.reader = reader
    self.source = source
    self.file = file
    self.principal = principal
  }

  /// Reads the file and keeps nothing, to see what would be imported.
  ///
  /// - Throws: `IntakeProblem` if the file cannot be read.
  public func dryRun(progress: (ImportProgress) -> Void = { _ in }) async throws -> ImportReport {
    let ahead = ReadAhead(reader)
    let size = await ahead.size
    var report = ImportReport(source: source, file: file, isDryRun: true)
    while let batch = try await ahead.next() {
      report.add(batch)
      progress(ImportProgress(position: batch.position, size: size, facts: report.counts.facts))
    }
    report.remarks = await ahead.remarks
    return report
  }

  /// Imports the whole file.
  ///
  /// - Throws: `IntakeProblem` if the file cannot be read, `LedgerProblem` if the ledger cannot be
  ///   written. Batches before that are kept, and are duplicates when the file is imported again.
  public func run(
    _ ledger: FactLedger, _ sink: some ImportSink, at now: @Sendable () -> Instant,
    progress: (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportReport {
    let started = now()
    let ahead = ReadAhead(reader)
    let size = await ahead.size
    var report = ImportReport(source: source, file: file, isDryRun: false)
    let receipt = try Receipt(ledger)
    var next = try await ahead.next()
    // A batch is stored once the next one is read, because the last batch shares a transaction with
    // the import's record.
    var following = next == nil ? nil : try await ahead.next()
    if next == nil { try await keepNothing(report, sink, started: started) }
    while let batch = next {
      let isLast = following == nil
      async let coming = isLast ? nil : ahead.next()
      report.add(batch)
      report.add(
        try await keep(batch, sink, receipt, report, started: isLast ? started : nil))
      progress(ImportProgress(position: batch.position, size: size, facts: report.counts.facts))
      (next, following) = (following, try await coming)
    }
    report.remarks = await ahead.remarks
    return report
  }

  /// Stores a batch. With the last one, which has `started`, it also stores the import's record.
  private func keep(
    _ batch: IntakeBatch, _ sink: some ImportSink, _ receipt: Receipt, _ report: ImportReport,
    started: Instant?
  ) async throws -> LedgerWriter.Outcome {
    try await sink.change { writer, now in
      try Pipeline.keep(batch, &writer, receipt, at: now) { change, outcome in
        guard let started else { return }
        var report = report
        report.add(outcome)
        try change.record(record(report, started: started, ended: now), by: principal)
      }
    }
  }

  private func keepNothing(
    _ report: ImportReport, _ sink: some ImportSink, started: Instant
  ) async throws {
    try await sink.change { writer, now in
      try writer.ledger.record(record(report, started: started, ended: now), by: principal)
    }
  }

  private func record(_ report: ImportReport, started: Instant, ended: Instant) -> ImportRecord {
    ImportRecord(
      source: source, file: file, started: started, ended: ended,
      rows: report.counts.rows, leftOut: report.counts.leftOut, kept: report.kept,
      known: report.known, quarantined: report.quarantined + report.quarantinedBefore)
  }
}

/// How far an import has come.
public struct ImportProgress: Sendable {
  /// Bytes read.
  public let position: Int
  /// All bytes; nil if unknown before the end.
  public let size: Int?
  /// Facts so far.
  public let facts: Int
}

/// A writer for one import at a time, as a command has it.
public actor OwnWriter: ImportSink {
  private var writer: LedgerWriter
  private let now: @Sendable () -> Instant

  /// Creates a writer of a ledger.
  public init(_ ledger: FactLedger, now: @escaping @Sendable () -> Instant) {
    writer = LedgerWriter(ledger)
    self.now = now
  }

  /// Runs a change on the writer.
  public func change<Value: Sendable>(
    _ body: @Sendable (inout LedgerWriter, Instant) throws -> Value
  ) throws -> Value {
    try body(&writer, now())
  }
}

/// Reads batches ahead of the writer. At most one batch waits.
actor ReadAhead {
  private var reader: IntakeReader

  init(_ reader: IntakeReader) { self.reader = reader }

  var size: Int? { reader.size }
  var remarks: [Remark] { reader.remarks }

  /// The next batch; nil at the end.
  func next() throws -> IntakeBatch? { try Pipeline.takeIn(&reader) }
}
