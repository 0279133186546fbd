public import Planning

/// Weights the touches of one customer in the lookback before some money, under the attribution models that need
/// nothing but those touches.
public enum TouchRule {
  /// Milliseconds of a plan's lookback; touches in [moment − lookback, moment) count.
  @inlinable
  public static func lookback(_ attribution: Attribution) -> Int64 {
    Int64(attribution.lookback) * 86_400_000
  }

  /// The weight of a touch by position: 40% for the first and the last and 20% over those between, in whole numbers.
  /// The only touch of one, and both of two, weigh 1.
  @inlinable
  public static func position(_ index: Int, of count: Int) -> Int64 {
    count > 2 && (index == 0 || index == count - 1) ? Int64(2 * (count - 2)) : 1
  }

  /// The weight of a touch of an age in milliseconds: 2^(−age / 7 days) by whole hours, in units of 2^−24, at least 1.
  @inlinable
  public static func decay(age: Int64) -> Int64 {
    let hours = age / 3_600_000
    return hours < Int64(decayTable.count) ? decayTable[Int(hours)] : 1
  }

  /// The weight of a touch; 0 under models over all customers' paths, which a single customer's touches cannot answer.
  public static func weight(
    _ model: Attribution.Model, _ index: Int, of count: Int, age: Int64
  ) -> Int64 {
    switch model {
    case .first: index == 0 ? 1 : 0
    case .last: index == count - 1 ? 1 : 0
    case .linear: 1
    case .position: position(index, of: count)
    case .decay: decay(age: age)
    case .markov, .shapley: 0
    }
  }

  /// By age in hours, for 24 weeks.
  @usableFromInline static let decayTable: [Int64] = (0..<Int64(24 * 168)).map(decay(hours:))

  /// 2^(−hours / 168) in units of 2^−24, rounded, at least 1. Whole numbers throughout, so that every machine agrees.
  private static func decay(hours: Int64) -> Int64 {
    var value: Int128 = 1 << 100
    for _ in 0..<hours % 168 { value = (value >> 50) * hourly >> 14 }
    let shift = 100 - 24 + Int128(hours / 168)
    return max(1, Int64((value + (1 << (shift - 1))) >> shift))
  }

  /// 2^(−1/168) in units of 2^−64.
  private static let hourly: Int128 = 18_370_791_886_079_017_691
}
