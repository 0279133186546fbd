internal import Dispatch
internal import Synchronization

/// Threads of the server's own on which requests are worked on, so that whatever takes long there holds up neither
/// the network nor those who only ask whether the server is well.
final class Crew: TaskExecutor {
  private let queues: [DispatchQueue]
  private let pending: Mutex<[Int]>

  /// So many threads. More than processors, so that a few that are at long work leave some for short work.
  init(_ count: Int = 16) {
    queues = (0..<count).map { DispatchQueue(label: "fulcrum.crew.\($0)") }
    pending = Mutex([Int](repeating: 0, count: count))
  }

  /// Gives a job to the thread that has the least to do.
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
