internal import Facts
import Foundation
internal import Planning

/// How one customer's money is shared among the touches before it.
///
/// Touches in the `lookback` before the money count, [t − lookback, t). Shares are whole minor units
/// by largest remainder, ties by play id, so that plays' credit and the unattributed rest add up to
/// the money. Negative money takes back the shares of what it refunds: refunds of one payment
/// together take back what a payment of their sum would have given, and in full all that was given.
struct Credit {
  private let history: CustomerHistory
  private let context: SumContext
  private let lookback: Int64
  /// Where each payment that is refunded stands in the customer's money, and what earlier refunds
  /// took of it, by the refund.
  private let refunds: [Int64: (origin: Int, before: Int64)]

  /// A part of the money, and who it is credited to.
  typealias Share = (lever: Lever?, amount: Int64)

  init(_ history: CustomerHistory, _ context: SumContext) {
    self.history = history
    self.context = context
    lookback = Int64(context.rules.attribution.lookback) * 86_400_000
    refunds = Credit.refunds(of: history.money)
  }

  /// The money by lever, a part that no lever gets among it; the parts add up to the money.
  func byLever(of spend: CustomerHistory.Counted) -> [Share] {
    let shares = byPlay(of: spend)
    guard !shares.isEmpty else { return [(nil, spend.amount)] }
    return shares.map { ($0.lever ?? context.lever(ofPlay: $0.play), $0.amount) }
  }

  /// Credit by play in the order of plays' ids; empty where no touch counts.
  func byPlay(
    of spend: CustomerHistory.Counted
  ) -> [(play: Int64, lever: Lever?, amount: Int64)] {
    let refund = refunds[spend.number]
    let paid = refund.map { history.money[$0.origin] } ?? spend
    let plays = weightedPlays(before: paid.at)
    guard !plays.isEmpty else { return [] }
    let weights = plays.map(\.weight)
    let before = refund?.before ?? 0
    let earlier = largestRemainder(before, over: weights)
    let together = largestRemainder(before + spend.amount, over: weights)
    return plays.indices.map {
      (plays[$0].play, plays[$0].lever, together[$0] - earlier[$0])
    }
  }

  private func weightedPlays(
    before moment: Int64
  ) -> [(play: Int64, lever: Lever?, weight: Int64)] {
    let touches = touches(before: moment)
    guard !touches.isEmpty, let weights = weights(touches, before: moment) else { return [] }
    var places: [Int64: Int] = [:]
    var plays: [(play: Int64, lever: Lever?, weight: Int64)] = []
    for (touch, weight) in zip(touches, weights) {
      if let place = places[touch.play] {
        plays[place].weight += weight
      } else {
        places[touch.play] = plays.count
        plays.append((touch.play, context.lever(ofPlay: touch.play) ?? touch.lever, weight))
      }
    }
    return plays.sorted {
      context.timelines.rank(ofPlay: $0.play) < context.timelines.rank(ofPlay: $1.play)
    }
  }

  /// The touches in [moment − lookback, moment), found by halving: they lie in time order.
  private func touches(before moment: Int64) -> ArraySlice<CustomerHistory.Touch> {
    func first(notBefore time: Int64) -> Int {
      var low = 0
      var high = history.touches.count
      while low < high {
        let middle = (low + high) / 2
        if history.touches[middle].at < time { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return history.touches[first(notBefore: moment - lookback)..<first(notBefore: moment)]
  }

  private static func refunds(
    of money: [CustomerHistory.Counted]
  ) -> [Int64: (origin: Int, before: Int64)] {
    guard money.contains(where: { $0.of != 0 }) else { return [:] }
    var places: [Int64: Int] = [:]
    for (index, spend) in money.enumerated() { places[spend.number] = index }
    var taken: [Int64: Int64] = [:]
    var refunds: [Int64: (origin: Int, before: Int64)] = [:]
    for spend in money where spend.of != 0 && spend.amount < 0 {
      guard let origin = places[spend.of] else { continue }
      let before = taken[spend.of] ?? 0
      refunds[spend.number] = (origin, before)
      // More taken back than can be told in 64 bits starts anew.
      let (sum, over) = before.addingReportingOverflow(spend.amount)
      taken[spend.of] = over ? 0 : sum
    }
    return refunds
  }

  /// Whole-number weights of touches in time order; nil for models over all customers.
  private func weights(
    _ touches: ArraySlice<CustomerHistory.Touch>, before moment: Int64
  ) -> [Int64]? {
    let count = touches.count
    switch context.rules.attribution.model {
    case .first: return (0..<count).map { $0 == 0 ? 1 : 0 }
    case .last: return (0..<count).map { $0 == count - 1 ? 1 : 0 }
    case .linear: return touches.map { _ in 1 }
    case .position: return Credit.positionWeights(count)
    case .decay: return touches.map { Credit.decayWeight(age: moment - $0.at) }
    case .markov, .shapley: return nil
    }
  }

  /// 40 % to the first and the last, 20 % over those between; one touch 100, two 50 and 50.
  static func positionWeights(_ count: Int) -> [Int64] {
    guard count > 2 else { return Array(repeating: 1, count: count) }
    let end = Int64(2 * (count - 2))
    return [end] + Array(repeating: 1, count: count - 2) + [end]
  }

  /// 2^(−age / 7 days) in units of 2^−24, by whole hours of age in milliseconds.
  static func decayWeight(age: Int64) -> Int64 {
    let hours = age / 3_600_000
    return hours < 24 * 7 * 24 ? decayTable[Int(hours)] : 1
  }

  private static let decayTable: [Int64] = (0..<24 * 7 * 24).map { hours in
    max(1, Int64((16_777_216 * exp2(-Double(hours) / 168)).rounded()))
  }
}

extension Timelines {
  /// Gives out every money fact under each model that looks at one customer, and finds the facts
  /// whose shares do not add up to them, and the payments refunded in full that leave credit behind.
  public func creditFaults(_ rules: Rules) -> (broken: [Int64], compared: Int) {
    var broken: Set<Int64> = []
    var compared = 0
    for model in [Attribution.Model.first, .last, .linear, .position, .decay] {
      let context = SumContext(self, rules.with(model: model))
      eachHistory(rules) { history in
        let credit = Credit(history, context)
        var left: [Int64: (amount: Int64, shares: [Int64: Int64])] = [:]
        for spend in history.money {
          compared += 1
          let shares = credit.byPlay(of: spend)
          let sum = shares.reduce(Int128(0)) { $0 + Int128($1.amount) }
          if !shares.isEmpty, sum != Int128(spend.amount) { broken.insert(spend.number) }
          let payment = spend.amount < 0 && spend.of != 0 ? spend.of : spend.number
          var balance = left[payment] ?? (0, [:])
          balance.amount += spend.amount
          for share in shares { balance.shares[share.play, default: 0] += share.amount }
          left[payment] = balance
        }
        for (payment, balance) in left
        where balance.amount == 0 && balance.shares.values.contains(where: { $0 != 0 }) {
          broken.insert(payment)
        }
      }
    }
    return (broken.sorted(), compared)
  }
}
