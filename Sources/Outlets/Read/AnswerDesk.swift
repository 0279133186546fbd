internal import Facts
internal import Ledger
internal import Surfaces

/// Works answers out, each once a snapshot, away from the requests that wait for them.
actor AnswerDesk {
  private let desk: any Desk
  private let now: @Sendable () -> Instant
  private var known: [Question: any Answer] = [:]
  private var number = 0
  private let thread = OwnThread("answers")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Answers remembered at most.
  private static let most = 200

  init(_ desk: any Desk, now: @escaping @Sendable () -> Instant) {
    self.desk = desk
    self.now = now
  }

  /// An answer from a snapshot.
  ///
  /// - Throws: ``Refusal``; `CancellationError` where the asker has hung up before it was begun.
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
    // What waits in quarantine changes without a snapshot.
    if isNewest, question.name != "quarantine" { known[question] = answer }
    return answer
  }
}
