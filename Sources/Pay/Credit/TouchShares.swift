import Facts
import Planning

/// How an event's money is shared among the touches of its customer in the lookback before it: the
/// definition of the answer `credit`, in whole minor units by largest remainder, ties by play id.
struct TouchShares {
  let model: Attribution.Model
  let lookback: Int
  /// The place of each play in the order of ids.
  private let ranks: [Int]

  init(_ attribution: Attribution, plays: [String]) {
    model = attribution.model
    lookback = attribution.lookback
    let order = plays.indices.sorted {
      plays[$0].utf8.lexicographicallyPrecedes(plays[$1].utf8)
    }
    var ranks = Array(repeating: 0, count: plays.count)
    for (rank, play) in order.enumerated() { ranks[play] = rank }
    self.ranks = ranks
  }

  /// Shares of an amount by play. `before` is what was taken back of it earlier: refunds of one
  /// payment together take back what one refund of their sum would.
  func shares(
    of amount: Int64, before: Int64, at moment: Int64, _ touches: [CustomerDays.Touch]
  ) -> [(play: Int32, amount: Int64)] {
    let start = moment - Int64(lookback) * 86_400_000
    let near = touches.filter { start <= $0.at && $0.at < moment }
    guard !near.isEmpty else { return [] }
    var weights: [Int32: Int64] = [:]
    for (index, touch) in near.enumerated() {
      weights[touch.play, default: 0] += weight(index, of: near.count, age: moment - touch.at)
    }
    let plays = weights.keys.sorted { ranks[Int($0)] < ranks[Int($1)] }
    let each = plays.map { weights[$0] ?? 0 }
    let earlier = largestRemainder(before, over: each)
    let together = largestRemainder(before + amount, over: each)
    return plays.indices.map { (plays[$0], together[$0] - earlier[$0]) }
  }

  /// Models over all customers' paths give no one anything here; the lint says so.
  private func weight(_ index: Int, of count: Int, age: Int64) -> Int64 {
    switch model {
    case .first: index == 0 ? 1 : 0
    case .last: index == count - 1 ? 1 : 0
    case .linear: 1
    case .position:
      count <= 2 ? 1 : index == 0 || index == count - 1 ? Int64(2 * (count - 2)) : 1
    case .decay: TouchShares.decay(hours: age / 3_600_000)
    case .markov, .shapley: 0
    }
  }

  /// 2^(−hours / 168) in units of 2^−24, rounded, at least 1; in whole numbers throughout.
  static func decay(hours: Int64) -> Int64 {
    let weeks = hours / 168
    guard weeks < 24 else { return 1 }
    var value: Int128 = 1 << 100
    for _ in 0..<hours % 168 { value = (value >> 50) * hourly >> 14 }
    let shift = 100 - 24 + Int128(weeks)
    return max(1, Int64((value + (1 << (shift - 1))) >> shift))
  }

  /// 2^(−1/168) in units of 2^−64.
  private static let hourly: Int128 = 18_370_791_886_079_017_691
}
