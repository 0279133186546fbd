internal import Planning

/// Reads files with fixed-width columns.
struct FixedReader: RecordReader {
  let header: Header
  private let columns: [FixedColumn]
  private var lines: LineReader

  /// A reader positioned after the lines that the source skips.
  init(lines: LineReader, source: SourceDefinition) throws(IntakeProblem) {
    self.lines = lines
    columns = source.columns
    header = Header(source.columns.map(\.name))
    for _ in 0..<source.skip { _ = try self.lines.next() }
  }

  var head: String { "" }
  var position: Int { lines.position }
  var size: Int? { lines.size }

  mutating func next() throws(IntakeProblem) -> Record? {
    guard let line = try lines.next() else { return nil }
    return Record(line: line.number, content: content(line), raw: line.bytes)
  }

  private func content(_ line: Line) -> Record.Content {
    if line.isTooLong { return .faulty(.tooLong) }
    if line.isBlank { return .blank }
    guard let text = String(validating: line.bytes, as: UTF8.self), !line.bytes.contains(0) else {
      return .faulty(.notText(line.bytes, at: 1))
    }
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    return .fields(columns.map { isPlain ? plain(line.bytes, $0) : wide(text, $0) })
  }

  /// The text of a column in a line of ASCII, where each character is one byte.
  private func plain(_ bytes: ArraySlice<UInt8>, _ column: FixedColumn) -> String {
    let field = bytes.dropFirst(column.from - 1).prefix(column.width)
    return String(decoding: DelimitedParser.trim(field), as: UTF8.self)
  }

  /// The text of a column in any other line, where positions count characters.
  private func wide(_ text: String, _ column: FixedColumn) -> String {
    let field = String(text.dropFirst(column.from - 1).prefix(column.width))
    return String(decoding: DelimitedParser.trim(ArraySlice(field.utf8)), as: UTF8.self)
  }
}
