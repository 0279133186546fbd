/// Information time and the alpha that may be spent by it, look after look.
struct InformationClock: Sendable {
  let rules: SequentialRules
  private var variance: [Double] = []
  private var time = 0.0
  private var allowance = 0.0
  private var look = 0

  init(rules: SequentialRules) { self.rules = rules }

  /// Adds a day's tables, with each stratum's sums up to that day.
  ///
  /// Only totals count, never the group that events fell on, so that a difference of the groups
  /// cannot move the clock.
  mutating func advance(
    _ day: [TwoByTwo], _ sums: [TwoByTwo]
  ) -> (time: Double, allowance: Double) {
    look += 1
    while variance.count < sums.count { variance.append(0) }
    var information = 0.0
    for (stratum, table) in day.enumerated() { variance[stratum] += table.variance }
    for (stratum, sum) in sums.enumerated() where sum.units > 0 {
      let shift = sum.logOdds(ratio: rules.worthwhileRatio)
      information += variance[stratum] * shift * shift
    }
    time = max(time, information / rules.fullInformation)
    allowance = max(allowance, rules.spending(time: time, look: look))
    return (time, allowance)
  }
}
