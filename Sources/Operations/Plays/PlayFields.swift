public import Facts

/// Reads the fields of requests about plays, as people write them.
public enum PlayFields {
  /// Reads a play's id.
  ///
  /// - Throws: ``Failure``.
  public static func id(_ text: String) throws(Failure) -> PlayID {
    guard let id = PlayID(text) else {
      throw Failure(
        problem: "'\(text)' is no id of a play", remedy: "write 1 to 128 bytes, like winter-mail")
    }
    return id
  }

  /// Reads a day.
  ///
  /// - Throws: ``Failure``.
  public static func day(_ text: String, _ field: String) throws(Failure) -> CalendarDay {
    guard let day = CalendarDay(text) else {
      throw Failure(
        field: field, problem: "'\(text)' is no day that exists", remedy: "write it like 2026-11-24"
      )
    }
    return day
  }

  /// Reads a share above zero, `10%` or `0.1`.
  ///
  /// - Throws: ``Failure``.
  public static func share(_ text: String, _ field: String) throws(Failure) -> DecimalText {
    let percent = text.hasSuffix("%")
    guard let number = DecimalText(percent ? text.dropLast() : text[...]), number.digits > 0 else {
      throw Failure(
        field: field, problem: "'\(text)' is no share", remedy: "write it like 10% or 0.1")
    }
    return percent ? DecimalText(digits: number.digits, places: number.places + 2) : number
  }

  /// Reads whole days: `14`, `14d` or `2w`.
  ///
  /// - Throws: ``Failure``.
  public static func days(_ text: String, _ field: String) throws(Failure) -> Int {
    let scale = text.hasSuffix("w") ? 7 : 1
    let digits = text.hasSuffix("w") || text.hasSuffix("d") ? text.dropLast() : text[...]
    guard let count = Int(digits), (1...3650).contains(count), count * scale <= 3650 else {
      throw Failure(
        field: field, problem: "'\(text)' is no number of days", remedy: "write it like 14d or 2w")
    }
    return count * scale
  }

  /// Reads a rule, an attribute with its values: `region=north,south`.
  ///
  /// - Throws: ``Failure``.
  static func rule(_ text: String) throws(Failure) -> PlayDeclaration.Rule {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let values = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
    guard let attribute = parts.first, let rule = PlayDeclaration.Rule(attribute, values: values)
    else {
      throw Failure(
        field: "rule", problem: "'\(text)' names no values",
        remedy: "write it like region=north,south")
    }
    return rule
  }

  /// Reads a member's id.
  ///
  /// - Throws: ``Failure``.
  static func member(_ text: String) throws(Failure) -> MemberID {
    guard let member = MemberID(text) else {
      throw Failure(
        field: "owner", problem: "'\(text)' is no id of a member", remedy: "give one from the plan")
    }
    return member
  }

  /// Reads an amount in the business's currency.
  ///
  /// - Throws: ``Failure``.
  static func amount(_ text: String) throws(Failure) -> DecimalText {
    guard let amount = DecimalText(text) else {
      throw Failure(
        field: "budget", problem: "'\(text)' is no amount", remedy: "write it like 12000.00")
    }
    return amount
  }

  /// Reads one of an enumeration's words.
  ///
  /// - Throws: ``Failure``.
  static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ field: String
  ) throws(Failure) -> Word {
    guard let word = Word(rawValue: text) else {
      throw Failure(
        field: field, problem: "'\(text)' is unknown",
        remedy: "write one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return word
  }
}
