internal import Synchronization

/// The newest snapshot, and who waits for the next. Each listener holds at most one that it has not
/// seen: a slow one skips what it missed.
public final class Newest: Sendable {
  private let state: Mutex<State>

  private struct State {
    var snapshot: Snapshot
    var listeners: [Int: AsyncStream<Snapshot>.Continuation] = [:]
    var next = 0
    var isOver = false
  }

  init(_ snapshot: Snapshot) { state = Mutex(State(snapshot: snapshot)) }

  /// The newest of all.
  public var snapshot: Snapshot { state.withLock { $0.snapshot } }

  /// How many listen.
  var listeners: Int { state.withLock { $0.listeners.count } }

  func publish(_ snapshot: Snapshot) {
    let waiting = state.withLock { state in
      state.snapshot = snapshot
      return Array(state.listeners.values)
    }
    for listener in waiting { listener.yield(snapshot) }
  }

  /// Every snapshot from the newest on, but those that come while one is looked at are left out for the
  /// last of them.
  public func follow() -> AsyncStream<Snapshot> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Snapshot.self, bufferingPolicy: .bufferingNewest(1))
    let place: Int? = state.withLock { state in
      guard !state.isOver else { return nil }
      state.next += 1
      state.listeners[state.next] = continuation
      continuation.yield(state.snapshot)
      return state.next
    }
    guard let place else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in self?.leave(place) }
    return stream
  }

  /// Gives everyone who listens the newest once more, so that those who have been silent for long say so.
  func remind() {
    let (snapshot, waiting) = state.withLock { ($0.snapshot, Array($0.listeners.values)) }
    for listener in waiting { listener.yield(snapshot) }
  }

  private func leave(_ place: Int) {
    _ = state.withLock { $0.listeners.removeValue(forKey: place) }
  }

  /// Lets go of everyone who listens: the server is closing.
  func finish() {
    let waiting = state.withLock { state in
      state.isOver = true
      return Array(state.listeners.values)
    }
    for listener in waiting { listener.finish() }
  }
}
