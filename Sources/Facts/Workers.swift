import Dispatch
import Foundation
import Synchronization

/// Work shared among threads without locks: each takes the next piece until there is none.
public enum Workers {
  /// One for each processor of the machine.
  public static var count: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Runs `work` for each piece, a piece at a time on each of some threads, each with a state of its own that
  /// `begin` makes; gives the states, in no order.
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
    // The thread sanitizer does not see Mutex, whose lock is the system's own call; it does see queues.
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
