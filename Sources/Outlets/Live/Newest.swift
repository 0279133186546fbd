internal import Synchronization

/// The newest snapshot, and the listeners for the next. Each listener buffers at most one; a slow
/// one skips those it missed.
public final class Newest: Sendable {
  private let state: Mutex<State>

  private struct State {
    var snapshot: Snapshot
    var listeners: [Int: AsyncStream<Snapshot>.Continuation] = [:]
    var next = 0
    var isOver = false
  }

  init(_ snapshot: Snapshot) { state = Mutex(State(snapshot: snapshot)) }

  /// The newest snapshot.
  public var snapshot: Snapshot { state.withLock { $0.snapshot } }

  /// The number of listeners.
  var listeners: Int { state.withLock { $0.listeners.count } }

  func publish(_ snapshot: Snapshot) {
    let waiting = state.withLock { state in
      state.snapshot = snapshot
      return Array(state.listeners.values)
    }
    for listener in waiting { listener.yield(snapshot) }
  }

  /// Streams snapshots, starting with the newest. A slow listener gets only the last of those that
  /// it missed.
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

  /// Sends the newest snapshot to every listener again, so that silent live pages send a sign of
  /// life.
  func remind() {
    let (snapshot, waiting) = state.withLock { ($0.snapshot, Array($0.listeners.values)) }
    for listener in waiting { listener.yield(snapshot) }
  }

  private func leave(_ place: Int) {
    _ = state.withLock { $0.listeners.removeValue(forKey: place) }
  }

  /// Ends all streams, because the server is closing.
  func finish() {
    let waiting = state.withLock { state in
      state.isOver = true
      return Array(state.listeners.values)
    }
    for listener in waiting { listener.finish() }
  }
}
