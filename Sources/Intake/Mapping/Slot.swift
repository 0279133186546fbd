internal import Facts

/// The place in a row from which a mapping's column takes its text.
enum Slot: Sendable {
  case field(Int)
  /// The keys from the top of a JSON object down.
  case path([String])
  /// A text that is the same for each row of the file; nil if empty.
  case constant(String?)
  /// The row's own line number.
  case line
  /// The first field, regardless of its column's name.
  case first

  /// The column's text in a row, trimmed; nil if the member is missing.
  func text(in row: Row) -> String? {
    switch self {
    case .field(let index): row.fields[index]
    case .path(let path): Slot.text(of: Slot.find(path[...], in: row.json))
    case .constant(let text): text
    case .line: String(row.line)
    case .first: row.fields.first
    }
  }

  /// The contents of a row: fields of a table, or a JSON object.
  struct Row {
    let line: Int
    let fields: [String]
    let json: JSON
  }

  /// The member at the end of a path. A list of `{key, value}` entries is searched by key, as
  /// Google Analytics writes its parameters.
  private static func find(_ path: ArraySlice<String>, in json: JSON) -> JSON? {
    guard let key = path.first else { return json }
    switch json {
    case .object:
      if path.count > 1, let whole = json[path.joined(separator: ".")] { return whole }
      return json[key].flatMap { find(path.dropFirst(), in: $0) }
    case .array(let items):
      let entry = items.first { $0["key"] == .string(key) }
      return entry?["value"].flatMap { find(path.dropFirst(), in: $0) }
    default: return nil
    }
  }

  private static func text(of json: JSON?) -> String? {
    switch json {
    case nil, .null: nil
    case .string(let text):
      String(decoding: DelimitedParser.trim(ArraySlice(text.utf8)), as: UTF8.self)
    case .number(let number): number
    case .bool(let flag): flag ? "true" : "false"
    case .array(let items):
      items.isEmpty ? nil : items.compactMap { text(of: $0) }.joined(separator: ", ")
    case .object(let members):
      // An object with a single value (`{"int_value": 12}`) stands for that value.
      members.filter { $0.value != .null }.count == 1
        ? members.first { $0.value != .null }.flatMap { text(of: $0.value) } : json?.compact
    }
  }
}
