import Foundation

extension ExactDailyTest {
  /// The confidence interval of the lift after the last look, each side at 1 − alpha over all
  /// looks.
  ///
  /// `lower` solves X − ½ − E(R) = c √V(R) and `upper` E(R) − X − ½ = c′ √V(R), lift = R − 1, with
  /// c and c′ the boundaries of both walks in standard deviations, and E, V the sums of the tables'
  /// means and variances under ratio R. So `lower` > 0 exactly if the effect is shown, and `upper`
  /// is below the worthwhile lift exactly if that is shown.
  ///
  /// - Returns: `lower` −1 and `upper` ∞ for an open side; searched between −0.99 and 99.
  public func interval() -> (lower: Double, upper: Double) {
    guard let look = looks.last else { return (-1, .infinity) }
    let count = Double(look.treatedEvents)
    var lower = -1.0
    var upper = Double.infinity
    if let critical = look.effectCritical {
      let excess = { (ratio: Double) in
        let (mean, deviation) = self.moments(ratio: ratio)
        return mean + critical * deviation - count + 0.5
      }
      if excess(Self.lowestRatio) < 0 { lower = ratio(where: excess) - 1 }
    }
    if let critical = look.tooSmallCritical {
      let excess = { (ratio: Double) in
        let (mean, deviation) = self.moments(ratio: ratio)
        return mean - critical * deviation - count - 0.5
      }
      if excess(Self.highestRatio) > 0 { upper = ratio(where: excess) - 1 }
    }
    return (lower, upper)
  }

  private static let lowestRatio = 0.01
  private static let highestRatio = 100.0

  /// The root of an increasing function of the ratio, or the end of the search range.
  private func ratio(where excess: (Double) -> Double) -> Double {
    if excess(Self.lowestRatio) >= 0 { return Self.lowestRatio }
    if excess(Self.highestRatio) <= 0 { return Self.highestRatio }
    return exp(
      root(from: log(Self.lowestRatio), to: log(Self.highestRatio), tolerance: 1e-13) {
        excess(exp($0))
      })
  }

  /// Mean and standard deviation of the treated group's events under a rate ratio, given all
  /// totals.
  private func moments(ratio: Double) -> (mean: Double, deviation: Double) {
    var mean = 0.0
    var variance = 0.0
    for (table, sums) in tables {
      let count = table.treatedCount(odds: sums.odds(ratio: ratio))
      mean += count.mean
      variance += count.variance
    }
    return (mean, variance.squareRoot())
  }
}
