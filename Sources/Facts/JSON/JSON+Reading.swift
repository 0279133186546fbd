extension JSON {
  /// Parses one JSON text.
  ///
  /// - Throws: ``JSONProblem`` with its place, for anything that RFC 8259 does not allow, invalid
  ///   UTF-8, a duplicate key, or more than 64 levels of nesting.
  public init(parsing text: String) throws(JSONProblem) {
    try self.init(bytes: ArraySlice(text.utf8))
  }

  /// Parses one JSON text from UTF-8 bytes, with the same errors.
  public init(bytes: ArraySlice<UInt8>) throws(JSONProblem) {
    var reader = JSONReader(bytes: bytes)
    self = try reader.document()
  }
}

/// A syntax error in a JSON text, and its byte position.
public struct JSONProblem: Error, Hashable, Sendable {
  /// The problem, in one clause.
  public let problem: String
  /// The byte's position, counted from 1.
  public let column: Int
}

/// A strict, single-pass parser of one JSON text.
struct JSONReader {
  private let bytes: ArraySlice<UInt8>
  private var index: Int
  private static let deepest = 64
  /// Objects with up to this many keys find duplicates by linear search; larger ones use a set.
  private static let few = 24

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  mutating func document() throws(JSONProblem) -> JSON {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard index == bytes.endIndex else { throw wrong("more text follows the JSON value") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONProblem) -> JSON {
    guard index < bytes.endIndex else { throw wrong("the JSON text ends too early") }
    guard depth < JSONReader.deepest else { throw wrong("more than 64 levels") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws(JSONProblem) -> JSON {
    index += 1
    var members: [JSON.Member] = []
    var seen: Set<String> = []
    members.reserveCapacity(8)
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "\"") else {
        throw wrong("a key in quotes is expected")
      }
      let key = try string()
      if members.count == JSONReader.few { seen = Set(members.map(\.key)) }
      let isTwice =
        members.count < JSONReader.few
        ? members.contains { $0.key == key } : !seen.insert(key).inserted
      if isTwice { throw wrong("the key '\(key)' comes twice") }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw wrong("a ':' is expected") }
      skipSpace()
      members.append(.init(key, try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw wrong("a ',' or '}' is expected") }
    }
  }

  private mutating func array(depth: Int) throws(JSONProblem) -> JSON {
    index += 1
    var items: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      skipSpace()
      items.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else { throw wrong("a ',' or ']' is expected") }
    }
  }

  private mutating func string() throws(JSONProblem) -> String {
    index += 1
    let start = index
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        guard let text = String(validating: bytes[start..<index], as: UTF8.self) else {
          throw wrong("the text is not UTF-8")
        }
        index += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw wrong("a control character must be escaped")
      default: index += 1
      }
    }
    throw wrong("a closing quote is missing")
  }

  private mutating func escapedString(from start: Int) throws(JSONProblem) -> String {
    var plain = Array(bytes[start..<index])
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: plain, as: UTF8.self) else {
          throw wrong("the text is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): plain.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw wrong("a control character must be escaped")
      default: plain.append(byte)
      }
    }
    throw wrong("a closing quote is missing")
  }

  private mutating func escape() throws(JSONProblem) -> Character {
    guard index < bytes.endIndex else { throw wrong("a closing quote is missing") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw wrong("no such escape")
    }
  }

  private mutating func unicodeEscape() throws(JSONProblem) -> Character {
    let unit = try hexUnit()
    if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
    guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw wrong("half of a surrogate pair")
    }
    let low = try hexUnit()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(
        0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
    else { throw wrong("half of a surrogate pair") }
    return Character(scalar)
  }

  private mutating func hexUnit() throws(JSONProblem) -> UInt16 {
    guard index + 4 <= bytes.endIndex else { throw wrong("four hexadecimal digits are expected") }
    var unit: UInt16 = 0
    for byte in bytes[index..<index + 4] {
      let digit: UInt8
      switch byte {
      case 48...57: digit = byte - 48
      case 65...70: digit = byte - 55
      case 97...102: digit = byte - 87
      default: throw wrong("four hexadecimal digits are expected")
      }
      unit = unit << 4 | UInt16(digit)
    }
    index += 4
    return unit
  }

  private mutating func number() throws(JSONProblem) -> String {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let whole = digits()
    guard whole > 0 else { throw wrong("a JSON value is expected") }
    guard whole == 1 || bytes[index - whole] != 48 else { throw wrong("a number starts with 0") }
    if take(UInt8(ascii: ".")) {
      guard digits() > 0 else { throw wrong("digits are expected after the point") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      guard digits() > 0 else { throw wrong("digits are expected in the exponent") }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = index
    while index < bytes.endIndex, (48...57).contains(bytes[index]) { index += 1 }
    return index - start
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONProblem) -> JSON {
    guard bytes[index...].starts(with: word.utf8) else { throw wrong("a JSON value is expected") }
    index += word.utf8.count
    return value
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.endIndex, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.endIndex {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  private func wrong(_ problem: String) -> JSONProblem {
    JSONProblem(problem: problem, column: index - bytes.startIndex + 1)
  }
}
