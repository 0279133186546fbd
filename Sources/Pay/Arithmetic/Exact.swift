public import Facts

/// A fraction of two whole numbers, kept exactly and reduced.
///
/// Past 128 bits it becomes ``tooLarge`` and stays so through all arithmetic, so that a figure that
/// could not be worked out exactly is never taken for one that was.
public struct Exact: Hashable, Sendable {
  /// The part above the line, with the sign.
  public let numerator: Int128
  /// The part below the line, above zero; 0 for ``tooLarge``.
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

  /// A fraction; ``tooLarge`` where it is over zero.
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

  /// What cannot be told in 128 bits, and anything over zero.
  public static let tooLarge = Exact(reduced: 0, 0)
  /// Nothing.
  public static let zero = Exact(0)
  /// The whole.
  public static let one = Exact(1)

  /// Whether the figure could be worked out.
  public var isKnown: Bool { denominator != 0 }
  /// Whether it is a whole number.
  public var isWhole: Bool { denominator == 1 }

  /// `10^exponent` for an exponent of 0 to 36.
  static func power(ofTen exponent: Int) -> Exact {
    (0...36).contains(exponent)
      ? Exact((0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }) : .tooLarge
  }

  /// The largest whole number that is paid or counted: a hundred million of them still fit in 128 bits.
  private static let mostWhole: UInt128 = 1 << 100

  /// The nearest whole number, half away from zero; nil for ``tooLarge``, and for what is so large that sums of it
  /// might not fit.
  public var rounded: Int128? {
    guard isKnown else { return nil }
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    guard whole.magnitude < Exact.mostWhole else { return nil }
    guard rest.magnitude >= denominator.magnitude - rest.magnitude else { return whole }
    return numerator < 0 ? whole - 1 : whole + 1
  }

  /// The largest divisor of both; the other where one is zero, 1 where both are.
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

  /// The same with the sign turned.
  public static prefix func - (value: Exact) -> Exact {
    Exact(reduced: -value.numerator, value.denominator)
  }

  /// The product, reduced across before it is multiplied.
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

  /// The quotient; ``tooLarge`` over zero.
  public static func / (left: Exact, right: Exact) -> Exact {
    guard right.isKnown, right.numerator != 0 else { return .tooLarge }
    let sign: Int128 = right.numerator < 0 ? -1 : 1
    return left * Exact(reduced: sign * right.denominator, sign * right.numerator)
  }

  /// Adds in place.
  public static func += (left: inout Exact, right: Exact) { left = left + right }
  /// Takes off in place.
  public static func -= (left: inout Exact, right: Exact) { left = left - right }

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
  /// By value; ``tooLarge`` is above everything else.
  public static func < (left: Exact, right: Exact) -> Bool {
    guard left.isKnown, right.isKnown else { return left.isKnown }
    let first = left.numerator.multipliedFullWidth(by: right.denominator)
    let second = right.numerator.multipliedFullWidth(by: left.denominator)
    return first.high != second.high ? first.high < second.high : first.low < second.low
  }
}

extension Exact {
  /// The decimal of at most so many places, rounded half away from zero, without trailing zeros
  /// past the `least` places; nil for ``tooLarge``.
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
