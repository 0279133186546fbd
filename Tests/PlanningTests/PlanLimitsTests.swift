import Facts
import Planning
import Testing

/// Plans that are large or hostile: reading them takes no longer than their length.
@Suite("Large plans", .serialized)
struct PlanLimitsTests {
  private static let head = """
    business: Northwind
    timezone: UTC
    currency: EUR
    number: {}
    activation: { money: 1 }

    """

  private func problems(_ yaml: String) -> PlanProblems {
    do {
      _ = try Plan.read(PlanLimitsTests.head + yaml)
      return PlanProblems([])
    } catch { return error }
  }

  /// The time that reading takes for twice as many over the time for as many, the best of three.
  private func growth(_ count: Int, _ yaml: (Int) -> String) -> (ratio: Double, time: Duration) {
    let clock = ContinuousClock()
    func time(_ text: String) -> Duration {
      (0..<3).map { _ in clock.measure { _ = problems(text) } }.min() ?? .zero
    }
    let (one, two) = (time(yaml(count)), time(yaml(2 * count)))
    return (two / one, two)
  }

  static let shapes: [(name: String, yaml: @Sendable (Int) -> String)] = [
    (
      "a chain of managers",
      { count in
        "people:\n" + (0..<count).map { "  - { id: p\($0), manager: p\($0 + 1) }\n" }.joined()
          + "  - { id: p\(count) }\n"
      }
    ),
    (
      "a circle of managers",
      { count in
        "people:\n"
          + (0..<count).map { "  - { id: p\($0), manager: p\(($0 + 1) % count) }\n" }.joined()
      }
    ),
    (
      "circles of two",
      { count in
        "people:\n" + (0..<count).map { "  - { id: p\($0), manager: p\($0 ^ 1) }\n" }.joined()
      }
    ),
    (
      "misspelt managers",
      { count in
        "people:\n" + (0..<count).map { "  - { id: person\($0), manager: persom\($0) }\n" }.joined()
      }
    ),
    (
      "misspelt pay plans",
      { count in
        "people:\n" + (0..<count).map { "  - { id: p\($0), pay: plam\($0) }\n" }.joined() + "pay:\n"
          + (0..<count).map { "  plan\($0): { rates: { tiers: [ { rate: 1% } ] } }\n" }.joined()
      }
    ),
    (
      "misspelt keys",
      { count in "people:\n" + (0..<count).map { "  - { id: p\($0), nmae: x }\n" }.joined() }
    ),
    (
      "misspelt columns",
      { count in
        "sources:\n  s:\n    format: csv\n    header: ["
          + (0..<count).map { "column\($0)" }.joined(separator: ", ") + "]\n    rows:\n"
          + (0..<count).map {
            "      - { kind: time, id: \"{colunm\($0)}\", at: x, customer: x, seconds: 1 }\n"
          }
          .joined()
      }
    ),
    (
      "rates from many days",
      { count in
        "rates:\n  USD:\n"
          + (0..<count).map { "    \(CalendarDay(number: Int32($0))): 0.9\n" }.joined()
      }
    ),
  ]

  @Test("A plan twice as long takes about twice as long", arguments: shapes.indices)
  func linear(shape: Int) {
    let (name, yaml) = PlanLimitsTests.shapes[shape]
    let (ratio, time) = growth(1500, yaml)
    #expect(time < .seconds(3) || ratio < 3.4, "\(name): \(ratio)")
    #expect(time < .seconds(8), "\(name)")
  }

  @Test("Ten thousand managers in a chain are sound, and checked at once")
  func chain() {
    let clock = ContinuousClock()
    let yaml =
      "people:\n" + (0..<10_000).map { "  - { id: p\($0), manager: p\($0 + 1) }\n" }.joined()
      + "  - { id: p10000 }\n"
    // Composing the YAML and reading its fields takes nearly all of it.
    var found: PlanProblems?
    let time = clock.measure { found = problems(yaml) }
    #expect(found?.count == 0)
    #expect(time < .seconds(20))
  }

  @Test("A hundred problems are said, and how many more there are")
  func most() {
    let found = problems(
      "people:\n" + (0..<4000).map { "  - { id: p\($0), nmae: x }\n" }.joined())
    #expect(found.problems.count == 100)
    #expect(found.more == 3900)
    #expect(found.count == 4000)
    #expect(found.problems.map(\.line) == Array(7..<107))
  }

  @Test("A long circle of managers is said in a sentence that can be read")
  func circle() {
    let found = problems(
      "people:\n" + (0..<500).map { "  - { id: p\($0), manager: p\(($0 + 1) % 500) }\n" }.joined())
    #expect(found.count == 1)
    let said = found.problems.first?.problem ?? ""
    #expect(said.hasPrefix("the managers run in a circle: p0 → p1 → "))
    #expect(said.hasSuffix(" → … → p0"))
    #expect(said.utf8.count < 300)
  }

  @Test("Aliases that repeat each other are refused, sound or not", arguments: ["name", "nmae"])
  func aliases(key: String) {
    let many = (0..<300).map { "{ id: p\($0), \(key): x }" }.joined(separator: ", ")
    let yaml =
      "sources:\n  a: &a { rows: [\(many)] }\n" + (0..<3000).map { "  s\($0): *a\n" }.joined()
    let clock = ContinuousClock()
    var found: PlanProblems?
    let time = clock.measure { found = problems(yaml) }
    #expect(found?.problems.isEmpty == false)
    #expect(time < .seconds(30))
  }

  @Test("A text of any length is cut in the sentence about it")
  func longText() {
    let long = String(repeating: "x", count: 100_000)
    let found = problems("people: [ { id: p, lever: \(long) } ]")
    #expect(found.count == 1)
    #expect((found.problems.first?.problem.utf8.count ?? .max) < 1100)
  }
}
