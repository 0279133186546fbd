internal import Synchronization

/// Counts the server's work since its start, for `/metrics`.
final class Counters: Sendable {
  let kept = Atomic<Int>(0)
  let known = Atomic<Int>(0)
  let quarantined = Atomic<Int>(0)
  let refusedLogins = Atomic<Int>(0)
  /// Uses of tokens that could not be recorded.
  let usesNotNoted = Atomic<Int>(0)
  /// Transactions that could not be written.
  let writesFailed = Atomic<Int>(0)
  /// The time of the last write in milliseconds since 1970; 0 before the first.
  let lastWrite = Atomic<Int64>(0)
  /// Milliseconds by which the clock is behind the newest time in the ledger.
  let clockBehind = Atomic<Int64>(0)
  /// Rows waiting in quarantine.
  let quarantineWaiting = Atomic<Int>(0)
  let audits = Atomic<Int>(0)
  /// Differences that nightly audits found between the board and the ledger.
  let differences = Atomic<Int>(0)
  private let answered = Mutex<[Int: Int]>([:])
  private let spent = Mutex(Spent())

  /// A histogram of request durations in seconds.
  struct Spent {
    /// Upper bounds in seconds.
    static let bounds = [0.001, 0.005, 0.02, 0.1, 0.5, 2.5]
    var counts = [Int](repeating: 0, count: Spent.bounds.count + 1)
    var sum = 0.0
  }

  func count(_ fates: [FactOutcome]) {
    var (new, old, refused) = (0, 0, 0)
    for fate in fates {
      switch fate {
      case .kept: new += 1
      case .known: old += 1
      case .quarantined: refused += 1
      }
    }
    kept.add(new, ordering: .relaxed)
    known.add(old, ordering: .relaxed)
    quarantined.add(refused, ordering: .relaxed)
  }

  /// Counts an answered request.
  func answered(_ status: Int, in time: Duration) {
    let seconds =
      Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    answered.withLock { $0[status, default: 0] += 1 }
    spent.withLock { spent in
      let place = Spent.bounds.firstIndex { seconds <= $0 } ?? Spent.bounds.count
      spent.counts[place] += 1
      spent.sum += seconds
    }
  }

  /// Answered requests by status, lowest status first.
  var byStatus: [(status: Int, count: Int)] {
    answered.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  var times: Spent { spent.withLock { $0 } }
}
