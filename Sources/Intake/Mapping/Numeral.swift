internal import Facts

/// Parses numbers as exports write them: thousands separators, decimal commas, currency signs,
/// parentheses for negative amounts, per cent.
struct Numeral: Sendable {
  /// The decimal mark, `.` or `,`.
  let decimal: Character

  /// The currencies that each sign may mean; other signs are not accepted.
  static let signs: [Character: Set<String>] = [
    "€": ["EUR"], "£": ["GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP"],
    "¥": ["JPY", "CNY"],
    "$": [
      "USD", "ARS", "AUD", "BBD", "BMD", "BND", "BRL", "BSD", "BZD", "CAD", "CLP", "COP", "CUP",
      "DOP", "FJD", "GYD", "HKD", "JMD", "KYD", "LRD", "MXN", "NAD", "NIO", "NZD", "SBD", "SGD",
      "SRD", "TOP", "TTD", "TWD", "UYU", "WST", "XCD",
    ],
  ]
  private static let spaces: Set<Character> = [" ", "\u{A0}", "\u{202F}", "\u{2009}"]

  /// Parses a number; nil if the text isn't one, or if separators don't group thousands: `1,23`
  /// isn't a number if the decimal mark is a point.
  func read(_ text: String) -> DecimalText? {
    if let plain = plain(text) { return plain }
    guard let (body, isNegative, isPerCent) = Numeral.peel(text[...]) else { return nil }
    guard let joined = ungrouped(body), let number = DecimalText(joined) else { return nil }
    let places = number.places + (isPerCent ? 2 : 0)
    return DecimalText(digits: isNegative ? -number.digits : number.digits, places: places)
  }

  /// The fast path for digits with at most a sign and a point.
  private func plain(_ text: String) -> DecimalText? {
    let isPlain = text.utf8.allSatisfy {
      (48...57).contains($0) || $0 == 0x2D || $0 == 0x2E && decimal == "."
    }
    return isPlain ? DecimalText(text) : nil
  }

  /// Strips the sign, currency sign, parentheses and per cent sign.
  private static func peel(
    _ text: Substring
  ) -> (body: Substring, isNegative: Bool, isPerCent: Bool)? {
    var body = text
    var minuses = 0
    var percents = 0
    if body.first == "(", body.last == ")" {
      body = body.dropFirst().dropLast()
      minuses += 1
    }
    while let first = body.first {
      if first == "-" || first == "\u{2212}" {
        minuses += 1
      } else if signs[first] == nil, !spaces.contains(first) {
        break
      }
      body = body.dropFirst()
    }
    while let last = body.last {
      if last == "-" || last == "\u{2212}" {
        minuses += 1
      } else if last == "%" {
        percents += 1
      } else if signs[last] == nil, !spaces.contains(last) {
        break
      }
      body = body.dropLast()
    }
    return minuses <= 1 && percents <= 1 ? (body, minuses == 1, percents == 1) : nil
  }

  /// The digits with a point and without thousands separators; nil if the groups are not
  /// thousands.
  private func ungrouped(_ body: Substring) -> String? {
    let parts = body.split(separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
    let isMark: (Character) -> Bool = {
      $0 == (decimal == "." ? "," : ".") || $0 == "'" || $0 == "\u{2019}"
        || Numeral.spaces.contains($0)
    }
    guard let whole = parts.first else { return nil }
    let groups = whole.split(omittingEmptySubsequences: false, whereSeparator: isMark)
    if groups.count > 1 {
      let inner = groups.dropFirst().dropLast()
      guard groups.last?.count == 3, inner.allSatisfy({ $0.count == 3 || $0.count == 2 }),
        let first = groups.first, (1...3).contains(first.count)
      else { return nil }
    }
    guard parts.count > 1 else { return groups.joined() }
    return groups.joined() + "." + parts[1]
  }
}
