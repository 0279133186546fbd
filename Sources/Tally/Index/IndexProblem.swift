/// Why an index cannot be used or written. Never shown as a failure of a command: an index is rebuilt.
enum IndexProblem: Error, Equatable {
  /// There is no file.
  case missing
  /// The file is not whole, or of another version, or of another ledger.
  case damaged(detail: String)
  /// The system refuses to read or write it.
  case unreadable(detail: String)

  /// What is wrong, in a clause.
  var words: String {
    switch self {
    case .missing: "it is not there"
    case .damaged(let detail), .unreadable(let detail): detail
    }
  }
}
