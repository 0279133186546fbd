import Planning
import Testing

/// A plan that is wrong, and what is said of it.
struct FaultyPlan: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let yaml: String
  let says: String

  init(_ name: String, _ yaml: String, says: String) {
    testDescription = name
    self.yaml = yaml
    self.says = says
  }

  /// Each problem with its place, and the remedy on the next line.
  func problems() -> String {
    do {
      _ = try Plan.read(yaml)
      return "nothing is wrong"
    } catch {
      return error.problems.map { found in
        "\(found.line):\(found.column) \(found.path): \(found.problem)\n  \(found.remedy)"
      }.joined(separator: "\n")
    }
  }
}
