import ArgumentParser
import Facts
import Foundation
import Intake
import Ledger
import Planning
import Surfaces

/// `fulcrum import`: turns the rows of files into facts in the ledger.
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a file's rows in as facts.",
    discussion: """
      SOURCE is a source of the plan, a preset ('fulcrum sources' lists both), or 'facts' for \
      Fulcrum's own NDJSON. A row that gives no fact goes to quarantine and never stops the others; \
      a row that is there already changes nothing. FILE may be - for standard input.

      Examples:
        fulcrum import crm opportunities.csv
        fulcrum import stripe-charges charges-*.csv --dry-run
        fulcrum import facts facts.ndjson
      """)

  @Argument(help: "The source.") var source: String
  @Argument(help: "The files.", completion: .file()) var files: [String]
  @OptionGroup var ledger: LedgerOptions
  @Flag(help: "Read and check every row, keep nothing; ids are not compared with the ledger's.")
  var dryRun = false

  func run() async throws {
    let ledger = try ledger.open()
    let plan = try ledger.plan(at: .distantFuture)
    let sources = SourceList(plan)
    var anyQuarantined = false
    for file in files {
      let reader = try sources.reader(source, file)
      let run = ImportRun(
        ledger: dryRun ? nil : ledger, reader: reader, source: source,
        file: file == "-" ? "standard input" : file, principal: Console.principal)
      let report = try await run.finish()
      Console.print(report.text)
      anyQuarantined = anyQuarantined || report.quarantined + report.quarantinedBefore > 0
    }
    if anyQuarantined { throw Outcome(code: Exit.quarantined) }
  }
}

/// Opens files by their source: the plan's, a preset, or Fulcrum's own facts.
struct SourceList {
  let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  /// The mapping of a source; nil for Fulcrum's own facts.
  func definition(_ name: String) throws(Failure) -> SourceDefinition? {
    try reading { () throws(IntakeProblem) in try Presets.source(named: name, in: plan) }
  }

  /// Creates a reader of a file for a source.
  func reader(_ name: String, _ file: String) throws(Failure) -> IntakeReader {
    let definition = try definition(name)
    let terms = IntakeTerms(plan, at: SystemClock.now)
    return try reading { () throws(IntakeProblem) in
      let bytes = try ByteSource(path: file)
      guard let definition else { return IntakeReader(facts: bytes, terms) }
      return try IntakeReader(bytes, as: definition, terms)
    }
  }
}

/// Runs a call to intake and converts its problems to failures of the command.
func reading<Value>(_ body: () throws(IntakeProblem) -> Value) throws(Failure) -> Value {
  do { return try body() } catch { throw Failure(problem: error.problem, remedy: error.remedy) }
}
