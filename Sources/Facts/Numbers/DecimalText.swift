/// An exact decimal number, `digits × 10^-places`.
public struct DecimalText: Hashable, Sendable {
  /// All digits as one signed whole number.
  public let digits: Int64
  /// The number of digits after the point, without trailing zeros.
  public let places: Int

  /// The most places that are accepted: no amount of anything needs more.
  static let mostPlaces = 36

  /// The number `digits × 10^-places`. Trailing zeros after the point are dropped.
  public init(digits: Int64, places: Int) {
    var digits = digits
    var places = places
    while places > 0, digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    self.digits = digits
    self.places = places
  }

  /// Parses `-12.340`, `.5`, `+3`, `1e-2`.
  ///
  /// Nil for anything else, including NaN, infinities, more digits than an `Int64` holds, more
  /// than 36 digits after the written point, and exponents outside ±18.
  public init?(_ text: some StringProtocol) {
    let contiguous = text.utf8.withContiguousStorageIfAvailable { DecimalText(ascii: $0) }
    guard let read = contiguous ?? DecimalText(ascii: Array(text.utf8)) else { return nil }
    self = read
  }

  /// Parses the same formats from ASCII bytes.
  public init?(ascii bytes: some Collection<UInt8>) {
    var digits: Int64 = 0
    var places = 0
    var seen = 0
    var afterPoint = false
    var index = bytes.startIndex
    let negative = bytes.first == UInt8(ascii: "-")
    if negative || bytes.first == UInt8(ascii: "+") { bytes.formIndex(after: &index) }
    scan: while index < bytes.endIndex {
      let byte = bytes[index]
      switch byte {
      case 48...57:
        let (product, over) = digits.multipliedReportingOverflow(by: 10)
        let (sum, past) = product.addingReportingOverflow(Int64(byte &- 48))
        guard !over, !past else { return nil }
        digits = sum
        seen += 1
        if afterPoint { places += 1 }
      case UInt8(ascii: ".") where !afterPoint: afterPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
      default: return nil
      }
      bytes.formIndex(after: &index)
    }
    guard seen > 0, places <= DecimalText.mostPlaces else { return nil }
    if index < bytes.endIndex {
      let exponent = String(decoding: bytes[bytes.index(after: index)...], as: UTF8.self)
      guard let shift = Int(exponent), (-18...18).contains(shift) else { return nil }
      places -= shift
    }
    while places < 0 {
      let (product, over) = digits.multipliedReportingOverflow(by: 10)
      guard !over else { return nil }
      digits = product
      places += 1
    }
    self.init(digits: negative ? -digits : digits, places: places)
  }

  /// The number as a count of `10^-places`; nil if it is finer than that or overflows.
  public func scaled(to places: Int) -> Int64? {
    guard self.places <= places else { return nil }
    var scaled = digits
    for _ in self.places..<places {
      let (product, over) = scaled.multipliedReportingOverflow(by: 10)
      guard !over else { return nil }
      scaled = product
    }
    return scaled
  }

  /// The number as a count of `10^-places`, rounded half away from zero; nil on overflow.
  public func rounded(to places: Int) -> Int64? {
    if let exact = scaled(to: places) { return exact }
    guard self.places - places <= 18, self.places > places else { return nil }
    let divisor = Int128(powerOfTen(self.places - places))
    return Int64(exactly: divideRounding(Int128(digits), by: divisor))
  }

  /// Formats `minor × 10^-places` with all its places: `render(1250, places: 2)` is `12.50`.
  public static func render(_ minor: some SignedInteger, places: Int) -> String {
    guard places > 0 else { return String(minor) }
    var text = String(minor.magnitude)
    text = String(repeating: "0", count: max(0, places + 1 - text.utf8.count)) + text
    let point = text.index(text.endIndex, offsetBy: -places)
    return (minor < 0 ? "-" : "") + text[..<point] + "." + text[point...]
  }
}

extension DecimalText {
  /// The nearest `Double`: for shares and lifts, never for money.
  public var nearest: Double { Double(description) ?? 0 }
}

extension DecimalText: CustomStringConvertible {
  /// The number with all its places and no exponent: `-12.34`.
  public var description: String { DecimalText.render(digits, places: places) }
}

/// The quotient, rounded half away from zero.
public func divideRounding(_ dividend: Int128, by divisor: Int128) -> Int128 {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  let away: Int128 = (dividend < 0) == (divisor < 0) ? 1 : -1
  let up = remainder.magnitude * 2 >= divisor.magnitude
  return up ? quotient + away : quotient
}

/// `10^exponent` for an exponent of 0 to 18.
public func powerOfTen(_ exponent: Int) -> Int64 {
  (0..<exponent).reduce(1) { power, _ in power * 10 }
}
