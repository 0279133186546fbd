public import Facts

/// Formats figures for people.
public enum Figures {
  /// An amount with grouped thousands: `1,234,567.89`.
  public static func amount(_ money: Money) -> String { grouped(money.decimal) }

  /// A change with a plus sign if positive: `+12.00`, `-3.00`, `0.00`.
  public static func change(_ money: Money) -> String {
    money.minor > 0 ? "+" + amount(money) : amount(money)
  }

  /// Whole major units, rounded half away from zero: `1,234,568`.
  public static func whole(_ money: Money) -> String {
    let unit = Int128(powerOfTen(money.currency.digits))
    return grouped(String(divideRounding(money.minor, by: unit)))
  }

  /// A count: `1,234`.
  public static func count(_ number: some BinaryInteger) -> String { grouped(String(number)) }

  /// A share as a percentage: `42.1%`.
  public static func percent(_ share: Double) -> String {
    guard share.isFinite, abs(share) < 1e6 else { return "–" }
    let tenths = Int((share * 1000).rounded())
    let sign = tenths < 0 ? "-" : ""
    return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)%"
  }

  /// A ratio with two decimals: `1.25`.
  public static func ratio(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "–" }
    return DecimalText.render(Int64((value * 100).rounded()), places: 2)
  }

  /// A count with its noun: `1 row`, `2 rows`.
  public static func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(String(count))) \(count == 1 ? one : many ?? one + "s")"
  }

  private static func grouped(_ decimal: String) -> String {
    let negative = decimal.hasPrefix("-")
    let digits = negative ? decimal.dropFirst() : decimal[...]
    let parts = digits.split(separator: ".", maxSplits: 1)
    var whole = ""
    for (index, character) in (parts.first ?? "0").reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { whole.append(",") }
      whole.append(character)
    }
    let fraction = parts.count > 1 ? "." + parts[1] : ""
    return (negative ? "-" : "") + String(whole.reversed()) + fraction
  }
}
