import Facts
import Planning
import Ruling

/// Shares an event's money among its customer's touches in the lookback before it.
///
/// Follows the definition of the answer `credit`: whole minor units by largest remainder, ties by
/// play id.
struct TouchShares {
  let model: Attribution.Model
  /// In milliseconds.
  private let lookback: Int64
  /// The rank of each play in the byte order of ids, by play number.
  private let ranks: [Int]

  init(_ attribution: Attribution, plays: [String]) {
    model = attribution.model
    lookback = TouchRule.lookback(attribution)
    let order = plays.indices.sorted {
      plays[$0].utf8.lexicographicallyPrecedes(plays[$1].utf8)
    }
    var ranks = Array(repeating: 0, count: plays.count)
    for (rank, play) in order.enumerated() { ranks[play] = rank }
    self.ranks = ranks
  }

  /// Shares `amount` among plays, in minor units.
  ///
  /// `before` is the sum of earlier refunds of the same payment: refunds of one payment take back
  /// together what a single refund of their sum would.
  func shares(
    of amount: Int64, before: Int64, at moment: Int64, _ touches: [CustomerDays.Touch]
  ) -> [(play: Int32, amount: Int64)] {
    let start = moment - lookback
    let near = touches.filter { start <= $0.at && $0.at < moment }
    guard !near.isEmpty else { return [] }
    var weights: [Int32: Int64] = [:]
    for (index, touch) in near.enumerated() {
      weights[touch.play, default: 0] += TouchRule.weight(
        model, index, of: near.count, age: moment - touch.at)
    }
    let plays = weights.keys.sorted { ranks[Int($0)] < ranks[Int($1)] }
    let each = plays.map { weights[$0] ?? 0 }
    let earlier = largestRemainder(before, over: each)
    let together = largestRemainder(before + amount, over: each)
    return plays.indices.map { (plays[$0], together[$0] - earlier[$0]) }
  }
}
