/// What was found wrong while a plan is read, gathered so that all of it is said at once.
final class Findings {
  private var found: [PlanProblem] = []

  /// Whether nothing was wrong.
  var isEmpty: Bool { found.isEmpty }

  /// Everything found, by line and column.
  var problems: PlanProblems {
    PlanProblems(found.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
  }

  /// Keeps one more problem; the same one twice is kept once.
  func add(_ problem: PlanProblem) {
    guard !found.contains(problem) else { return }
    found.append(problem)
  }
}
