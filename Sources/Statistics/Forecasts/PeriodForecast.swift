import Foundation

/// A forecast of a period's total: the amount so far, and a gamma distribution of the rest.
///
/// Eight guesses of the rest are replayed in every earlier period with only the data known then,
/// and weighted by their errors there; the spread is that of the replays' errors. If the period
/// began unlike the past, the two guesses that forget fastest take over in part.
///
/// Source: combination by inverse squared mean square errors shrunk to equal weights, as in Bates
/// and Granger, "The combination of forecasts", OR 20 (1969), and Diebold and Pauly, IJF 6 (1990).
public struct PeriodForecast: Sendable, Equatable {
  /// The amount so far.
  public let soFar: Double
  /// The mean of the amount still to come.
  public let rest: Double
  /// The variance of the amount still to come.
  public let variance: Double
  /// The weights of the guesses; nil if fewer than two periods could be replayed.
  public let guessWeights: [Double]?
  /// The weight that the fast guesses took over, 0 … 1.
  public let surprise: Double
  /// The number of past periods replayed.
  public let replays: Int

  /// A forecast given by its figures.
  public init(
    soFar: Double, rest: Double, variance: Double, guessWeights: [Double]? = nil,
    surprise: Double = 0, replays: Int = 0
  ) {
    self.soFar = soFar
    self.rest = rest
    self.variance = variance
    self.guessWeights = guessWeights
    self.surprise = surprise
    self.replays = replays
  }

  /// The quantile of the period's total at `p`.
  public func quantile(_ p: Double) -> Double {
    guard let gamma else { return soFar + rest }
    return soFar + gamma.quantile(p)
  }

  /// The probability that the total reaches a target.
  public func chance(ofReaching target: Double) -> Double {
    if target <= soFar { return 1 }
    guard let gamma else { return soFar + rest >= target ? 1 : 0 }
    return gamma.upperTail(target - soFar)
  }

  /// The factor by which the rest must beat its forecast for a given chance of the target.
  ///
  /// 1.2 is a fifth better.
  ///
  /// - Returns: 0 if the target is reached; nil if nothing more is expected to come.
  public func liftNeeded(target: Double, chance: Double) -> Double? {
    if target <= soFar { return 0 }
    let low = quantile(1 - chance) - soFar
    return low > 0 ? (target - soFar) / low : nil
  }

  /// The distribution of the rest; nil if it has no spread.
  private var gamma: GammaDistribution? {
    guard rest > 0, variance > 0 else { return nil }
    let shape = max(rest * rest / variance, 1e-3)
    return GammaDistribution(shape: shape, scale: rest / shape)
  }
}
