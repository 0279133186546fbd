internal import Facts

/// One row of a file as its reader parsed it.
struct Record {
  /// The row's first line, counted from 1.
  let line: Int
  let content: Content
  /// The row's bytes in the file, decoded to UTF-8.
  let raw: ArraySlice<UInt8>

  /// The row's content, or its fault.
  enum Content {
    case fields([String])
    /// A row with more or fewer fields than the header. A fault, unless the source leaves it out,
    /// as with totals and closing lines.
    case uneven([String], RowFault)
    case json(JSON)
    case faulty(RowFault)
    /// A blank line.
    case blank
  }
}

/// A reader of a file's rows, one by one.
protocol RecordReader: Sendable {
  /// The header line that a row needs to be read alone; empty if none.
  var head: String { get }
  /// The number of bytes returned so far.
  var position: Int { get }
  /// The size in bytes; nil if it isn't known before the end.
  var size: Int? { get }
  /// The next row; nil at the end.
  mutating func next() throws(IntakeProblem) -> Record?
}
