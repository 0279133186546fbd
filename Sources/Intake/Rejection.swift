/// A row that gives no facts: where it is, why, and how to mend it. A value, not an error.
public struct Rejection: Hashable, Sendable {
  /// The name of the source that the row was read by.
  public let source: String
  /// The file's name as it was given to the reader.
  public let file: String
  /// The row's first line in the file, counted from 1.
  public let line: Int
  /// The column or field at fault; empty where it is the whole row.
  public let column: String
  /// What is wrong, in one clause.
  public let why: String
  /// What to do about it.
  public let mend: String
  /// The row as it can be replayed.
  public let row: String

  /// A rejection from its parts.
  public init(
    source: String, file: String, line: Int, column: String, why: String, mend: String, row: String
  ) {
    self.source = source
    self.file = file
    self.line = line
    self.column = column
    self.why = why
    self.mend = mend
    self.row = row
  }
}
