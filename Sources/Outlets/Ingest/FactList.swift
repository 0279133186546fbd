internal import Facts
internal import HTTPTypes

/// Splits a body into its facts without parsing them.
enum FactList {
  /// Splits at line ends, one object per line; skips blank lines.
  static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: 0x0A).map(trimmed).filter { !$0.isEmpty }
  }

  /// Splits an array of objects, a single object, or several in a row.
  ///
  /// - Throws: ``Refusal`` 400 if the body is none of these.
  static func values(_ bytes: [UInt8]) throws(Refusal) -> [ArraySlice<UInt8>] {
    var scanner = Scanner(bytes: bytes)
    scanner.skipSpace()
    guard let first = scanner.peek else {
      throw Refusal(.badRequest, "the body is empty", "send a fact, or an array of facts")
    }
    return first == UInt8(ascii: "[") ? try scanner.array() : try scanner.run()
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last == 0x20 || last == 0x0D || last == 0x09 { line.removeLast() }
    while let first = line.first, first == 0x20 || first == 0x09 { line.removeFirst() }
    return line
  }

  /// Finds the ends of values by brackets and quotes. Whoever parses a value finds errors within
  /// it.
  private struct Scanner {
    let bytes: [UInt8]
    var index = 0

    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func skipSpace() {
      while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        index += 1
      }
    }

    mutating func array() throws(Refusal) -> [ArraySlice<UInt8>] {
      index += 1
      var found: [ArraySlice<UInt8>] = []
      skipSpace()
      if peek == UInt8(ascii: "]") {
        index += 1
      } else {
        while true {
          found.append(try value())
          skipSpace()
          let byte = peek
          index += 1
          if byte == UInt8(ascii: "]") { break }
          guard byte == UInt8(ascii: ",") else { throw broken("no comma between facts") }
          skipSpace()
        }
      }
      skipSpace()
      guard peek == nil else { throw broken("something follows the array") }
      return found
    }

    mutating func run() throws(Refusal) -> [ArraySlice<UInt8>] {
      var found: [ArraySlice<UInt8>] = []
      while peek != nil {
        guard peek == UInt8(ascii: "{") else { throw broken("a fact is a JSON object") }
        found.append(try value())
        skipSpace()
      }
      return found
    }

    private mutating func value() throws(Refusal) -> ArraySlice<UInt8> {
      let start = index
      var depth = 0
      while let byte = peek {
        switch byte {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
          index += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return try slice(from: start) }
          depth -= 1
          index += 1
          if depth == 0 { return try slice(from: start) }
        case UInt8(ascii: ",") where depth == 0: return try slice(from: start)
        default: index += 1
        }
      }
      throw broken("the body ends in the middle")
    }

    private func slice(from start: Int) throws(Refusal) -> ArraySlice<UInt8> {
      guard index > start else { throw broken("a fact is missing") }
      return bytes[start..<index]
    }

    private mutating func string() throws(Refusal) {
      index += 1
      while let byte = peek {
        index += byte == UInt8(ascii: "\\") ? 2 : 1
        if byte == UInt8(ascii: "\"") { return }
      }
      throw broken("a text has no closing quote")
    }

    private func broken(_ what: String) -> Refusal {
      Refusal(
        .badRequest, "not valid JSON at byte \(min(index, bytes.count) + 1): \(what)",
        "send a JSON object, an array of objects, or one object a line", pointer: "")
    }
  }
}
