/// The distribution of a running count that has not crossed its boundary yet.
///
/// Each look adds one or more independent counts, then sets the lowest boundary whose crossing
/// spends no more than is allowed, and removes the counts that have crossed.
///
/// Source: exact group sequential boundaries by recursion as in Armitage, McPherson and Rowe,
/// "Repeated significance tests on accumulating data", JRSS A 132 (1969), here for whole numbers.
struct SpendingWalk: Sendable {
  /// The count that `chances[0]` is the probability of.
  private var lowest = 0
  private var chances: [Double] = [1]
  /// The probability of having crossed so far.
  private(set) var spent = 0.0
  /// Mean and variance of the count without removals.
  private(set) var mean = 0.0
  private(set) var variance = 0.0

  /// Smaller probabilities at the low end are dropped.
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
  /// It is the smallest whole number that keeps the probability of having crossed within
  /// `allowance`; one above the highest value always does.
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

  /// The boundary in standard deviations, less half a count; nil if the variance is zero.
  func critical(_ boundary: Int) -> Double? {
    variance > 0 ? (Double(boundary) - 0.5 - mean) / variance.squareRoot() : nil
  }
}

/// The distribution of the sum of two independent counts.
func convolved(_ long: [Double], _ short: [Double]) -> [Double] {
  guard !long.isEmpty, !short.isEmpty else { return [] }
  var sum = [Double](repeating: 0, count: long.count + short.count - 1)
  for (shift, factor) in short.enumerated() {
    for index in 0..<long.count { sum[shift + index] += factor * long[index] }
  }
  return sum
}
