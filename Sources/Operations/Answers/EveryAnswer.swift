public import Facts
public import Scoreboard
public import Tally

/// Every answer with every option that changes the computation, as `doctor` tries them.
public struct EveryAnswer: Sendable {
  private let source: IndexedLedger
  private let live: DayScoreboard

  /// The requests.
  public static let requests: [AnswerRequest] = AnswerKind.allCases.flatMap(\.everyRequest)

  /// Creates the answers of a ledger, with today's scoreboard.
  public init(_ source: IndexedLedger, live: DayScoreboard) {
    self.source = source
    self.live = live
  }

  /// Returns the answers that cannot be computed, each with its problem, which names the fact at fault
  /// if there is one.
  public func failing(at now: Instant) -> [String] {
    EveryAnswer.requests.compactMap { request in
      do {
        try show(request, at: now)
        return nil
      } catch let error as any Explained {
        return "answer \(request): \(error.problem)"
      } catch { return "answer \(request): \(error)" }
    }
  }

  /// Computes one answer, and formats it as text and as JSON.
  public func show(_ request: AnswerRequest, at now: Instant) throws {
    let answers = Answers(source, live: live, at: now, isPublishing: false)
    let answer = try answers.answer(request).answer
    _ = Pipeline.show(answer, json: false)
    _ = Pipeline.show(answer, json: true)
  }
}
