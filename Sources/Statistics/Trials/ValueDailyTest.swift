import Foundation

/// A sequential test of values per unit that stays valid when looked at every day.
///
/// It suits values of which many are zero and few very large. Each day is a permutation of its own
/// values between the groups: the treated group's sum, less its mean under permutation, over its
/// permutation variance, with the boundary corrected for skewness. Boundaries spend alpha over the
/// looks as in `ExactDailyTest`. The same statistic, with the treated lowered by the worthwhile
/// ratio, shows that the lift is smaller.
///
/// Source: permutation moments as in Good, "Permutation, Parametric and Bootstrap Tests of
/// Hypotheses" (2005), chapter 3; the correction is the first term of Cornish and Fisher, "Moments
/// and cumulants in the specification of distributions", Revue de l'Institut International de
/// Statistique 5 (1938).
public struct ValueDailyTest: Sendable {
  /// One daily look, with cumulative figures.
  public struct Look: Sendable, Equatable {
    /// Information gathered; 1 finds the worthwhile lift with 80 % power at a single look.
    public let informationTime: Double
    /// The alpha that may be spent by now, on each side.
    public let allowance: Double
    /// The boundary of a normal sum, before the skewness correction.
    ///
    /// Nil before both groups have enough units with a value above zero.
    public let boundary: Double?
    /// The treated group against no effect.
    public let effect: Standing
    /// The lowered treated group against the worthwhile lift; signs are reversed, so that above the
    /// boundary means too small.
    public let tooSmall: Standing
    /// The decision after this look.
    public internal(set) var decision: SequentialDecision
  }

  /// A statistic and its boundary.
  public struct Standing: Sendable, Equatable {
    /// The sum in standard deviations; 0 while the variance is zero.
    public let z: Double
    /// The third standardised moment of the sum.
    public let skewness: Double
    /// The boundary corrected for skewness; nil if no boundary applies yet.
    public let critical: Double?

    /// True if the statistic has reached its boundary.
    public var isCrossed: Bool { critical.map { z >= $0 } ?? false }
  }

  /// The number of units with a value above zero that each group needs before the first boundary.
  static let leastPositive = 10

  /// The rules fixed before the first look.
  public let rules: SequentialRules
  /// The looks, one a day, in order.
  public let looks: [Look]
  /// The decision after the last look given.
  public var decision: SequentialDecision { looks.last?.decision ?? .undecided }
  /// The number of the look that decided, from 1; nil while undecided.
  public var decidedAt: Int? { looks.firstIndex { $0.decision != .undecided }.map { $0 + 1 } }
  /// The number of the first look with a boundary, from 1.
  public var firstLook: Int? { looks.firstIndex { $0.boundary != nil }.map { $0 + 1 } }

  let days: [ValueDay]

  /// A test of the days given.
  ///
  /// - Parameters:
  ///   - days: One entry a day, at most `rules.looks`.
  ///   - rules: Fixed before the first look.
  public init(days: [ValueDay], rules: SequentialRules = SequentialRules()) {
    self.init(days: days, rules: rules, fineness: 24)
  }

  init(days: [ValueDay], rules: SequentialRules, fineness: Int) {
    self.rules = rules
    self.days = Array(days.prefix(rules.looks))
    var plain = PermutationSum()
    var lowered = PermutationSum()
    var boundary = GaussianBoundary(fineness: fineness)
    var (time, allowance) = (0.0, 0.0)
    var positive = (treated: 0, control: 0)
    var looks: [Look] = []
    for day in self.days {
      plain.add(day.treated, day.control)
      lowered.add(day.treatedLowered, day.control)
      positive.treated += day.treated.positive
      positive.control += day.control.positive
      let shift = log(rules.worthwhileRatio)
      time = max(time, plain.information * shift * shift / rules.fullInformation)
      allowance = max(allowance, rules.spending(time: time, look: looks.count + 1))
      let isRipe = min(positive.treated, positive.control) >= Self.leastPositive
      let bound =
        isRipe ? boundary.next(information: plain.variance, allowance: allowance) : nil
      var look = Look(
        informationTime: time, allowance: allowance, boundary: bound,
        effect: plain.standing(bound, sign: 1), tooSmall: lowered.standing(bound, sign: -1),
        decision: looks.last?.decision ?? .undecided)
      if look.decision == .undecided {
        if look.effect.isCrossed {
          look.decision = .effect
        } else if look.tooSmall.isCrossed {
          look.decision = .tooSmall
        } else if looks.count + 1 == rules.looks {
          look.decision = .unproven
        }
      }
      looks.append(look)
    }
    self.looks = looks
  }

  /// The confidence interval of the lift after the last look, each side at 1 − alpha over all
  /// looks.
  ///
  /// A lift is inside if the treated group, divided by its ratio, crosses neither boundary. The
  /// lower side takes values as capped for no effect, the upper as capped for the worthwhile lift,
  /// so that both agree with the decision.
  ///
  /// - Returns: `lower` −1 and `upper` ∞ for an open side; searched between −0.99 and 99.
  public func interval() -> (lower: Double, upper: Double) {
    guard let bound = looks.last?.boundary else { return (-1, .infinity) }
    let raised = rules.worthwhileRatio
    let lower = { (ratio: Double) in
      let standing = self.sum { $0.treated.scaled(by: 1 / ratio) }.standing(bound, sign: 1)
      return (standing.critical ?? bound) - standing.z
    }
    let upper = { (ratio: Double) in
      let standing = self.sum { $0.treatedLowered.scaled(by: raised / ratio) }
        .standing(bound, sign: -1)
      return standing.z - (standing.critical ?? bound)
    }
    let (low, high) = (0.01, 100.0)
    let find = { (function: (Double) -> Double) in
      exp(root(from: log(low), to: log(high), tolerance: 1e-12) { function(exp($0)) }) - 1
    }
    return (lower(low) < 0 ? find(lower) : -1, upper(high) > 0 ? find(upper) : .infinity)
  }

  private func sum(_ treated: (ValueDay) -> ValueSums) -> PermutationSum {
    days.reduce(into: PermutationSum()) { $0.add(treated($1), $1.control) }
  }
}
