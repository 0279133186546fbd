internal import Facts

/// One row of a file as its reader found it.
struct Record {
  /// The row's first line, counted from 1.
  let line: Int
  let content: Content
  /// The row's bytes as they stand in the file.
  let raw: ArraySlice<UInt8>

  /// What the row holds, or what is wrong with it.
  enum Content {
    case fields([String])
    /// A row that has more or fewer fields than the header: at fault unless it is left out, as
    /// totals and closing lines are.
    case uneven([String], RowFault)
    case json(JSON)
    case faulty(RowFault)
    /// A line without anything in it.
    case blank
  }
}

/// Gives the rows of a file, one by one.
protocol RecordReader: Sendable {
  /// What stands before each row so that it can be read alone: the header line, or nothing.
  var head: String { get }
  /// Bytes of the file that were given out.
  var position: Int { get }
  /// How many bytes there are; nil where only the end tells.
  var size: Int? { get }
  /// The next row; nil at the end.
  mutating func next() throws(IntakeProblem) -> Record?
}
