import Facts
import Intake
import Ledger
import Operations
import Planning

/// Imports facts into a temporary ledger. A fact counts as received when it happened, unless it
/// states another time.
struct TryImport {
  let ledger: FactLedger
  let plan: Plan
  let now: Instant

  /// Stores the facts of a file.
  ///
  /// - Returns: The rejected rows, including conflicts.
  func run(_ file: String) throws -> [Rejection] {
    var reader = try SourceList(plan).reader(IntakeReader.factsSource, file, at: now)
    var writer = LedgerWriter(ledger)
    var rejected: [Rejection] = []
    while let batch = try Pipeline.takeIn(&reader) {
      let arrivals = batch.facts.map {
        LedgerWriter.Arrival($0.fact, received: $0.received ?? $0.fact.at)
      }
      rejected += batch.rejections
      _ = try writer.append(arrivals, rejections: batch.rejections, at: now) { conflict in
        let rejection = batch.rejection(conflict)
        rejected.append(rejection)
        return rejection
      }
    }
    return rejected
  }
}
