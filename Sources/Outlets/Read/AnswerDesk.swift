internal import Facts
internal import Ledger
internal import Operations
internal import Surfaces

/// Computes answers on a thread of its own, and caches each until the next snapshot.
actor AnswerDesk {
  private let now: @Sendable () -> Instant
  private var known: [AnswerRequest: any Answer] = [:]
  private var number = 0
  private let thread = OwnThread("answers")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// The most answers in the cache.
  private static let most = 200

  init(now: @escaping @Sendable () -> Instant) { self.now = now }

  /// Returns an answer from a snapshot.
  ///
  /// - Throws: As `Answers` does; `CancellationError` if the client has hung up before the work begins.
  func answer(
    _ request: AnswerRequest, _ snapshot: Snapshot, for asker: Connection? = nil
  ) throws -> any Answer {
    if asker?.isGone == true { throw CancellationError() }
    if snapshot.number > number || known.count > AnswerDesk.most {
      known.removeAll()
      number = max(number, snapshot.number)
    }
    let isNewest = snapshot.number == number
    if isNewest, let answer = known[request] { return answer }
    let answers = Answers(snapshot.ledger, live: snapshot.board, at: now())
    let answer = try answers.answer(request).answer
    if isNewest, request.kind.isCachedBySnapshot { known[request] = answer }
    return answer
  }
}
