internal import Facts
internal import Planning
internal import Statistics
internal import Tally

extension DayScoreboard {
  /// The Number's money by day, with each lever's credit under the plan's model.
  func daily(_ timelines: Timelines) -> DailyNumber {
    owing(timelines.total(emptyDaily(timelines), rules))
  }

  /// The same with accrued pay set.
  func owing(_ daily: DailyNumber) -> DailyNumber {
    guard !payouts.isEmpty else { return daily }
    var daily = daily
    daily.setPayouts(payouts)
    return daily
  }

  /// An empty sum for the plan's model.
  ///
  /// `markov` weighs plays by their removal effects, which are computed from all customers' paths.
  func emptyDaily(_ timelines: Timelines) -> DailyNumber {
    guard plan.attribution.model == .markov else { return DailyNumber() }
    return DailyNumber(removal: removalWeights(timelines))
  }

  /// Removal effects of plays as integer weights, by the ledger's number of the play.
  func removalWeights(_ timelines: Timelines) -> [Int64: Int64] {
    let chain = timelines.total(TransitionCounts(), rules).chain
    let steps = chain.steps.map { (from: $0.from, to: $0.to, count: $0.count) }
    let effects = AbsorbingChain(states: chain.plays.count, transitions: steps).removalEffects()
    var weights: [Int64: Int64] = [:]
    for (play, effect) in zip(chain.plays, effects) where effect > 0 {
      weights[play] = Int64((effect * DayScoreboard.unit).rounded())
    }
    return weights
  }

  /// The weight of an effect of 1: 24 bits, so that shares stay exact in integers.
  private static let unit = 16_777_216.0
}
