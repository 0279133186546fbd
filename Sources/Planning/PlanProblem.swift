/// One thing wrong with a plan, where, and what to write instead.
public struct PlanProblem: Error, Hashable, Sendable {
  /// Counted from 1.
  public let line: Int
  /// Counted from 1.
  public let column: Int
  /// The key's way from the top: `people[0].quota`.
  public let path: String
  /// What is wrong, in one clause.
  public let problem: String
  /// What to write instead.
  public let remedy: String

  /// A problem at a place.
  public init(line: Int, column: Int, path: String, problem: String, remedy: String) {
    self.line = line
    self.column = column
    self.path = path
    self.problem = problem
    self.remedy = remedy
  }
}

/// What is wrong with a plan, in the order of its lines.
public struct PlanProblems: Error, Hashable, Sendable {
  /// All there are, up to ``most``.
  public let problems: [PlanProblem]
  /// How many there are beside them.
  public let more: Int

  /// Problems that are said at most.
  public static let most = 100

  /// The problems, in order, and how many are left out.
  public init(_ problems: [PlanProblem], more: Int = 0) {
    self.problems = problems
    self.more = more
  }

  /// How many there are.
  public var count: Int { problems.count + more }
}
