/// An amount of money in whole minor units of its currency.
public struct Money: Hashable, Sendable {
  /// Minor units: cents for EUR, whole yen for JPY, fils for KWD.
  ///
  /// A fact's amount is within ±``limit``. The extra width keeps sums of any number of facts
  /// exact.
  public let minor: Int128
  /// The currency that ``minor`` counts.
  public let currency: Currency

  /// The largest amount of a fact in minor units: ±9×10^15, which a `Double` still holds exactly.
  public static let limit: Int64 = 9_000_000_000_000_000

  /// An amount of minor units, unchecked against ``limit``.
  public init(minor: some BinaryInteger, _ currency: Currency) {
    self.minor = Int128(minor)
    self.currency = currency
  }

  /// Parses a decimal like `12.50`, `-3` or `1e3`.
  ///
  /// - Throws: ``AmountProblem`` if it isn't a number, is finer than the currency's minor unit,
  ///   or exceeds ``limit``.
  public init(_ text: some StringProtocol, _ currency: Currency) throws(AmountProblem) {
    guard let decimal = DecimalText(text) else { throw .notANumber(String(text)) }
    try self.init(decimal, currency)
  }

  /// Converts a decimal in major units to minor units.
  ///
  /// - Throws: ``AmountProblem`` if it is finer than the currency's minor unit or exceeds
  ///   ``limit``.
  public init(_ decimal: DecimalText, _ currency: Currency) throws(AmountProblem) {
    guard let minor = decimal.scaled(to: currency.digits) else {
      throw decimal.places > currency.digits
        ? .tooFine("\(decimal)", currency) : .tooLarge("\(decimal)")
    }
    guard abs(minor) <= Money.limit else { throw .tooLarge("\(decimal)") }
    self.init(minor: minor, currency)
  }

  /// The amount in major units with all digits of the currency: `12.50`, `-3.00`, `700` for JPY.
  public var decimal: String { DecimalText.render(minor, places: currency.digits) }
}

extension Money: CustomStringConvertible {
  /// The amount and its currency: `12.50 EUR`.
  public var description: String { "\(decimal) \(currency)" }
}

/// The reason why a text isn't an amount of a currency.
public enum AmountProblem: Explained, Hashable, Sendable {
  case notANumber(String)
  case tooFine(String, Currency)
  case tooLarge(String)

  /// The problem, in one clause.
  public var problem: String {
    switch self {
    case .notANumber(let text): "'\(text)' is not a number"
    case .tooFine(let text, let currency):
      "\(text) has more digits than \(currency) has (\(currency.digits) after the point)"
    case .tooLarge(let text): "\(text) is past ±9×10^15 minor units"
    }
  }

  /// The remedy.
  public var remedy: String {
    switch self {
    case .notANumber: "write digits with a point for decimals, like 1234.50"
    case .tooFine(_, let currency): "round it at its source to \(currency.digits) digits"
    case .tooLarge: "check the unit; amounts are in the major unit, like 12.50 for 12 euros 50"
    }
  }
}
