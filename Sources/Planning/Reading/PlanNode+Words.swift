import Facts
import Yams

extension PlanNode {
  /// Reads a text; nil after reporting if it is empty or isn't a single value.
  func text() -> String? {
    guard let text = written() else { return nil }
    guard !text.allSatisfy(\.isWhitespace) else {
      report("'\(key)' is an empty text", "write something between the quotes")
      return nil
    }
    return text
  }

  /// Reads a text, which may be empty if it is quoted.
  func written() -> String? {
    guard shape == .single, case .scalar(let scalar) = node else {
      reportShape(.single)
      return nil
    }
    return scalar.string
  }

  /// Reads one of a set of words.
  func word<Word: RawRepresentable & CaseIterable>(
    _: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let text = text() else { return nil }
    if let word = Word(rawValue: text) { return word }
    report(noWord: text, among: Word.allCases.map(\.rawValue))
    return nil
  }

  /// Reports a word that isn't allowed here.
  func report(noWord text: String, among words: [String]) {
    report("'\(text)' isn't a valid value of '\(key)'", Suggestion.remedy(for: text, among: words))
  }

  /// Reads `true` or `false`.
  func flag() -> Bool? {
    guard let text = text() else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default:
      let yes = ["yes", "on", "y", "true"].contains(text.lowercased())
      let no = ["no", "off", "n", "false"].contains(text.lowercased())
      report(
        "'\(text)' isn't a valid value of '\(key)'",
        yes ? "write true" : no ? "write false" : "write true or false")
      return nil
    }
  }

  /// Reads a list of texts, or one text; an empty list is reported.
  func texts() -> [String]? {
    guard let items = atLeastOne(like: "[A, B]") else { return nil }
    let texts = items.map { $0.text() }
    return texts.contains(nil) ? nil : texts.compactMap { $0 }
  }

  /// Reads an id.
  func id<Kind>(_: Identifier<Kind>.Type = Identifier<Kind>.self) -> Identifier<Kind>? {
    guard let text = text() else { return nil }
    if let id = Identifier<Kind>(text) { return id }
    report("the id '\(text.prefix(20))…' is longer than 128 bytes", "write a shorter one")
    return nil
  }

  /// Reads a day; a text that isn't a valid date is reported.
  func day() -> CalendarDay? {
    guard let text = text() else { return nil }
    if let day = CalendarDay(text) { return day }
    report("'\(text)' isn't a valid date", "write year-month-day, like 2026-11-24")
    return nil
  }

  /// Reads an ISO 4217 currency.
  func currency() -> Currency? {
    guard let text = text() else { return nil }
    guard let currency = Currency(text), currency.code == text else {
      report("'\(text)' isn't a valid ISO 4217 currency", PlanNode.remedy(currency: text))
      return nil
    }
    return currency
  }

  /// The remedy for a text that isn't a currency.
  static func remedy(currency text: String) -> String {
    let near = Currency(text.prefix(3))?.code ?? Suggestion.nearest(to: text, among: Currency.codes)
    return near.map { "did you mean '\($0)'?" } ?? "write a code like EUR, USD or JPY"
  }

  /// Reads a time zone by its IANA name.
  func zone() -> Zone? {
    guard let text = text() else { return nil }
    if let zone = Zone.named(text) { return zone }
    report("'\(text)' isn't a valid time zone", Zone.remedy(for: text))
    return nil
  }
}
