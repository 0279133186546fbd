/// A rejected row: its place, the reason and the remedy. A value, not an error.
public struct Rejection: Hashable, Sendable {
  /// The name of the source that read the row.
  public let source: String
  /// The file's name as given to the reader.
  public let file: String
  /// The row's first line in the file, counted from 1.
  public let line: Int
  /// The column or field at fault; empty if it is the whole row.
  public let column: String
  /// The problem, in one clause.
  public let why: String
  /// The remedy.
  public let remedy: String
  /// The row's text in the form that can be replayed, a table's with its header line.
  public let row: String

  /// A rejected row.
  public init(
    source: String, file: String, line: Int, column: String, why: String, remedy: String,
    row: String
  ) {
    self.source = source
    self.file = file
    self.line = line
    self.column = column
    self.why = why
    self.remedy = remedy
    self.row = row
  }
}
