import Foundation

extension RandomStream {
  /// A draw of the exponential distribution, by inversion.
  mutating func exponential(mean: Double) -> Double { -mean * log(1 - unit()) }

  /// A draw of the Poisson distribution; for the small means of a customer's counts.
  ///
  /// Source: D. E. Knuth, "The Art of Computer Programming" vol. 2, 3.4.1, algorithm of
  /// multiplied uniforms. O(mean); means past 500 are cut there.
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
