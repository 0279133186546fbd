internal import Dispatch
internal import Synchronization

/// Threads for requests, so that slow work delays neither the network nor health checks.
final class Crew: TaskExecutor {
  private let queues: [DispatchQueue]
  private let pending: Mutex<[Int]>

  /// Starts `count` threads. There are more than processors, so that long work leaves some for
  /// short work.
  init(_ count: Int = 16) {
    queues = (0..<count).map { DispatchQueue(label: "fulcrum.crew.\($0)") }
    pending = Mutex([Int](repeating: 0, count: count))
  }

  /// Gives a job to the thread with the fewest jobs.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let place = pending.withLock { pending in
      var least = 0
      for index in pending.indices where pending[index] < pending[least] { least = index }
      pending[least] += 1
      return least
    }
    queues[place].async {
      job.runSynchronously(on: self.asUnownedTaskExecutor())
      self.pending.withLock { $0[place] -= 1 }
    }
  }
}
