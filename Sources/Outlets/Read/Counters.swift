internal import Synchronization

/// What is counted of the server's work since it started, for `/metrics`.
final class Counters: Sendable {
  let kept = Atomic<Int>(0)
  let known = Atomic<Int>(0)
  let quarantined = Atomic<Int>(0)
  let refusedLogins = Atomic<Int>(0)
  /// Uses of tokens that could not be written down.
  let usesNotNoted = Atomic<Int>(0)
  /// Transactions that could not be written.
  let writesFailed = Atomic<Int>(0)
  /// When something was written last, in milliseconds since 1970; 0 before the first time.
  let lastWrite = Atomic<Int64>(0)
  /// Milliseconds by which the clock is behind what the ledger has seen.
  let clockBehind = Atomic<Int64>(0)
  /// Rows that wait in quarantine.
  let quarantineWaiting = Atomic<Int>(0)
  let audits = Atomic<Int>(0)
  /// Sums kept up that a full pass found otherwise.
  let differences = Atomic<Int>(0)
  private let answered = Mutex<[Int: Int]>([:])
  private let spent = Mutex(Spent())

  /// Seconds that requests took, in buckets.
  struct Spent {
    /// Upper bounds in seconds.
    static let bounds = [0.001, 0.005, 0.02, 0.1, 0.5, 2.5]
    var counts = [Int](repeating: 0, count: Spent.bounds.count + 1)
    var sum = 0.0
  }

  func count(_ fates: [Fate]) {
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

  /// Requests answered by status, lowest first.
  var byStatus: [(status: Int, count: Int)] {
    answered.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  var times: Spent { spent.withLock { $0 } }
}
