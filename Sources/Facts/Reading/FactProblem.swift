/// The reason why a text or JSON object isn't a valid fact.
public struct FactProblem: Explained, Hashable, Sendable {
  /// The field at fault; nil if it is the whole line.
  public let field: String?
  /// The problem, in one clause.
  public let problem: String
  /// The remedy.
  public let remedy: String

  /// A problem in a field, or in the whole line if `field` is nil.
  public init(_ field: String?, _ problem: String, _ remedy: String) {
    self.field = field
    self.problem = problem
    self.remedy = remedy
  }
}
