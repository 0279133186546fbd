public import Facts

/// The reason why an operation failed, with its remedy.
public struct Failure: Explained, Hashable, Sendable {
  /// The field of the request at fault, as the command line and forms spell it; nil if none is.
  public let field: String?
  /// The problem, in one clause. If a field is at fault, the clause follows the field's name.
  public let problem: String
  /// The remedy, in one clause.
  public let remedy: String

  /// Creates a failure.
  public init(field: String? = nil, problem: String, remedy: String) {
    self.field = field
    self.problem = problem
    self.remedy = remedy
  }

  /// Creates a failure that says the same as another error.
  public init(_ error: some Explained) { self.init(problem: error.problem, remedy: error.remedy) }
}
