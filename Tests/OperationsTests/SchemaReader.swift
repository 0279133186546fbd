import Facts
import Surfaces

/// Checks JSON by rendered schemas, and remembers which optional members and which nulls it saw.
///
/// It knows the words that `JSONSchema` writes, and no others: an unknown word is a fault.
struct SchemaReader {
  private let components: [String: JSON]
  private var patterns: [String: Regex<AnyRegexOutput>] = [:]
  /// Texts that a pattern matched, for most come many times.
  private var matched: [String: Set<String>] = [:]
  /// What was wrong, with its place, and the first value of which it was so.
  private(set) var faults: [String: String] = [:]
  /// The places in schemas whose optional member, null or value was seen.
  private(set) var seen: Set<String> = []

  init(_ schemas: [JSONSchema]) {
    components = JSONSchema.components(of: schemas).reduce(into: [:]) { $0[$1.key] = $1.value }
  }

  /// Checks a value by a schema.
  mutating func check(_ value: JSON, _ schema: JSONSchema, of what: String) {
    check(value, schema.json, "", what)
  }

  private mutating func fault(_ place: String, _ what: String, _ why: String) {
    if faults["\(place): \(why)"] == nil { faults["\(place): \(why)"] = what }
  }

  private mutating func check(_ value: JSON, _ schema: JSON, _ place: String, _ what: String) {
    guard case .object(let words) = schema else { return fault(place, what, "no schema") }
    if let name = schema.reference {
      guard let component = components[name] else { return fault(place, what, "no \(name)") }
      return check(value, component, name, what)
    }
    for word in words where !SchemaReader.known.contains(word.key) {
      fault(place, what, "the schema says \(word.key)")
    }
    if case .array(let choices)? = schema["anyOf"] {
      return either(value, choices, place, what)
    }
    switch (schema["type"], value) {
    case (nil, _), (.string("boolean"), .bool), (.string("number"), .number): break
    case (.string("null"), .null): break
    case (.string("integer"), .number(let text)): whole(text, schema, place, what)
    case (.string("string"), .string(let text)): check(text, schema, place, what)
    case (.string("array"), .array(let items)): check(items, schema, place, what)
    case (.string("object"), .object(let members)): check(members, schema, place, what)
    default:
      fault(place, what, "\(value.compact.prefix(60)) is no \(schema["type"]?.compact ?? "")")
    }
  }

  private static let known: Set = [
    "type", "format", "pattern", "enum", "minimum", "items", "minItems", "maxItems", "properties",
    "required", "additionalProperties", "anyOf", "description",
  ]

  /// The only choices are a schema and null.
  private mutating func either(
    _ value: JSON, _ choices: [JSON], _ place: String, _ what: String
  ) {
    guard choices.count == 2, let schema = choices.first, choices[1]["type"] == "null" else {
      return fault(place, what, "other choices than null")
    }
    seen.insert(value == .null ? "\(place) is null" : "\(place) is not null")
    if value != .null { check(value, schema, place, what) }
  }

  private mutating func whole(_ text: String, _ schema: JSON, _ place: String, _ what: String) {
    guard let number = Int128(text) else { return fault(place, what, "\(text) is not whole") }
    if case .number(let least)? = schema["minimum"], let least = Int128(least), number < least {
      fault(place, what, "\(number) is below \(least)")
    }
  }

  private mutating func check(_ text: String, _ schema: JSON, _ place: String, _ what: String) {
    if case .array(let words)? = schema["enum"], !words.contains(.string(text)) {
      fault(place, what, "'\(text)' is none of the words")
    }
    if case .string(let pattern)? = schema["pattern"], !matches(text, pattern) {
      fault(place, what, "'\(text)' does not match \(pattern)")
    }
    switch schema["format"] {
    case nil: break
    case .string("date"):
      if CalendarDay(text)?.description != text { fault(place, what, "'\(text)' is no day") }
    case let format: fault(place, what, "the format \(format?.compact ?? "")")
    }
  }

  /// True if a pattern is one, and matches a text.
  private mutating func matches(_ text: String, _ pattern: String) -> Bool {
    if matched[pattern]?.contains(text) ?? false { return true }
    do {
      let regex = try patterns[pattern] ?? Regex(pattern)
      patterns[pattern] = regex
      guard try regex.wholeMatch(in: text) != nil else { return false }
      matched[pattern, default: []].insert(text)
      return true
    } catch { return false }
  }

  private mutating func check(_ items: [JSON], _ schema: JSON, _ place: String, _ what: String) {
    let size = JSON.integer(items.count)
    for word in ["minItems", "maxItems"] where schema[word] != nil && schema[word] != size {
      fault(place, what, "\(items.count) items")
    }
    guard let item = schema["items"] else { return fault(place, what, "no form of items") }
    for value in items { check(value, item, place + "[]", what) }
  }

  private mutating func check(
    _ members: [JSON.Member], _ schema: JSON, _ place: String, _ what: String
  ) {
    let keys = Set(members.map(\.key))
    if keys.count != members.count { fault(place, what, "a key twice") }
    for key in schema.required where !keys.contains(key) { fault(place, what, "\(key) is missing") }
    for member in members {
      let inner = place.isEmpty ? member.key : place + "." + member.key
      if let own = schema["properties"]?[member.key] {
        if !schema.required.contains(member.key) { seen.insert("\(inner) is there") }
        check(member.value, own, inner, what)
      } else if let any = schema["additionalProperties"], any != false {
        check(member.value, any, place + ".*", what)
      } else {
        fault(place, what, "\(member.key) is not in the schema")
      }
    }
    explained(JSON.object(members), schema, place, what)
  }

  /// A figure has a reason if, and only if, it is null.
  private mutating func explained(
    _ value: JSON, _ schema: JSON, _ place: String, _ what: String
  ) {
    for key in schema["properties"]?["why"]?["properties"]?.keys ?? [] {
      if (value[key] == .null) != (value["why"]?[key] != nil) {
        fault(place, what, "\(key) is \(value[key]?.compact.prefix(20) ?? ""), and why is not")
      }
    }
  }
}

extension SchemaReader {
  /// What schemas allow and need not be there: optional members, nulls, and values beside nulls.
  var promised: Set<String> {
    components.reduce(into: []) { found, component in
      promises(component.value, component.key, &found)
    }
  }

  private func promises(_ schema: JSON, _ place: String, _ found: inout Set<String>) {
    if case .array(let choices)? = schema["anyOf"] {
      found.formUnion(["\(place) is null", "\(place) is not null"])
      for choice in choices { promises(choice, place, &found) }
    }
    if let item = schema["items"] { promises(item, place + "[]", &found) }
    for key in schema["properties"]?.keys ?? [] {
      let inner = place + "." + key
      if !schema.required.contains(key) { found.insert("\(inner) is there") }
      if let member = schema["properties"]?[key] { promises(member, inner, &found) }
    }
  }
}

extension JSON {
  /// The name of the schema that a reference means; nil if this is none.
  fileprivate var reference: String? {
    guard case .string(let text)? = self["$ref"] else { return nil }
    return text.split(separator: "/").last.map(String.init)
  }

  fileprivate var required: [String] {
    guard case .array(let keys)? = self["required"] else { return [] }
    return keys.compactMap { if case .string(let key) = $0 { key } else { nil } }
  }

  fileprivate var keys: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map(\.key)
  }
}
