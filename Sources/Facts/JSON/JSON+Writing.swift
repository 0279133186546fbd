extension JSON {
  /// The value on one line, without spaces.
  public var compact: String {
    var text = ""
    write(into: &text)
    return text
  }

  /// The value over several lines, indented by two spaces a level. Arrays of plain values stay on
  /// one line.
  public var pretty: String {
    var text = ""
    writePretty(into: &text, indent: 0)
    return text
  }

  /// Appends the value to `text` on one line, without spaces.
  public func write(into text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number): text += number
    case .string(let string): JSON.quote(string, into: &text)
    case .array(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        item.write(into: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        JSON.quote(member.key, into: &text)
        text += ":"
        member.value.write(into: &text)
      }
      text += "}"
    }
  }

  /// Appends a string in quotes, escaped as RFC 8259 requires.
  public static func quote(_ string: String, into text: inout String) {
    text += "\""
    let plain = string.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
    if plain {
      text += string
    } else {
      for scalar in string.unicodeScalars {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case _ where scalar.value < 0x20:
          let hex = String(scalar.value, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    text += "\""
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func writePretty(into text: inout String, indent: Int) {
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch self {
    case .array(let items) where !items.isEmpty && !items.allSatisfy(\.isPlain):
      text += "[\n"
      for (index, item) in items.enumerated() {
        text += inner
        item.writePretty(into: &text, indent: indent + 1)
        text += index < items.count - 1 ? ",\n" : "\n"
      }
      text += outer + "]"
    case .object(let members) where !members.isEmpty:
      text += "{\n"
      for (index, member) in members.enumerated() {
        text += inner
        JSON.quote(member.key, into: &text)
        text += ": "
        member.value.writePretty(into: &text, indent: indent + 1)
        text += index < members.count - 1 ? ",\n" : "\n"
      }
      text += outer + "}"
    default: write(into: &text)
    }
  }
}
