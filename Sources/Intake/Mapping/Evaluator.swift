internal import Facts
internal import Planning

/// Evaluates the values of a mapping for one row.
struct Evaluator {
  let row: Slot.Row
  let rules: Rules

  /// A source's formats of empty texts, numbers and dates.
  struct Rules: Sendable {
    let nothing: Set<String>
    let numeral: Numeral
    let dates: DateReader
  }

  /// The value as JSON of a shape; nil if it is empty.
  ///
  /// - Throws: ``RowFault`` if the text cannot be parsed as that shape.
  func json(_ value: BoundValue, _ shape: Shape) throws(RowFault) -> JSON? {
    switch value {
    case .object(let entries): return try object(entries, shape)
    case .first(let values):
      for value in values {
        if let json = try json(value, shape) { return json }
      }
      return nil
    case .literal, .mapped: return try text(value).map { .string($0) }
    case .template: return try shaped(value, shape)
    case .scaled, .sum, .negated: return try number(value).map { .string($0.description) }
    case .later(let inner, let days, let months):
      return try day(inner).map { .string($0.later(days: days, months: months).description) }
    }
  }

  /// The text of a number with the sign of another currency; nil if no number has one.
  func foreign(_ value: BoundValue, to currency: String) throws(RowFault) -> String? {
    switch value {
    case .template(let pieces):
      guard let text = join(pieces) else { return nil }
      let isForeign = text.contains { Numeral.signs[$0].map { !$0.contains(currency) } ?? false }
      return isForeign ? text : nil
    case .scaled(let inner, _), .negated(let inner): return try foreign(inner, to: currency)
    case .first(let values), .sum(let values):
      for value in values {
        if let text = try foreign(value, to: currency) { return text }
      }
      return nil
    case .literal, .mapped, .object, .later: return nil
    }
  }

  /// True if every condition holds.
  func holds(_ conditions: [BoundCondition]) -> Bool {
    conditions.allSatisfy { condition in
      let text = condition.slot.text(in: row) ?? ""
      return switch condition.test {
      case .isOneOf(let texts): texts.contains(text)
      case .isNoneOf(let texts): !texts.contains(text)
      case .startsWith(let start): text.hasPrefix(start)
      case .present(let wanted): isNothing(text) != wanted
      }
    }
  }

  private func isNothing(_ text: String) -> Bool {
    text.isEmpty || !rules.nothing.isEmpty && rules.nothing.contains(text)
  }

  private func shaped(_ value: BoundValue, _ shape: Shape) throws(RowFault) -> JSON? {
    switch shape {
    case .text, .object, .shares: return try text(value).map { .string($0) }
    case .number: return try number(value).map { .string($0.description) }
    case .day: return try day(value).map { .string($0.description) }
    case .instant:
      guard let text = try text(value) else { return nil }
      return .string(try rules.dates.instant(text, column: value.column ?? ""))
    }
  }

  private func object(_ entries: [BoundValue.Entry], _ shape: Shape) throws(RowFault) -> JSON? {
    var members: [JSON.Member] = []
    for entry in entries {
      guard let key = join(entry.key) else { continue }
      guard let value = try json(entry.value, shape.entry(key)) else { continue }
      guard let index = members.firstIndex(where: { $0.key == key }) else {
        members.append(.init(key, value))
        continue
      }
      members[index] = .init(key, try added(members[index].value, value, entry))
    }
    return members.isEmpty ? nil : .object(members)
  }

  /// Adds up two values of one key, such as the shares of a member who is named in two columns.
  private func added(
    _ first: JSON, _ second: JSON, _ entry: BoundValue.Entry
  ) throws(RowFault) -> JSON {
    let plain = Numeral(decimal: ".")
    if case .string(let left) = first, case .string(let right) = second,
      let left = plain.read(left), let right = plain.read(right), let sum = left.adding(right)
    {
      return .string(sum.description)
    }
    let column = entry.key.lazy.compactMap(\.column).first ?? ""
    throw RowFault(column, "the key '\(join(entry.key) ?? "")' comes twice", "name it once")
  }

  /// The text of a value; nil if it is empty.
  private func text(_ value: BoundValue) throws(RowFault) -> String? {
    switch value {
    case .literal(let text): return text.isEmpty ? nil : text
    case .template(let pieces): return join(pieces)
    case .mapped(let inner, let map, let otherwise): return try mapped(inner, map, otherwise)
    case .first(let values):
      for value in values {
        if let text = try text(value) { return text }
      }
      return nil
    case .scaled, .sum, .negated: return try number(value)?.description
    case .later(let inner, let days, let months):
      return try day(inner)?.later(days: days, months: months).description
    case .object: return nil
    }
  }

  /// The concatenated pieces; nil if every column is empty.
  private func join(_ pieces: [BoundValue.Piece]) -> String? {
    if case .column(_, let slot)? = pieces.first, pieces.count == 1 {
      return slot.text(in: row).flatMap { isNothing($0) ? nil : $0 }
    }
    var joined = ""
    var columns = 0
    var found = 0
    for piece in pieces {
      switch piece {
      case .text(let text): joined += text
      case .column(_, let slot):
        columns += 1
        guard let text = slot.text(in: row), !isNothing(text) else { continue }
        found += 1
        joined += text
      }
    }
    return columns > 0 && found == 0 || joined.isEmpty ? nil : joined
  }

  private func mapped(
    _ inner: BoundValue, _ map: [String: String], _ otherwise: String?
  ) throws(RowFault) -> String? {
    guard let text = try text(inner) else { return map[""] ?? otherwise }
    if let known = map[text] ?? otherwise { return known }
    let known = map.keys.sorted()
    let remedy = Suggestion.nearest(to: text, among: known).map { "did you mean '\($0)'? " } ?? ""
    throw RowFault(
      inner.column ?? "", "'\(text)' is not in the map",
      remedy + "the map knows \(known.joined(separator: ", ")); add it there, or say else:")
  }

  private func number(_ value: BoundValue) throws(RowFault) -> DecimalText? {
    switch value {
    case .scaled(let inner, let factor):
      guard let number = try number(inner) else { return nil }
      guard let scaled = number.multiplied(by: factor) else { throw tooLarge(inner) }
      return scaled
    case .negated(let inner):
      return try number(inner).map { DecimalText(digits: -$0.digits, places: $0.places) }
    case .sum(let values):
      var sum: DecimalText?
      for value in values {
        guard let next = try number(value) else { continue }
        guard let added = (sum ?? DecimalText(digits: 0, places: 0)).adding(next) else {
          throw tooLarge(value)
        }
        sum = added
      }
      return sum
    case .first(let values):
      for value in values {
        if let number = try number(value) { return number }
      }
      return nil
    case .literal, .template, .mapped, .later, .object: return try plainNumber(value)
    }
  }

  private func plainNumber(_ value: BoundValue) throws(RowFault) -> DecimalText? {
    guard let text = try text(value) else { return nil }
    if case .literal = value, let number = DecimalText(text) { return number }
    if let number = rules.numeral.read(text) { return number }
    let other: Character = rules.numeral.decimal == "." ? "," : "."
    let fits = Numeral(decimal: other).read(text) != nil
    throw RowFault(
      value.column ?? "", "'\(text)' is not a number",
      fits
        ? "write it with '\(rules.numeral.decimal)'; if all of the file's numbers have '\(other)', "
          + "say decimal: \"\(other)\" in the source"
        : "write digits, with '\(rules.numeral.decimal)' before the decimals")
  }

  private func tooLarge(_ value: BoundValue) -> RowFault {
    RowFault(value.column ?? "", "the number has too many digits", "check its unit and scale")
  }

  private func day(_ value: BoundValue) throws(RowFault) -> CalendarDay? {
    guard let text = try text(value) else { return nil }
    if case .template = value {
      return try rules.dates.day(text, column: value.column ?? "")
    }
    if let day = CalendarDay(text) { return day }
    return try rules.dates.day(text, column: value.column ?? "")
  }
}
