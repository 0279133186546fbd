import Foundation

extension RandomStream {
  /// A draw of the standard normal distribution.
  ///
  /// Source: G. E. P. Box and M. E. Muller, "A Note on the Generation of Random Normal Deviates",
  /// Annals of Mathematical Statistics 29 (1958); the cosine half only.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  /// A draw whose logarithm is normal, by its median and the deviation of that logarithm.
  mutating func lognormal(median: Double, sigma: Double) -> Double {
    median * exp(sigma * normal())
  }
}
