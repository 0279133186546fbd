internal import Planning

/// Finds a table's header and its delimiter.
struct HeaderFinder {
  private var lines: LineReader
  private let source: SourceDefinition

  /// The most lines that are searched for the header if there is a preamble.
  private static let deepest = 10_000
  /// The possible delimiters, the likeliest first.
  private static let delimiters: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  init(_ lines: LineReader, for source: SourceDefinition) {
    self.lines = lines
    self.source = source
  }

  /// Finds the header and returns the reader of the rows after it.
  mutating func table() throws(IntakeProblem) -> TableReader {
    let given = try givenDelimiter()
    for _ in 0..<source.skip { _ = try lines.next() }
    guard let first = try firstLine() else { throw .empty(lines.name) }
    if !source.headerHas.isEmpty { return try search(from: first, given) }
    let delimiter = given ?? HeaderFinder.delimiter(of: first)
    if !source.header.isEmpty {
      lines.putBack([first])
      return reader(Header(source.header), head: "", delimiter)
    }
    return try table(headedBy: first, delimiter)
  }

  /// The next line that isn't blank.
  private mutating func firstLine() throws(IntakeProblem) -> Line? {
    while let line = try lines.next() {
      if !line.isBlank { return line }
    }
    return nil
  }

  private func givenDelimiter() throws(IntakeProblem) -> UInt8? {
    if source.format == .tsv { return UInt8(ascii: "\t") }
    guard let mark = source.delimiter else { return nil }
    guard let ascii = mark.asciiValue else { throw .wideDelimiter(source.name) }
    return ascii
  }

  /// The delimiter that splits a line into the most fields.
  private static func delimiter(of line: Line) -> UInt8 {
    var best = (delimiter: delimiters[0], count: 0)
    for delimiter in delimiters {
      var isQuoted = false
      var count = 0
      for byte in line.bytes {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if byte == delimiter, !isQuoted { count += 1 }
      }
      if count > best.count { best = (delimiter, count) }
    }
    return best.delimiter
  }

  private mutating func table(
    headedBy first: Line, _ delimiter: UInt8
  ) throws(IntakeProblem) -> TableReader {
    lines.putBack([first])
    guard let row = try TableReader.row(&lines, delimiter) else { throw .empty(lines.name) }
    switch row.content {
    case .fields(let names):
      return reader(Header(names), head: String(decoding: row.raw, as: UTF8.self), delimiter)
    case .faulty(let fault): throw .badHeader(lines.name, line: row.line, detail: fault.why)
    case .json, .blank, .uneven: throw .empty(lines.name)
    }
  }

  /// Searches for the first line with the wanted columns; lines before it are a preamble.
  private mutating func search(
    from first: Line, _ given: UInt8?
  ) throws(IntakeProblem) -> TableReader {
    var line = first
    for _ in 0..<HeaderFinder.deepest {
      for delimiter in given.map({ [$0] }) ?? HeaderFinder.delimiters {
        var parser = DelimitedParser(delimiter: delimiter)
        guard !line.isTooLong, case .whole = parser.feed(line) else { continue }
        let header = Header(parser.fields)
        guard header.has(source.headerHas) else { continue }
        return reader(header, head: String(decoding: line.bytes, as: UTF8.self), delimiter)
      }
      guard let next = try firstLine() else { break }
      line = next
    }
    throw .noHeader(lines.name, names: source.headerHas, first: HeaderFinder.shown(first))
  }

  private func reader(_ header: Header, head: String, _ delimiter: UInt8) -> TableReader {
    TableReader(lines: lines, header: header, head: head, delimiter: delimiter)
  }

  private static func shown(_ line: Line) -> String {
    let text = String(decoding: line.bytes.prefix(80), as: UTF8.self)
    return line.bytes.count > 80 ? text + "…" : text
  }
}
