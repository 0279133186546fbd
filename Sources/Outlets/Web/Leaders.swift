internal import Surfaces
internal import Synchronization

/// The leaderboard for pages that must not wait for it: pay takes longer to work out than the Flash.
///
/// Gives the newest that is there and has a newer one made in the background: at most once in five seconds,
/// and in no more than a twentieth of the time.
final class Leaders: Sendable {
  private struct State {
    var answers: AnswerDesk?
    var people: PeopleAnswer?
    var number = 0
    var due: ContinuousClock.Instant?
    var isWorking = false
  }

  private let state = Mutex(State())
  private static let pause = Duration.seconds(5)
  private static let share = 20

  /// Says who works answers out, and has the first one made.
  func begin(_ answers: AnswerDesk, _ snapshot: Snapshot) {
    state.withLock { $0.answers = answers }
    _ = people(snapshot)
  }

  /// How people stood when it was last worked out; nil before the first time.
  func people(_ snapshot: Snapshot) -> PeopleAnswer? {
    state.withLock { state in
      let isDue = !state.isWorking && state.due.map { .now >= $0 } ?? true
      if let answers = state.answers, isDue, snapshot.number > state.number {
        state.isWorking = true
        state.number = snapshot.number
        Task { await self.work(snapshot, answers) }
      }
      return state.people
    }
  }

  private func work(_ snapshot: Snapshot, _ answers: AnswerDesk) async {
    let began = ContinuousClock.now
    let people = await made(snapshot, answers)
    let took = began.duration(to: .now)
    state.withLock { state in
      state.people = people
      state.isWorking = false
      state.due = .now + max(Leaders.pause, took * Leaders.share)
    }
  }

  /// Nil where pay cannot be worked out: the page for it says why.
  private func made(_ snapshot: Snapshot, _ answers: AnswerDesk) async -> PeopleAnswer? {
    do { return try await answers.answer(Question("people"), snapshot) as? PeopleAnswer } catch {
      return nil
    }
  }
}
