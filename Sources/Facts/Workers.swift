import Dispatch
import Foundation
import Synchronization

/// Parallel work without locks: each thread takes the next piece until none is left.
public enum Workers {
  /// The number of active processors, at least 1.
  public static var count: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Runs `work` once for each piece, on several threads.
  ///
  /// Each thread has its own state, made by `begin`. Returns the states in no particular order.
  public static func run<State: Sendable>(
    pieces: Int, threads: Int = count, begin: @Sendable () -> State,
    work: @Sendable (inout State, Int) -> Void
  ) -> [State] {
    let threads = min(threads, pieces)
    guard threads > 1 else {
      var state = begin()
      for piece in 0..<pieces { work(&state, piece) }
      return [state]
    }
    let next = Atomic<Int>(0)
    let made = Mutex<[State]>([])
    // The thread sanitizer does not understand Mutex, whose lock is a system call of its own, but
    // it does understand queues.
    let turn = DispatchQueue(label: "fulcrum.workers")
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var state = begin()
      while true {
        let piece = next.add(1, ordering: .relaxed).oldValue
        guard piece < pieces else { break }
        work(&state, piece)
      }
      let own = state
      turn.sync { made.withLock { $0.append(own) } }
    }
    return made.withLock { $0 }
  }
}
