import Facts

/// Formats pay figures for sentences.
struct PayWords {
  let currency: Currency

  /// `1,234.50`, from minor units, rounded if not whole.
  func amount(_ minor: Exact) -> String { minor.rounded.map(amount) ?? "too large" }

  /// `1,234.50`, from whole minor units.
  func amount(_ minor: Int128) -> String {
    PayWords.grouped(Money(minor: minor, currency).decimal)
  }

  /// `12.5%`: at most two places.
  static func percent(_ share: Exact) -> String {
    ((share * Exact(100)).decimal(places: 2) ?? "too large") + "%"
  }

  /// `12.3457%`: at most four places, as rates need.
  static func rate(_ rate: Exact) -> String {
    ((rate * Exact(100)).decimal(places: 4) ?? "too large") + "%"
  }

  /// A number of units: `3`, `0.6`.
  static func count(_ units: Exact) -> String { units.decimal(places: 4) ?? "too large" }

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
