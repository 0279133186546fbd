internal import Facts
internal import Ledger
internal import Surfaces

/// Computes answers on a thread of its own, and caches each until the next snapshot.
actor AnswerDesk {
  private let desk: any Desk
  private let now: @Sendable () -> Instant
  private var known: [Question: any Answer] = [:]
  private var number = 0
  private let thread = OwnThread("answers")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// The most answers in the cache.
  private static let most = 200

  init(_ desk: any Desk, now: @escaping @Sendable () -> Instant) {
    self.desk = desk
    self.now = now
  }

  /// Returns an answer from a snapshot.
  ///
  /// - Throws: ``Refusal``; `CancellationError` if the client has hung up before the work begins.
  func answer(
    _ question: Question, _ snapshot: Snapshot, for asker: Connection? = nil
  ) throws -> any Answer {
    if asker?.isGone == true { throw CancellationError() }
    if snapshot.number > number || known.count > AnswerDesk.most {
      known.removeAll()
      number = max(number, snapshot.number)
    }
    let isNewest = snapshot.number == number
    if isNewest, let answer = known[question] { return answer }
    let answer = try desk.answer(question, snapshot.ledger, live: snapshot.board, at: now())
    // Not cached: the quarantine changes without a new snapshot.
    if isNewest, question.name != "quarantine" { known[question] = answer }
    return answer
  }
}
