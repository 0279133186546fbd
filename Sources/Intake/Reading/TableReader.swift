/// Reads CSV and TSV: a header, and rows with the same number of fields.
struct TableReader: RecordReader {
  let header: Header
  let head: String
  private let delimiter: UInt8
  private var lines: LineReader

  /// A reader positioned after the header.
  init(lines: LineReader, header: Header, head: String, delimiter: UInt8) {
    self.lines = lines
    self.header = header
    self.head = head
    self.delimiter = delimiter
  }

  var position: Int { lines.position }
  var size: Int? { lines.size }

  mutating func next() throws(IntakeProblem) -> Record? {
    guard let row = try TableReader.row(&lines, delimiter) else { return nil }
    guard case .fields(var fields) = row.content else { return row }
    while fields.count > header.names.count, fields.last == "" { fields.removeLast() }
    guard fields.count == header.names.count else {
      let fault = countFault(fields.count)
      return Record(line: row.line, content: .uneven(fields, fault), raw: row.raw)
    }
    return Record(line: row.line, content: .fields(fields), raw: row.raw)
  }

  private func countFault(_ count: Int) -> RowFault {
    let expected = header.names.count
    let fields = count == 1 ? "1 field" : "\(count) fields"
    return RowFault(
      "", "the row has \(fields), the header \(expected)",
      count > expected
        ? "put fields that hold a delimiter in quotes" : "look for a missing or unclosed field")
  }

  /// The next row, over as many lines as its quotes span. The number of its fields isn't checked
  /// here.
  ///
  /// If the quotes are wrong, only the first line is rejected and reading continues with the next
  /// one, so that one bad quote costs one row.
  static func row(_ lines: inout LineReader, _ delimiter: UInt8) throws(IntakeProblem) -> Record? {
    guard let first = try lines.next() else { return nil }
    if first.isTooLong {
      return Record(line: first.number, content: .faulty(.tooLong), raw: first.bytes)
    }
    if first.isBlank { return Record(line: first.number, content: .blank, raw: first.bytes) }
    var parser = DelimitedParser(delimiter: delimiter)
    var more: [Line] = []
    var size = first.bytes.count
    var progress = parser.feed(first)
    while case .open = progress {
      guard let line = try lines.next() else {
        progress = .faulty(parser.notClosed)
        break
      }
      more.append(line)
      size += line.bytes.count + line.ending.count
      let fits = size <= LineReader.limit && !line.isTooLong
      progress = fits ? parser.feed(line) : .faulty(parser.notClosed)
    }
    if case .faulty(let fault) = progress {
      lines.putBack(more)
      return Record(line: first.number, content: .faulty(fault), raw: first.bytes)
    }
    return Record(line: first.number, content: .fields(parser.fields), raw: joined(first, more))
  }

  /// The bytes of a row that spans several lines.
  private static func joined(_ first: Line, _ more: [Line]) -> ArraySlice<UInt8> {
    guard !more.isEmpty else { return first.bytes }
    var bytes = Array(first.bytes)
    var ending = first.ending
    for line in more {
      bytes += ending
      bytes += line.bytes
      ending = line.ending
    }
    return bytes[...]
  }
}
