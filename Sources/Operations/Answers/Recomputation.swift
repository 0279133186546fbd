public import Facts
internal import Intake
internal import Ledger
internal import Planning
internal import Surfaces
public import Tally

/// Recomputes every answer from the facts as an export writes them, on a ledger in memory.
///
/// Plans, seals, quarantine and decisions about pay are those of the ledger, because an export cannot
/// restore them. So are the numbers of customers: they decide which customers stand for those whom a
/// play without a list did not reach.
public struct Recomputation: Sendable {
  private let source: IndexedLedger
  private let now: Instant

  /// Prepares the recomputation of a ledger's answers of a moment.
  public init(_ source: IndexedLedger, at now: Instant) {
    self.source = source
    self.now = now
  }

  /// Returns the requests of ``EveryAnswer`` whose answers come out otherwise.
  public func differing() throws -> [AnswerRequest] {
    let copy = try source.ledger.inMemoryWithoutFacts()
    try fill(copy, try source.ledger.plan(at: .distantFuture))
    let kept = try answers(source)
    let again = try answers(try IndexedLedger(copy))
    return try EveryAnswer.requests.filter { request in
      try kept.answer(request).answer.json != again.answer(request).answer.json
    }
  }

  private func answers(_ source: IndexedLedger) throws -> Answers {
    let plan = try source.ledger.plan(at: .distantFuture)
    let live = try Pipeline.workOut(source, .live(plan, now: now), plan)
    return Answers(source, live: live, at: now, isPublishing: false)
  }

  private func fill(_ copy: FactLedger, _ plan: Plan) throws {
    let reader = FactReader(ofKept: plan.zone)
    var writer = LedgerWriter(copy)
    var batch: [LedgerWriter.Arrival] = []
    func keep() throws {
      let outcome = try writer.append(batch, at: now) { _ in nil }
      // An id comes once in a ledger, and so does its fact in an export.
      guard outcome.kept == batch.count else {
        throw Failure(
          problem: "the exported facts hold an id twice",
          remedy: "restore a backup, and report this with the version of Fulcrum")
      }
      batch.removeAll(keepingCapacity: true)
    }
    try source.ledger.facts { fact, received in
      let line = fact.json(received: received).compact
      let reading = try reader.read(line: ArraySlice(line.utf8))
      batch.append(.init(reading.fact, received: reading.received ?? received))
      if batch.count >= IntakeReader.defaultBatch { try keep() }
    }
    try keep()
  }
}
