/// Parses one CSV row, line by line, after RFC 4180: quoted fields may hold delimiters, line ends
/// and doubled quotes.
///
/// Written here because the packages for it read a whole file at once. Beyond the RFC, spaces
/// around a quoted field are skipped, and spaces around a field's text are trimmed.
struct DelimitedParser {
  private let delimiter: UInt8
  private(set) var fields: [String] = []
  /// The text so far of a quoted field that continues on the next line.
  private var open: [UInt8]?
  private var opened: (line: Int, column: Int) = (0, 0)
  private var first: Int?

  private static let quote = UInt8(ascii: "\"")
  private static let space = UInt8(ascii: " ")

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// The state of a row after a line.
  enum Progress {
    case whole
    /// The row goes on in the next line.
    case open
    case faulty(RowFault)
  }

  /// Parses one more line. Misplaced quotes and text that is not UTF-8 are faults.
  mutating func feed(_ line: Line) -> Progress {
    do { return try take(line) ? .whole : .open } catch { return .faulty(error) }
  }

  /// Parses one more line and returns true if the row is complete.
  private mutating func take(_ line: Line) throws(RowFault) -> Bool {
    let bytes = line.bytes
    if first == nil { first = line.number }
    var index = bytes.startIndex
    if open != nil {
      guard let after = try quoted(bytes, from: index, line) else { return false }
      guard let next = try delimiter(after: after, bytes, line) else { return true }
      index = next
    }
    while true {
      let start = DelimitedParser.skipSpaces(bytes, from: index)
      if start < bytes.endIndex, bytes[start] == DelimitedParser.quote {
        open = []
        opened = (line.number, DelimitedParser.place(of: start, in: bytes))
        guard let after = try quoted(bytes, from: start + 1, line) else { return false }
        guard let next = try delimiter(after: after, bytes, line) else { return true }
        index = next
      } else {
        guard let next = try plain(bytes, from: start, line) else { return true }
        index = next
      }
    }
  }

  /// The fault of a row that ends, or grows too long, before a quote is closed.
  var notClosed: RowFault {
    RowFault(
      "character \(opened.column)",
      "the quote at \(lineWords(opened.line))character \(opened.column) is never closed",
      "close it, or take it out")
  }

  /// Parses an unquoted field. Returns the index of the next one, or nil at the line's end.
  private mutating func plain(
    _ bytes: ArraySlice<UInt8>, from start: Int, _ line: Line
  ) throws(RowFault) -> Int? {
    var index = start
    while index < bytes.endIndex, bytes[index] != delimiter {
      if bytes[index] == DelimitedParser.quote {
        throw stray(at: index, bytes, line, "stands inside a field that is not in quotes")
      }
      index += 1
    }
    try append(bytes[start..<index], line, at: start, in: bytes)
    return index < bytes.endIndex ? index + 1 : nil
  }

  /// Parses the rest of a quoted field. Returns the index after its closing quote, or nil if the
  /// line ends first.
  private mutating func quoted(
    _ bytes: ArraySlice<UInt8>, from start: Int, _ line: Line
  ) throws(RowFault) -> Int? {
    var from = start
    var index = start
    var text = open ?? []
    while index < bytes.endIndex {
      guard bytes[index] == DelimitedParser.quote else {
        index += 1
        continue
      }
      text += bytes[from..<index]
      let next = index + 1
      guard next < bytes.endIndex, bytes[next] == DelimitedParser.quote else {
        open = nil
        try append(text[...], line, at: start, in: bytes)
        return next
      }
      from = next
      index = next + 1
    }
    text += bytes[from...]
    text += line.ending
    open = text
    return nil
  }

  /// The index after the delimiter that must follow a closing quote; nil at the line's end.
  private func delimiter(
    after index: Int, _ bytes: ArraySlice<UInt8>, _ line: Line
  ) throws(RowFault) -> Int? {
    let end = DelimitedParser.skipSpaces(bytes, from: index)
    guard end < bytes.endIndex else { return nil }
    guard bytes[end] == delimiter else {
      throw stray(at: index - 1, bytes, line, "closes a field that goes on after it")
    }
    return end + 1
  }

  private mutating func append(
    _ text: ArraySlice<UInt8>, _ line: Line, at start: Int, in bytes: ArraySlice<UInt8>
  ) throws(RowFault) {
    let trimmed = DelimitedParser.trim(text)
    guard let field = String(validating: trimmed, as: UTF8.self), !trimmed.contains(0) else {
      throw .notText(trimmed, at: DelimitedParser.place(of: start, in: bytes))
    }
    fields.append(field)
  }

  private func stray(
    at index: Int, _ bytes: ArraySlice<UInt8>, _ line: Line, _ what: String
  ) -> RowFault {
    let place = DelimitedParser.place(of: index, in: bytes)
    return RowFault(
      "character \(place)", "the quote at \(lineWords(line.number))character \(place) \(what)",
      "put the whole field in quotes, and double each quote inside it")
  }

  /// `line 12, ` for lines after the row's first, whose number is already shown with the row.
  private func lineWords(_ line: Int) -> String { line == first ? "" : "line \(line), " }

  private static func skipSpaces(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.endIndex, bytes[index] == space { index += 1 }
    return index
  }

  /// Trims spaces, tabs and no-break spaces (U+00A0) at both ends.
  static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while let first = rest.first {
      if first == space || first == 0x09 {
        rest = rest.dropFirst()
      } else if rest.starts(with: [0xC2, 0xA0]) {
        rest = rest.dropFirst(2)
      } else {
        break
      }
    }
    while let last = rest.last {
      if last == space || last == 0x09 {
        rest = rest.dropLast()
      } else if last == 0xA0, rest.dropLast().last == 0xC2 {
        rest = rest.dropLast(2)
      } else {
        break
      }
    }
    return rest
  }

  /// The position of the character that a byte belongs to, counted from 1.
  private static func place(of index: Int, in bytes: ArraySlice<UInt8>) -> Int {
    bytes[..<index].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}
