internal import Facts
internal import Ledger

extension LedgerWriter {
  /// Stores facts that Fulcrum makes, and the writes of `also`, in one transaction.
  ///
  /// - Throws: ``Failure`` if a fact's id is stored with other content; then nothing is stored.
  mutating func keep(
    _ facts: [Fact], at now: Instant, also: (Change) throws -> Void
  ) throws -> LedgerWriter.Outcome {
    try append(facts.map { .init($0) }, at: now) { _ in
      nil
    } also: { change, outcome in
      if let conflict = outcome.conflicts.first {
        throw Failure(problem: conflict.problem(.request), remedy: "give it a new id")
      }
      try also(change)
    }
  }
}
