/// Where a running count may stand that has not crossed its boundary yet, with the chances of it.
///
/// Each look adds one or more independent counts, then sets the lowest boundary whose crossing spends
/// no more than is allowed, and takes what has crossed out.
///
/// Source: exact group sequential boundaries by recursion as in Armitage, McPherson and Rowe, "Repeated
/// significance tests on accumulating data", JRSS A 132 (1969), here for whole numbers.
struct SpendingWalk: Sendable {
  /// The value that `chances[0]` is the chance of.
  private var lowest = 0
  private var chances: [Double] = [1]
  /// The chance of having crossed.
  private(set) var spent = 0.0
  /// Mean and variance of the count if nothing were ever taken out.
  private(set) var mean = 0.0
  private(set) var variance = 0.0

  /// Chances of low values that are too small to matter are dropped.
  private static let negligible = 1e-17

  mutating func add(_ count: NoncentralHypergeometric) {
    mean += count.mean
    variance += count.variance
    lowest += count.first
    chances = convolved(chances, count.chances)
    let kept = chances.firstIndex { $0 >= Self.negligible } ?? 0
    chances.removeFirst(kept)
    lowest += kept
  }

  /// Sets the boundary of this look: a count at or above it has crossed.
  ///
  /// It is the smallest whole number that keeps the chance of having crossed within `allowance`; one
  /// above the highest value always does.
  mutating func boundary(allowance: Double) -> Int {
    let left = allowance - spent
    var crossing = 0.0
    while let chance = chances.last, crossing + chance <= left {
      crossing += chance
      chances.removeLast()
    }
    spent += crossing
    return lowest + chances.count
  }

  /// The boundary on the scale of standard deviations, half a count taken off; nil without variance.
  func critical(_ boundary: Int) -> Double? {
    variance > 0 ? (Double(boundary) - 0.5 - mean) / variance.squareRoot() : nil
  }
}

/// The chances of the sum of two independent counts.
func convolved(_ long: [Double], _ short: [Double]) -> [Double] {
  guard !long.isEmpty, !short.isEmpty else { return [] }
  var sum = [Double](repeating: 0, count: long.count + short.count - 1)
  for (shift, factor) in short.enumerated() {
    for index in 0..<long.count { sum[shift + index] += factor * long[index] }
  }
  return sum
}
