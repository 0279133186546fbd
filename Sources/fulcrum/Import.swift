import ArgumentParser
import Facts
import Ledger
import Operations
import Terminal

/// `fulcrum import`: turns the rows of files into facts in the ledger.
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import a file's rows as facts.",
    discussion: """
      SOURCE is a source of the plan, a preset ('fulcrum sources' lists both), or 'facts' for \
      Fulcrum's own NDJSON. A row that gives no fact goes to quarantine and never stops the others; \
      a duplicate changes nothing. FILE may be - for standard input.

      Examples:
        fulcrum import crm opportunities.csv
        fulcrum import stripe-charges charges-*.csv --dry-run
        fulcrum import facts facts.ndjson
      """)

  @Argument(help: "The source.") var source: String
  @Argument(help: "The files.", completion: .file()) var files: [String]
  @OptionGroup var ledger: LedgerOptions
  @Flag(help: "Read and check every row, store nothing; ids are not compared with the ledger's.")
  var dryRun = false

  func run() async throws {
    let ledger = try ledger.open()
    let sources = SourceList(try ledger.plan(at: .distantFuture))
    var anyQuarantined = false
    for file in files {
      let name = file == "-" ? "standard input" : file
      let run = ImportRun(
        try sources.reader(source, file, at: SystemClock.now), source: source, file: name,
        by: Console.principal)
      let report = try await Import.show(run, into: dryRun ? nil : ledger, name)
      Console.print(report.text)
      anyQuarantined = anyQuarantined || report.hasQuarantined
    }
    if anyQuarantined { throw Outcome(code: Exit.quarantined) }
  }

  /// Runs an import with a progress bar; without a ledger it stores nothing.
  static func show(
    _ run: ImportRun, into ledger: FactLedger?, _ name: String
  ) async throws -> ImportReport {
    let bar = ProgressBar(file: name)
    defer { bar.end() }
    guard let ledger else { return try await run.dryRun { bar.show($0) } }
    let now = { @Sendable in SystemClock.now }
    return try await run.run(ledger, OwnWriter(ledger, now: now), at: now) { bar.show($0) }
  }
}
