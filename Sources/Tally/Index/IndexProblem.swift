/// The reason why an index can't be used or written.
///
/// Never shown as a command's failure: the index is rebuilt.
enum IndexProblem: Error, Equatable {
  /// The file doesn't exist.
  case missing
  /// The file is incomplete, of another version, or of another ledger.
  case damaged(detail: String)
  /// The system refuses to read or write the file.
  case unreadable(detail: String)

  /// The problem as a clause.
  var words: String {
    switch self {
    case .missing: "it is not there"
    case .damaged(let detail), .unreadable(let detail): detail
    }
  }
}
