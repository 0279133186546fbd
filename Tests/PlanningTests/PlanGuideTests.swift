import Foundation
import Planning
import Testing

@Suite("The user guide's chapter on the plan")
struct PlanGuideTests {
  private static let guide = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/guide/plan.md")

  /// The texts between "```yaml" and "```".
  private static func examples() throws -> [String] {
    let text = try String(contentsOf: guide, encoding: .utf8)
    return text.components(separatedBy: "```yaml\n").dropFirst().map { rest in
      rest.components(separatedBy: "```").first ?? ""
    }
  }

  @Test("Every example is sound, with the least that a plan must say beside it")
  func examples() throws {
    let examples = try PlanGuideTests.examples()
    #expect(examples.count == 13)
    for example in examples {
      let keys = example.split(separator: "\n").compactMap { $0.split(separator: ":").first }
      let rest = leastPlan.split(separator: "\n").filter { line in
        !keys.contains { line.hasPrefix("\($0):") }
      }
      #expect(throws: Never.self, "\(example)") {
        try Plan.read(example + rest.joined(separator: "\n"))
      }
    }
  }

  @Test("Every key of a plan has its heading")
  func headings() throws {
    let text = try String(contentsOf: PlanGuideTests.guide, encoding: .utf8)
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }.joined(separator: " ")
    for key in [
      "business", "timezone", "currency", "rates", "number", "calendar", "facts", "activation",
      "attribution", "levers", "people", "pay", "sources", "deliver",
    ] {
      #expect(headings.contains(key), "\(key)")
    }
  }
}
