/// The treated group's sum against its distribution when each day's values are permuted.
struct PermutationSum: Sendable {
  /// The treated group's sum, less its mean under permutation.
  private(set) var excess = 0.0
  /// The variance of the sum under permutation.
  private(set) var variance = 0.0
  /// The third cumulant of the sum under permutation.
  private var third = 0.0
  /// The growth of the excess per unit of log ratio.
  private var slope = 0.0

  /// Information about the log ratio.
  var information: Double { variance > 0 ? slope * slope / variance : 0 }

  mutating func add(_ treated: ValueSums, _ control: ValueSums) {
    let (t, c) = (Double(treated.count), Double(control.count))
    let n = t + c
    guard n > 1 else { return }
    let squares = treated.squares + control.squares
    let mean = (treated.sum + control.sum) / n
    excess += treated.sum - t * mean
    variance += t * c / (n * (n - 1)) * (squares - n * mean * mean)
    slope += t * c / n * mean
    guard n > 2 else { return }
    let cubes = treated.cubes + control.cubes
    let moment = (cubes - 3 * mean * squares + 2 * n * mean * mean * mean) / n
    third += t * c * (n - 2 * t) / ((n - 1) * (n - 2)) * moment
  }

  /// The statistic and its skewness-corrected boundary; `sign` −1 reverses the direction.
  func standing(_ boundary: Double?, sign: Double) -> ValueDailyTest.Standing {
    guard variance > 0 else { return ValueDailyTest.Standing(z: 0, skewness: 0, critical: nil) }
    let deviation = variance.squareRoot()
    let skewness = sign * third / (variance * deviation)
    let critical = boundary.map { bound in
      let near = min(bound, 6)
      return bound + min(max(skewness, -1), 1) * (near * near - 1) / 6
    }
    return ValueDailyTest.Standing(
      z: sign * excess / deviation, skewness: skewness, critical: critical)
  }
}
