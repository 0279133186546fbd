internal import Facts

/// Reads NDJSON: one JSON object a line.
struct ObjectReader: RecordReader {
  private var lines: LineReader

  init(lines: LineReader, skip: Int = 0) throws(IntakeProblem) {
    self.lines = lines
    for _ in 0..<skip { _ = try self.lines.next() }
  }

  var head: String { "" }
  var position: Int { lines.position }
  var size: Int? { lines.size }

  mutating func next() throws(IntakeProblem) -> Record? {
    guard let line = try lines.next() else { return nil }
    return Record(line: line.number, content: ObjectReader.content(line), raw: line.bytes)
  }

  private static func content(_ line: Line) -> Record.Content {
    if line.isTooLong { return .faulty(.tooLong) }
    if line.isBlank { return .blank }
    do {
      let json = try JSON(bytes: line.bytes)
      if case .object = json { return .json(json) }
      return .faulty(RowFault("", "the line isn't a JSON object", "write {…}, one object a line"))
    } catch {
      return .faulty(
        RowFault(
          "byte \(error.column)", "not valid JSON at byte \(error.column): \(error.problem)",
          "write one JSON object a line"))
    }
  }
}
