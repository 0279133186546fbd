import Foundation

/// Whether units came to the treated and control groups in the shares they were meant to.
///
/// The likelihood of the groups' counts, where the treated's true share is spread around the one meant
/// as if 1,000 units had been seen, over their likelihood at the share meant. The ratio may be looked at
/// any day: without a fault it ever reaches E with a chance of at most 1 / E.
///
/// Source: Lindon and Malek, "Anytime-valid inference for multinomial count data", NeurIPS 35 (2022),
/// section 3; the bound is Ville's inequality.
public struct SampleRatio: Sendable, Equatable {
  /// One share meant, and how many units came while it was.
  public struct Stretch: Sendable, Equatable {
    /// The treated's share, within 0 … 1, ends excluded.
    public let share: Double
    /// Units that came to the treated.
    public let treated: Int
    /// Units that came to the control.
    public let control: Int

    /// A stretch of days with one share.
    public init(share: Double, treated: Int, control: Int) {
      precondition(share > 0 && share < 1 && treated >= 0 && control >= 0)
      self.share = share
      self.treated = treated
      self.control = control
    }
  }

  /// The log of E.
  public let logEvidence: Double

  /// E: how many times likelier the counts are with a fault than without.
  public var evidence: Double { exp(logEvidence) }
  /// Whether the counts are so unlikely that nothing should be concluded from them.
  public var isAlarm: Bool { logEvidence >= log(Self.alarm) }

  /// A false alarm over all looks comes at most once in so many tests.
  public static let alarm = 100.0
  /// How many units the spread of shares around the one meant is worth.
  static let priorUnits = 1000.0

  /// With shares that vary, the fault is one odds ratio at which the treated are kept in all stretches;
  /// its spread is that of the first stretch.
  ///
  /// - Parameter stretches: In order of time; equal shares are joined.
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

  /// ln [B(a + nT, b + nC) / B(a, b) / (πⁿᵀ (1 − π)ⁿᶜ)] with a = 1000π, b = 1000(1 − π).
  ///
  /// Stirling's formula with its remainder; all large terms cancel on paper rather than in the sum.
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

  /// The same with several shares, by integration over the log odds ratio.
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

  /// Where a concave function is highest, by golden sections.
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
