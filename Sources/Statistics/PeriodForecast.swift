import Foundation

/// What a period will come to: what is in, and a gamma distribution of what is to come.
///
/// Eight guesses of the rest are replayed in every earlier period with only what was known then, and
/// weigh by how they did there; the spread is that of the replays' errors. Where the period began unlike
/// what was known before, the two guesses that forget fastest take over part.
///
/// Source: combination by inverse squared mean square errors shrunk to equal weights, as in Bates and
/// Granger, "The combination of forecasts", OR 20 (1969), and Diebold and Pauly, IJF 6 (1990).
public struct PeriodForecast: Sendable, Equatable {
  /// What is in.
  public let soFar: Double
  /// The mean of what is to come.
  public let rest: Double
  /// Its variance.
  public let variance: Double
  /// How much the guesses count; nil where fewer than two periods could be replayed.
  public let guessWeights: [Double]?
  /// How much the fast guesses took over, 0 … 1.
  public let surprise: Double
  /// How many past periods were replayed.
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

  /// The total below which it ends with chance `p`.
  public func quantile(_ p: Double) -> Double {
    guard let gamma else { return soFar + rest }
    return soFar + gamma.quantile(p)
  }

  /// The chance that the total reaches a target.
  public func chance(ofReaching target: Double) -> Double {
    if target <= soFar { return 1 }
    guard let gamma else { return soFar + rest >= target ? 1 : 0 }
    return gamma.upperTail(target - soFar)
  }

  /// By how much the rest must be better than expected for such a chance of the target: 1.2 is a fifth.
  ///
  /// - Returns: 0 where the target is reached; nil where nothing more is expected to come.
  public func liftNeeded(target: Double, chance: Double) -> Double? {
    if target <= soFar { return 0 }
    let low = quantile(1 - chance) - soFar
    return low > 0 ? (target - soFar) / low : nil
  }

  /// nil where the rest has no spread.
  private var gamma: GammaDistribution? {
    guard rest > 0, variance > 0 else { return nil }
    let shape = max(rest * rest / variance, 1e-3)
    return GammaDistribution(shape: shape, scale: rest / shape)
  }
}
