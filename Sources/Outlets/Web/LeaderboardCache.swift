internal import Operations
internal import Surfaces
internal import Synchronization

/// Caches the leaderboard for pages that must not wait for it. Pay takes longer to compute than the
/// Flash.
///
/// It returns the last result and computes a newer one in the background: at most once in five
/// seconds, and for at most a twentieth of the time.
final class LeaderboardCache: Sendable {
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

  /// Sets the source of answers and starts the first computation.
  func begin(_ answers: AnswerDesk, _ snapshot: Snapshot) {
    state.withLock { $0.answers = answers }
    _ = people(snapshot)
  }

  /// Returns the last leaderboard; nil before the first.
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
      state.due = .now + max(LeaderboardCache.pause, took * LeaderboardCache.share)
    }
  }

  /// Nil if pay cannot be computed; the page for it shows why.
  private func made(_ snapshot: Snapshot, _ answers: AnswerDesk) async -> PeopleAnswer? {
    do { return try await answers.answer(AnswerRequest(.people), snapshot) as? PeopleAnswer } catch
    {
      return nil
    }
  }
}
