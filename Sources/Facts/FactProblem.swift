/// Why something sent as a fact is none.
public struct FactProblem: Error, Hashable, Sendable {
  /// The field at fault; nil where it is the whole line.
  public let field: String?
  /// What is wrong, in one clause.
  public let problem: String
  /// What to do about it.
  public let remedy: String

  /// A problem in a field.
  public init(_ field: String?, _ problem: String, _ remedy: String) {
    self.field = field
    self.problem = problem
    self.remedy = remedy
  }
}
