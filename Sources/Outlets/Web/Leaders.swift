internal import Surfaces
internal import Synchronization

/// The leaderboard for pages that must not wait for it: pay takes longer to work out than the Flash.
///
/// Gives the newest that is there and has a newer one made in the background, at most once in half a minute.
final class Leaders: Sendable {
  private struct State {
    var answers: AnswerDesk?
    var people: PeopleAnswer?
    var number = 0
    var asked: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private static let pause = Duration.seconds(30)

  /// Says who works answers out.
  func ask(_ answers: AnswerDesk) { state.withLock { $0.answers = answers } }

  /// How people stood when it was last worked out; nil before the first time.
  func people(_ snapshot: Snapshot) -> PeopleAnswer? {
    state.withLock { state in
      let isDue = state.asked.map { .now - $0 > Leaders.pause } ?? true
      if let answers = state.answers, isDue, snapshot.number > state.number {
        state.asked = .now
        state.number = snapshot.number
        Task { await self.work(snapshot, answers) }
      }
      return state.people
    }
  }

  /// A problem with pay is told where pay is asked for; here the board just stays as it was.
  private func work(_ snapshot: Snapshot, _ answers: AnswerDesk) async {
    do {
      let answer = try await answers.answer(Question("people"), snapshot)
      if let people = answer as? PeopleAnswer { state.withLock { $0.people = people } }
    } catch { state.withLock { $0.people = nil } }
  }
}
