import ArgumentParser
import Ledger
import Operations
import Terminal

/// `fulcrum export`: writes everything in the ledger as text files.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write facts, plans, quarantine and the audit trail as text files.",
    discussion: """
      facts.ndjson holds every fact in the order kept, with its time of receipt; imported into an
      empty ledger by 'fulcrum import facts DIR/facts.ndjson' it gives one with equal facts. What was
      sealed and frozen (plays' lots, looks, pay) and who may sign in are not text: 'fulcrum backup'
      copies everything.

      Example:
        fulcrum export backup-2026-11
      """)

  @Argument(help: "The folder; made where it is not there.", completion: .directory)
  var folder: String
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let counts = try LedgerExport(folder).run(
      try ledger.open(), by: Console.principal, at: SystemClock.now)
    Console.print("Wrote \(folder): \(counts.words).")
  }
}
