/// One error in a plan, with its place and remedy.
public struct PlanProblem: Error, Hashable, Sendable {
  /// The line, counted from 1.
  public let line: Int
  /// The column, counted from 1.
  public let column: Int
  /// The key's path from the top: `people[0].quota`.
  public let path: String
  /// The problem, in one clause.
  public let problem: String
  /// The remedy: the text to write instead.
  public let remedy: String

  /// A problem at a place in the plan.
  public init(line: Int, column: Int, path: String, problem: String, remedy: String) {
    self.line = line
    self.column = column
    self.path = path
    self.problem = problem
    self.remedy = remedy
  }
}

/// The errors of a plan, in the order of its lines.
public struct PlanProblems: Error, Hashable, Sendable {
  /// The first problems, at most ``most``.
  public let problems: [PlanProblem]
  /// The number of further problems.
  public let more: Int

  /// The most problems that are reported.
  public static let most = 100

  /// Problems in order, and the number left out.
  public init(_ problems: [PlanProblem], more: Int = 0) {
    self.problems = problems
    self.more = more
  }

  /// The total number of problems.
  public var count: Int { problems.count + more }
}
