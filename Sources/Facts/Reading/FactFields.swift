/// The members of a JSON object, read one at a time. ``rest`` has the unread ones.
struct FactFields {
  private let members: [JSON.Member]
  /// True for each member, by index, that has been read.
  private var taken: [Bool]
  private let prefix: String

  init(_ members: [JSON.Member], within parent: String? = nil) {
    self.members = members
    taken = Array(repeating: false, count: members.count)
    prefix = parent.map { $0 + "." } ?? ""
  }

  /// The members that were not read, without nulls, in canonical order.
  var rest: [JSON.Member] {
    let left = members.indices.filter { !taken[$0] && members[$0].value != .null }
    guard !left.isEmpty, case .object(let sorted) = JSON.object(left.map { members[$0] }).canonical
    else { return [] }
    return sorted
  }

  static func missing(_ field: String, of kind: FactKind? = nil) -> FactProblem {
    let what = kind.map { "\($0.rawValue) facts need '\(field)'" } ?? "'\(field)' is missing"
    return FactProblem(field, what, "add it")
  }

  func has(_ key: String) -> Bool {
    members.contains { $0.key == key && $0.value != .null && $0.value != .string("") }
  }

  private mutating func take(_ key: String) -> JSON? {
    guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
    taken[index] = true
    let value = members[index].value
    return value == .null ? nil : value
  }

  mutating func optionalText(_ key: String) throws(FactProblem) -> String? {
    switch take(key) {
    case nil: return nil
    case .string(let text): return text.isEmpty ? nil : text
    case .number(let number): return number
    case .some: throw FactProblem(prefix + key, "'\(key)' is not a text", "put it in quotes")
    }
  }

  mutating func text(_ key: String) throws(FactProblem) -> String {
    guard let text = try optionalText(key) else { throw FactFields.missing(prefix + key) }
    return text
  }

  /// The text of a number, written as a JSON string or a JSON number.
  mutating func numeral(_ key: String) throws(FactProblem) -> String { try text(key) }

  mutating func optionalID<Kind>(_ key: String) throws(FactProblem) -> Identifier<Kind>? {
    guard let text = try optionalText(key) else { return nil }
    guard let id = Identifier<Kind>(text) else {
      throw FactProblem(prefix + key, "'\(key)' is longer than 128 bytes", "send a shorter id")
    }
    return id
  }

  mutating func id<Kind>(_ key: String) throws(FactProblem) -> Identifier<Kind> {
    guard let id: Identifier<Kind> = try optionalID(key) else {
      throw FactFields.missing(prefix + key)
    }
    return id
  }

  mutating func optionalWord<Word: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(FactProblem) -> Word? where Word.RawValue == String {
    guard let text = try optionalText(key) else { return nil }
    guard let word = Word(rawValue: text) else {
      let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw FactProblem(prefix + key, "'\(text)' isn't a valid \(key)", "use one of: \(allowed)")
    }
    return word
  }

  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(FactProblem) -> Word where Word.RawValue == String {
    guard let word: Word = try optionalWord(key) else { throw FactFields.missing(prefix + key) }
    return word
  }

  mutating func optionalDay(_ key: String) throws(FactProblem) -> CalendarDay? {
    guard let text = try optionalText(key) else { return nil }
    guard let day = CalendarDay(text) else {
      throw FactProblem(prefix + key, "'\(text)' isn't a valid date", "write it like 2026-11-24")
    }
    return day
  }

  mutating func day(_ key: String) throws(FactProblem) -> CalendarDay {
    guard let day = try optionalDay(key) else { throw FactFields.missing(prefix + key) }
    return day
  }

  mutating func optionalDecimal(_ key: String) throws(FactProblem) -> DecimalText? {
    guard let text = try optionalText(key) else { return nil }
    guard let decimal = DecimalText(text) else {
      throw FactProblem(prefix + key, "'\(text)' is not a number", "write it like 12.5")
    }
    return decimal
  }

  /// Parses a duration of whole days: `14`, `14d` or `2w`.
  mutating func optionalDuration(_ key: String) throws(FactProblem) -> Int? {
    guard let text = try optionalText(key) else { return nil }
    let scale = text.hasSuffix("w") ? 7 : 1
    let digits = text.hasSuffix("w") || text.hasSuffix("d") ? String(text.dropLast()) : text
    // Stored facts have days without a unit and are read again, so days must reach as far as
    // weeks do.
    let most = scale == 7 ? 3650 : 3650 * 7
    guard let days = Int(digits), (1...most).contains(days) else {
      throw FactProblem(
        prefix + key, "'\(text)' isn't a valid number of days", "write it like 14 or 14d")
    }
    return days * scale
  }

  mutating func optionalShare(_ key: String) throws(FactProblem) -> DecimalText? {
    guard let value = take(key) else { return nil }
    guard let share = FactFields.share(value) else {
      throw FactProblem(prefix + key, "'\(key)' is not a share", "write it like 10% or 0.1")
    }
    return share
  }

  /// The strings of an array, or a single string as an array of one; empty for anything else.
  mutating func texts(_ key: String) -> [String] {
    switch take(key) {
    case .string(let text): return [text]
    case .array(let items):
      return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    default: return []
    }
  }

  mutating func object(_ key: String) throws(FactProblem) -> [JSON.Member]? {
    switch take(key) {
    case nil: return nil
    case .object(let members):
      guard case .object(let sorted) = JSON.object(members).canonical else { return members }
      return sorted
    case .some: throw FactProblem(prefix + key, "'\(key)' is not an object", "write {…}")
    }
  }

  /// Parses a share, 1 for the whole: `"60%"`, `"0.6"` or `0.6`.
  static func share(_ value: JSON) -> DecimalText? {
    switch value {
    case .number(let text): return DecimalText(text)
    case .string(let text) where text.hasSuffix("%"):
      guard let percent = DecimalText(text.dropLast()) else { return nil }
      return DecimalText(digits: percent.digits, places: percent.places + 2)
    case .string(let text): return DecimalText(text)
    default: return nil
    }
  }
}
