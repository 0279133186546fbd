import Foundation

extension RandomStream {
  /// Draws from the standard normal distribution.
  ///
  /// Source: G. E. P. Box and M. E. Muller, "A Note on the Generation of Random Normal Deviates",
  /// Annals of Mathematical Statistics 29 (1958); the cosine half only.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  /// Draws from a log-normal distribution; `sigma` is the standard deviation of the logarithm.
  mutating func lognormal(median: Double, sigma: Double) -> Double {
    median * exp(sigma * normal())
  }
}
