/// Splits a sum into whole minor units per part, so that the parts add up to the rounded sum.
///
/// The sum is rounded half away from zero. Each part is rounded down; the units left over go one
/// each to the largest remainders, ties to the earlier part.
enum Sharing {
  /// Shares the sum of `numerators / denominator`; nil if a figure does not fit. O(n log n).
  static func share(
    _ numerators: [Int128], over denominator: Int128
  ) -> (parts: [Int128], sum: Int128)? {
    var total: Int128 = 0
    for numerator in numerators {
      let (sum, over) = total.addingReportingOverflow(numerator)
      guard !over else { return nil }
      total = sum
    }
    guard let sum = Exact(total, over: denominator).rounded else { return nil }
    var parts: [Int128] = []
    parts.reserveCapacity(numerators.count)
    var rests: [(rest: Int128, index: Int)] = []
    var left = sum
    for (index, numerator) in numerators.enumerated() {
      var (part, rest) = divide(numerator, denominator)
      if rest < 0 {
        part -= 1
        rest += denominator
      }
      parts.append(part)
      left -= part
      if rest > 0 { rests.append((rest, index)) }
    }
    give(left, by: &rests, to: &parts)
    return (parts, sum)
  }

  /// Gives one unit each to the largest remainders; skips the sort if every remainder gets one.
  private static func give(
    _ left: Int128, by rests: inout [(rest: Int128, index: Int)], to parts: inout [Int128]
  ) {
    guard left > 0 else { return }
    if left < rests.count {
      rests.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.index < $1.index }
    }
    for entry in rests.prefix(Int(left)) { parts[entry.index] += 1 }
  }

  /// Divides in 64 bits if both fit, which is several times faster than in 128.
  private static func divide(_ value: Int128, _ by: Int128) -> (Int128, Int128) {
    if let small = Int64(exactly: value), let divisor = Int64(exactly: by) {
      let (quotient, rest) = small.quotientAndRemainder(dividingBy: divisor)
      return (Int128(quotient), Int128(rest))
    }
    return value.quotientAndRemainder(dividingBy: by)
  }

  /// Shares the sum of parts with any denominators.
  ///
  /// Nil if a part is ``Exact/tooLarge``, or if the sum is too close to a half to round it safely.
  static func share(_ parts: [Exact]) -> (parts: [Int128], sum: Int128)? {
    if let common = common(parts), let shared = share(common.numerators, over: common.denominator) {
      return shared
    }
    return shareWithoutCommon(parts)
  }

  /// Shares parts whose common denominator does not fit.
  ///
  /// Adds up the fractional parts between a lower and an upper bound, in units of 2^−100. The sum
  /// is rounded only if both bounds round the same way.
  private static func shareWithoutCommon(
    _ parts: [Exact]
  ) -> (parts: [Int128], sum: Int128)? {
    let unit = Int128(1) << 100
    var floors: [Int128] = []
    var rests: [(rest: Exact, index: Int)] = []
    var (whole, low) = (Int128(0), Int128(0))
    for (index, part) in parts.enumerated() {
      guard part.isKnown, abs(part.numerator / max(part.denominator, 1)) < Int128(1) << 90 else {
        return nil
      }
      var (floor, rest) = part.numerator.quotientAndRemainder(dividingBy: part.denominator)
      if rest < 0 {
        floor -= 1
        rest += part.denominator
      }
      floors.append(floor)
      whole += floor
      guard rest > 0 else { continue }
      rests.append((Exact(rest, over: part.denominator), index))
      let scaled = UInt128(unit).multipliedFullWidth(by: UInt128(rest))
      low += Int128(UInt128(part.denominator).dividingFullWidth(scaled).quotient)
      if low >= unit {
        low -= unit
        whole += 1
      }
    }
    let high = low + Int128(parts.count)
    let half = unit / 2
    guard high < half || (low > half && high < unit + half) else { return nil }
    let sum = low > half ? whole + 1 : whole
    rests.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.index < $1.index }
    for entry in rests.prefix(Int(sum - floors.reduce(0, +))) { floors[entry.index] += 1 }
    return (floors, sum)
  }

  /// The parts over their least common denominator; nil if a figure does not fit.
  static func common(_ parts: [Exact]) -> (numerators: [Int128], denominator: Int128)? {
    var common: Int128 = 1
    for part in parts {
      guard part.isKnown else { return nil }
      let divisor = Exact.commonDivisor(common.magnitude, part.denominator.magnitude)
      let (product, over) = common.multipliedReportingOverflow(by: part.denominator / divisor)
      guard !over else { return nil }
      common = product
    }
    var numerators: [Int128] = []
    for part in parts {
      let (scaled, over) = part.numerator.multipliedReportingOverflow(by: common / part.denominator)
      guard !over else { return nil }
      numerators.append(scaled)
    }
    return (numerators, common)
  }
}
