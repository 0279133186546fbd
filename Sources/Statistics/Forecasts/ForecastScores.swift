import Foundation

/// Scores of published forecasts whose periods are over.
public struct ForecastScores: Sendable, Equatable {
  /// One published forecast with its outcome.
  public struct Entry: Sendable, Equatable {
    /// The published chance of reaching the target; nil if there was no target or chance.
    public let chance: Double?
    /// True if the target was reached.
    public let isReached: Bool
    /// True if the total is within the 10 % and 90 % quantiles.
    public let isCovered: Bool
    /// The continuous ranked probability score (CRPS); nil if only quantiles were kept.
    public let crps: Double?

    /// An entry from a full forecast, its target if any, and the period's total.
    public init(forecast: PeriodForecast, target: Double?, total: Double) {
      chance = target.map(forecast.chance(ofReaching:))
      isReached = target.map { total >= $0 } ?? false
      isCovered = forecast.quantile(0.1) <= total && total <= forecast.quantile(0.9)
      crps = forecast.crps(total)
    }

    /// An entry from a chance and the 10 % and 90 % quantiles of a forecast.
    public init(chance: Double?, low: Double, high: Double, target: Double?, total: Double) {
      self.chance = target == nil ? nil : chance
      isReached = target.map { total >= $0 } ?? false
      isCovered = low <= total && total <= high
      crps = nil
    }
  }

  /// One row of the calibration table.
  public struct Row: Sendable, Equatable {
    /// The mean of the forecast chances.
    public let forecast: Double
    /// The share of targets that were reached.
    public let observed: Double
    /// The number of forecasts in this row.
    public let count: Int
  }

  /// The number of forecasts.
  public let count: Int
  /// The Brier score: the mean squared difference of chance and outcome; nil without chances.
  ///
  /// 0 is perfect, 0.25 is always forecasting one half.
  ///
  /// Source: Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
  /// Review 78 (1950).
  public let brier: Double?
  /// The share of totals within the 10 % and 90 % quantiles; 0.8 is well calibrated.
  public let coverage: Double?
  /// The mean CRPS, in units of the amount; nil if no entry has one.
  public let crps: Double?
  /// The calibration table: forecast chances in tenths against outcomes; empty rows are left out.
  public let calibration: [Row]

  /// The mean absolute difference of forecast and outcome in the calibration table, weighted by
  /// count.
  public var calibrationError: Double? {
    let all = calibration.reduce(0) { $0 + $1.count }
    guard all > 0 else { return nil }
    return calibration.reduce(0) { $0 + abs($1.forecast - $1.observed) * Double($1.count) }
      / Double(all)
  }

  /// Scores of a set of forecasts.
  ///
  /// - Parameter entries: In any order; entries without a target count for coverage and CRPS only.
  public init(_ entries: [Entry]) {
    let pairs = entries.compactMap { entry in
      entry.chance.map { (chance: $0, observed: entry.isReached ? 1.0 : 0.0) }
    }
    count = entries.count
    brier = Self.mean(pairs.map { ($0.chance - $0.observed) * ($0.chance - $0.observed) })
    coverage = Self.mean(entries.map { $0.isCovered ? 1 : 0 })
    crps = Self.mean(entries.compactMap(\.crps))
    calibration = (0..<10).compactMap { tenth in
      let row = pairs.filter { min(Int($0.chance * 10), 9) == tenth }
      guard let mean = Self.mean(row.map(\.chance)), let observed = Self.mean(row.map(\.observed))
      else {
        return nil
      }
      return Row(forecast: mean, observed: observed, count: row.count)
    }
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension PeriodForecast {
  /// The continuous ranked probability score (CRPS) of an outcome; 0 is perfect.
  ///
  /// Source: Scheuerer and Möller, "Probabilistic wind speed forecasting on a grid based on
  /// ensemble model output statistics", Annals of Applied Statistics 9 (2015), section 3, for the
  /// gamma distribution.
  public func crps(_ total: Double) -> Double {
    let came = total - soFar
    guard rest > 0, variance > 0 else { return abs(came - rest) }
    let shape = max(rest * rest / variance, 1e-3)
    let scale = rest / shape
    let below = GammaDistribution(shape: shape, scale: scale).cumulative(came)
    let next = GammaDistribution(shape: shape + 1, scale: scale).cumulative(came)
    return came * (2 * below - 1) - rest * (2 * next - 1) - scale * halfStep(shape)
  }

  /// 1 / B(½, k) = Γ(k + ½) / (Γ(k) √π); from k = 1,000 by its series in 1/k.
  private func halfStep(_ k: Double) -> Double {
    let ratio =
      k < 1000
      ? exp(logGamma(k + 0.5) - logGamma(k))
      : k.squareRoot() * (1 - (1 - (1 + 5 / (8 * k)) / (16 * k)) / (8 * k))
    return ratio / Double.pi.squareRoot()
  }
}
