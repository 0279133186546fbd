public import Facts

/// An exact, reduced fraction of two whole numbers.
///
/// A result that does not fit in 128 bits becomes ``tooLarge``, and every further operation keeps
/// it so: an inexact figure never passes for an exact one.
public struct Exact: Hashable, Sendable {
  /// The numerator, which carries the sign.
  public let numerator: Int128
  /// The denominator, above zero; 0 only for ``tooLarge``.
  public let denominator: Int128

  /// A whole number.
  public init(_ whole: some BinaryInteger) {
    numerator = Int128(whole)
    denominator = 1
  }

  /// A decimal, as written.
  public init(_ decimal: DecimalText) {
    self = Exact(decimal.digits) / Exact.power(ofTen: decimal.places)
  }

  /// A fraction, reduced; ``tooLarge`` if the denominator is zero or a figure does not fit.
  public init(_ numerator: Int128, over denominator: Int128) {
    guard denominator != 0, denominator != .min, numerator != .min else {
      self = .tooLarge
      return
    }
    let divisor = Exact.commonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.init(reduced: sign * (numerator / divisor), sign * (denominator / divisor))
  }

  private init(reduced numerator: Int128, _ denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The result of an overflow of 128 bits or of a division by zero.
  public static let tooLarge = Exact(reduced: 0, 0)
  /// The number 0.
  public static let zero = Exact(0)
  /// The number 1.
  public static let one = Exact(1)

  /// False for ``tooLarge`` only.
  public var isKnown: Bool { denominator != 0 }
  /// True for whole numbers; false for ``tooLarge``.
  public var isWhole: Bool { denominator == 1 }

  /// `10^exponent` for an exponent of 0 to 36; otherwise ``tooLarge``.
  static func power(ofTen exponent: Int) -> Exact {
    (0...36).contains(exponent)
      ? Exact((0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }) : .tooLarge
  }

  /// The bound on rounded amounts, 2^100: a hundred million of them still add up within 128 bits.
  private static let mostWhole: UInt128 = 1 << 100

  /// The nearest whole number, rounded half away from zero.
  ///
  /// Nil for ``tooLarge`` and from 2^100 on, where sums might not fit.
  public var rounded: Int128? {
    guard isKnown else { return nil }
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    guard whole.magnitude < Exact.mostWhole else { return nil }
    guard rest.magnitude >= denominator.magnitude - rest.magnitude else { return whole }
    return numerator < 0 ? whole - 1 : whole + 1
  }

  /// The greatest common divisor; the other number if one is zero, 1 if both are.
  static func commonDivisor(_ left: UInt128, _ right: UInt128) -> Int128 {
    var (a, b) = (left, right)
    while b != 0 {
      if a <= UInt128(UInt64.max), b <= UInt128(UInt64.max) {
        return Int128(commonDivisor(UInt64(a), UInt64(b)))
      }
      (a, b) = (b, a % b)
    }
    return a == 0 ? 1 : Int128(truncatingIfNeeded: a)
  }

  private static func commonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}

extension Exact {
  /// The sum.
  public static func + (left: Exact, right: Exact) -> Exact { sum(left, right, minus: false) }
  /// The difference.
  public static func - (left: Exact, right: Exact) -> Exact { sum(left, right, minus: true) }

  /// The negated value.
  public static prefix func - (value: Exact) -> Exact {
    Exact(reduced: -value.numerator, value.denominator)
  }

  /// The product; common factors are cancelled before multiplying, so that fewer products overflow.
  public static func * (left: Exact, right: Exact) -> Exact {
    guard left.isKnown, right.isKnown else { return .tooLarge }
    let first = commonDivisor(left.numerator.magnitude, right.denominator.magnitude)
    let second = commonDivisor(right.numerator.magnitude, left.denominator.magnitude)
    let above = (left.numerator / first)
      .multipliedReportingOverflow(by: right.numerator / second)
    let below = (left.denominator / second)
      .multipliedReportingOverflow(by: right.denominator / first)
    guard !above.overflow, !below.overflow, above.partialValue != .min else { return .tooLarge }
    return Exact(reduced: above.partialValue, below.partialValue)
  }

  /// The quotient; ``tooLarge`` for a division by zero.
  public static func / (left: Exact, right: Exact) -> Exact {
    guard right.isKnown, right.numerator != 0 else { return .tooLarge }
    let sign: Int128 = right.numerator < 0 ? -1 : 1
    return left * Exact(reduced: sign * right.denominator, sign * right.numerator)
  }

  /// Adds in place.
  public static func += (left: inout Exact, right: Exact) { left = left + right }
  /// Subtracts in place.
  public static func -= (left: inout Exact, right: Exact) { left = left - right }

  /// Adds or subtracts over the least common denominator.
  ///
  /// Source: D. Knuth, The Art of Computer Programming, volume 2, 4.5.1.
  private static func sum(_ left: Exact, _ right: Exact, minus: Bool) -> Exact {
    if left.denominator == 1, right.denominator == 1 {
      let whole =
        minus
        ? left.numerator.subtractingReportingOverflow(right.numerator)
        : left.numerator.addingReportingOverflow(right.numerator)
      return whole.overflow ? .tooLarge : Exact(whole.partialValue)
    }
    guard left.isKnown, right.isKnown else { return .tooLarge }
    let divisor = commonDivisor(left.denominator.magnitude, right.denominator.magnitude)
    let scale = right.denominator / divisor
    let first = left.numerator.multipliedReportingOverflow(by: scale)
    let second = right.numerator.multipliedReportingOverflow(by: left.denominator / divisor)
    let below = left.denominator.multipliedReportingOverflow(by: scale)
    guard !first.overflow, !second.overflow, !below.overflow else { return .tooLarge }
    let above =
      minus
      ? first.partialValue.subtractingReportingOverflow(second.partialValue)
      : first.partialValue.addingReportingOverflow(second.partialValue)
    guard !above.overflow else { return .tooLarge }
    if below.partialValue == 1 { return Exact(above.partialValue) }
    return Exact(above.partialValue, over: below.partialValue)
  }
}

extension Exact: Comparable {
  /// Compares by value; ``tooLarge`` sorts above everything else.
  public static func < (left: Exact, right: Exact) -> Bool {
    guard left.isKnown, right.isKnown else { return left.isKnown }
    let first = left.numerator.multipliedFullWidth(by: right.denominator)
    let second = right.numerator.multipliedFullWidth(by: left.denominator)
    return first.high != second.high ? first.high < second.high : first.low < second.low
  }
}

extension Exact {
  /// The decimal with at most `places` places, rounded half away from zero.
  ///
  /// Trailing zeros are dropped, but at least `least` places stay. Nil for ``tooLarge``.
  public func decimal(places most: Int, least: Int = 0) -> String? {
    guard let scaled = (self * Exact.power(ofTen: most)).rounded else { return nil }
    var digits = scaled
    var places = most
    while places > least, digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    return DecimalText.render(digits, places: places)
  }
}
