import Foundation

/// A test for sample-ratio mismatch: units in the treated and control groups against their intended
/// shares.
///
/// The evidence E is a likelihood ratio of the groups' counts: with the treated's true share spread
/// around the intended one as if 1,000 units had been seen, over the likelihood at the intended
/// share. It may be checked on any day: without a fault it ever reaches E with a chance of at most
/// 1 / E.
///
/// Source: Lindon and Malek, "Anytime-valid inference for multinomial count data", NeurIPS 35
/// (2022), section 3; the bound is Ville's inequality.
public struct SampleRatio: Sendable, Equatable {
  /// An intended share, with the units that came while it applied.
  public struct Stretch: Sendable, Equatable {
    /// The intended share of the treated group, strictly between 0 and 1.
    public let share: Double
    /// Units in the treated group.
    public let treated: Int
    /// Units in the control group.
    public let control: Int

    /// A stretch of days with one intended share.
    public init(share: Double, treated: Int, control: Int) {
      precondition(share > 0 && share < 1 && treated >= 0 && control >= 0)
      self.share = share
      self.treated = treated
      self.control = control
    }
  }

  /// The natural logarithm of E.
  public let logEvidence: Double

  /// E: how many times likelier the counts are with a fault than without.
  public var evidence: Double { exp(logEvidence) }
  /// True if the counts are so unlikely that nothing should be concluded from them.
  public var isAlarm: Bool { logEvidence >= log(Self.alarm) }

  /// The evidence E that raises an alarm: at most one false alarm, over all looks, in this many
  /// tests.
  public static let alarm = 100.0
  /// The number of units that the prior around the intended share is worth.
  static let priorUnits = 1000.0

  /// Tests stretches of intended shares.
  ///
  /// If shares vary, the fault is modelled as one odds ratio, in all stretches, by which the
  /// treated are kept; its prior spread is that of the first stretch.
  ///
  /// - Parameter stretches: In time order; equal shares are joined.
  public init(_ stretches: [Stretch]) {
    var joined: [Stretch] = []
    for stretch in stretches {
      if let place = joined.firstIndex(where: { $0.share == stretch.share }) {
        joined[place] = Stretch(
          share: stretch.share, treated: joined[place].treated + stretch.treated,
          control: joined[place].control + stretch.control)
      } else {
        joined.append(stretch)
      }
    }
    if joined.count > 1 {
      logEvidence = Self.tilted(joined)
    } else {
      logEvidence = joined.first.map(Self.constant) ?? 0
    }
  }

  /// The log evidence with one share, in closed form.
  ///
  /// ln [B(a + nT, b + nC) / B(a, b) / (πⁿᵀ (1 − π)ⁿᶜ)] with a = 1000π, b = 1000(1 − π).
  ///
  /// Uses Stirling's formula with its remainder; all large terms are cancelled analytically rather
  /// than in the sum.
  static func constant(_ stretch: Stretch) -> Double {
    let (a, b) = (priorUnits * stretch.share, priorUnits * (1 - stretch.share))
    let (treated, control) = (Double(stretch.treated), Double(stretch.control))
    let all = priorUnits + treated + control
    let excess = (treated - (treated + control) * stretch.share) / all
    let byTreated = (a + treated - 0.5) * log1p(excess / stretch.share)
    let byControl = (b + control - 0.5) * log1p(-excess / (1 - stretch.share))
    let remainders =
      stirlingRemainder(a + treated) - stirlingRemainder(a) + stirlingRemainder(b + control)
      - stirlingRemainder(b) - stirlingRemainder(all) + stirlingRemainder(priorUnits)
    return byTreated + byControl - 0.5 * log(all / priorUnits) + remainders
  }

  /// The log evidence with several shares, by integration over the log odds ratio.
  static func tilted(_ stretches: [Stretch]) -> Double {
    let share = stretches[0].share
    let prior = { (tilt: Double) in
      priorUnits * (share * tilt - log1p(share * (exp(tilt) - 1)))
    }
    let likelihood = { (tilt: Double) in
      stretches.reduce(0.0) { sum, stretch in
        let units = Double(stretch.treated + stretch.control)
        return sum + Double(stretch.treated) * tilt
          - units * log1p(stretch.share * (exp(tilt) - 1))
      }
    }
    return logIntegral { prior($0) + likelihood($0) } - logIntegral(of: prior)
  }

  /// The log of the integral of the exponential of a concave function, by the trapezoidal rule.
  private static func logIntegral(of function: (Double) -> Double) -> Double {
    let peak = maximum(of: function, from: -30, to: 30)
    let top = function(peak)
    var width = 1e-4
    while function(peak + width) > top - 0.5, function(peak - width) > top - 0.5 { width *= 2 }
    let step = width / 8
    var sum = 1.0
    for side in [-1.0, 1.0] {
      var index = 1.0
      while index < 1e6 {
        let height = exp(function(peak + side * index * step) - top)
        guard height > 1e-20 else { break }
        sum += height
        index += 1
      }
    }
    return top + log(sum * step)
  }

  /// The maximum point of a concave function, by golden-section search.
  private static func maximum(
    of function: (Double) -> Double, from low: Double, to high: Double
  ) -> Double {
    let golden = (5.0.squareRoot() - 1) / 2
    var (a, b) = (low, high)
    while b - a > 1e-7 {
      let (c, d) = (b - golden * (b - a), a + golden * (b - a))
      if function(c) > function(d) { b = d } else { a = c }
    }
    return (a + b) / 2
  }
}
