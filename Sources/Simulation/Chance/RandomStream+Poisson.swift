import Foundation

extension RandomStream {
  /// Draws from the exponential distribution, by inversion.
  mutating func exponential(mean: Double) -> Double { -mean * log(1 - unit()) }

  /// Draws from the Poisson distribution; meant for small means.
  ///
  /// O(mean); means above 500 are taken as 500.
  ///
  /// Source: D. E. Knuth, "The Art of Computer Programming" vol. 2, 3.4.1, algorithm of multiplied
  /// uniforms.
  mutating func poisson(mean: Double) -> Int {
    let limit = exp(-min(max(mean, 0), 500))
    var count = 0
    var product = unit()
    while product > limit {
      count += 1
      product *= unit()
    }
    return count
  }
}
