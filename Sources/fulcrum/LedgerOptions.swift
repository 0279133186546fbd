import ArgumentParser
import Ledger
import Operations
import Tally
import Terminal

/// The path of the ledger.
struct LedgerOptions: ParsableArguments {
  @Option(
    name: .customLong("ledger"),
    help: "The ledger's file (default: $FULCRUM_LEDGER, or fulcrum.db here).",
    completion: .file(extensions: ["db"]))
  var given: String?

  var path: String {
    let variable = Console.environment("FULCRUM_LEDGER") ?? ""
    return given ?? (variable.isEmpty ? "fulcrum.db" : variable)
  }

  /// Opens the ledger.
  func open(create: Bool = false) throws -> FactLedger {
    try FactLedger.open(path, create: create)
  }

  /// Opens the ledger and its index, to answer from them.
  func answers() throws -> Answers {
    Answers(try IndexedLedger(try open()), at: SystemClock.now)
  }
}
