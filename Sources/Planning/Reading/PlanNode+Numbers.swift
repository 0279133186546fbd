import Facts

extension PlanNode {
  /// The most digits after the point in a number of a plan.
  static let mostPlaces = 12

  /// Reads a decimal number.
  func decimal() -> DecimalText? {
    guard let text = text() else { return nil }
    guard let decimal = DecimalText(text) else {
      report("'\(text)' is not a number", PlanNode.remedy(number: text))
      return nil
    }
    guard decimal.places <= PlanNode.mostPlaces else {
      report(
        "\(text) has more than \(PlanNode.mostPlaces) digits after the point", "write fewer digits")
      return nil
    }
    return decimal
  }

  private static func remedy(number text: String) -> String {
    let bare = text.filter { !",_ '".contains($0) }
    if bare != text, DecimalText(bare) != nil {
      return "write it without grouping, like \(bare), with a point for decimals"
    }
    let digits = text.filter { $0.isASCII && ($0.isNumber || $0 == ".") }
    if digits.filter(\.isNumber).count > 18 { return "write a smaller number; check the unit" }
    return "write digits with a point for decimals, like 1234.50"
  }

  /// Reads a whole number within bounds.
  func whole(_ bounds: ClosedRange<Int>) -> Int? {
    guard let text = text() else { return nil }
    if let number = Int(text), bounds.contains(number) { return number }
    report(
      "'\(text)' isn't a whole number from \(bounds.lowerBound) to \(bounds.upperBound)",
      "write one, like \(max(bounds.lowerBound, min(bounds.upperBound, 1)))")
    return nil
  }

  /// The sign that an amount of money must have.
  enum Sign { case any, notNegative, positive }

  /// Reads money in major units of a currency.
  ///
  /// If the currency itself could not be read, digits are not checked.
  func amount(_ currency: Currency?, _ sign: Sign = .notNegative) -> DecimalText? {
    guard let decimal = decimal() else { return nil }
    if sign != .any, decimal.digits < 0 {
      report(
        "'\(key)' is below zero (\(decimal))",
        "write an amount \(sign == .positive ? "above zero" : "of zero or more")")
      return nil
    }
    if sign == .positive, decimal.digits == 0 {
      report("'\(key)' is zero", "write an amount above zero")
      return nil
    }
    return fits(decimal, currency) ? decimal : nil
  }

  /// Reads money in minor units; nil also if the currency could not be read.
  func money(_ currency: Currency?, _ sign: Sign = .notNegative) -> Int64? {
    guard let decimal = amount(currency, sign), let currency else { return nil }
    return decimal.scaled(to: currency.digits)
  }

  private func fits(_ decimal: DecimalText, _ currency: Currency?) -> Bool {
    guard let currency else { return true }
    do {
      _ = try Money(decimal, currency)
      return true
    } catch {
      if case .tooFine = error {
        let most = currency.digits == 0 ? "no digits" : "at most \(currency.digits) digits"
        report(error.problem, "write \(most) after the point")
      } else {
        report(error.problem, error.remedy)
      }
      return false
    }
  }

  /// Reads a share, 1 for the whole: `25%`, or `0.25`. A share above 1, up to `most`, must be
  /// written with `%`.
  func share(upTo most: DecimalText = .whole) -> DecimalText? {
    guard let text = text() else { return nil }
    guard let share = DecimalText.share(text), share.places <= PlanNode.mostPlaces else {
      report("'\(text)' isn't a valid share", "write it like 25% or 0.25")
      return nil
    }
    guard share.digits >= 0 else {
      report("the share \(text) is below zero", "write it like 25% or 0.25")
      return nil
    }
    guard text.hasSuffix("%") || share <= .whole else {
      report("the share \(text) is more than the whole", "did you mean '\(text)%'?")
      return nil
    }
    guard share <= most else {
      report("the share \(text) is more than \(most.percent)", "write at most \(most.percent)")
      return nil
    }
    return share
  }

  /// Reads a list of shares that must add up to the whole.
  func sharesOfWhole(count: Int? = nil, of what: String = "") -> [DecimalText]? {
    guard let items = items() else { return nil }
    let shares = items.compactMap { $0.share() }
    guard shares.count == items.count else { return nil }
    if let count, shares.count != count {
      report("'\(key)' has \(shares.count) shares", "write \(count), one for each \(what)")
      return nil
    }
    guard addUp(shares) else { return nil }
    return shares
  }

  /// Reports shares that don't add up to the whole, and returns true if they do.
  func addUp(_ shares: [DecimalText]) -> Bool {
    let sum = DecimalText.sum(shares)
    if sum == .whole { return true }
    report(
      "the shares of '\(key)' add up to \(sum.percent)", "change them so that they add up to 100%")
    return false
  }
}

extension DecimalText {
  /// The whole: 1, or 100 %.
  static let whole = DecimalText(digits: 1, places: 0)
  /// Ten thousand per cent, above any sensible limit of pay.
  static let hundredfold = DecimalText(digits: 100, places: 0)

  /// Parses `25%` or `0.25`.
  static func share(_ text: String) -> DecimalText? {
    guard text.hasSuffix("%") else { return DecimalText(text) }
    guard let percent = DecimalText(text.dropLast()) else { return nil }
    return DecimalText(digits: percent.digits, places: percent.places + 2)
  }

  /// The share as per cent: `0.125` is `12.5%`.
  var percent: String {
    let shift = places >= 2 ? (digits, places - 2) : (digits * (places == 1 ? 10 : 100), 0)
    return "\(DecimalText(digits: shift.0, places: shift.1))%"
  }

  static func <= (left: DecimalText, right: DecimalText) -> Bool {
    let places = max(left.places, right.places)
    return left.wide(places) <= right.wide(places)
  }

  /// The sum of numbers with at most ``PlanNode/mostPlaces`` places and a size near 1.
  static func sum(_ numbers: [DecimalText]) -> DecimalText {
    let places = numbers.map(\.places).max() ?? 0
    let digits = numbers.reduce(Int128(0)) { $0 + $1.wide(places) }
    return DecimalText(digits: Int64(clamping: digits), places: places)
  }

  private func wide(_ places: Int) -> Int128 {
    (self.places..<max(self.places, places)).reduce(Int128(digits)) { value, _ in value * 10 }
  }
}
