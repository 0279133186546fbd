import Planning
import Testing

@Suite("Durations")
struct DurationTests {
  private func activation(_ text: String) throws -> Activation {
    try Plan.read(leastPlan.replacing("{ money: 1 }", with: text)).activation
  }

  @Test(
    "Spent time is counted in seconds",
    arguments: [("1m", 60), ("30m", 1800), ("12h", 43_200), ("14d", 1_209_600), ("8w", 4_838_400)]
      as [(String, Int64)])
  func seconds(text: String, seconds: Int64) throws {
    #expect(try activation("{ time: \(text) }").time == seconds)
  }

  @Test(
    "Days are counted whole",
    arguments: [("1d", 1), ("48h", 2), ("2880m", 2), ("8w", 56), ("3660d", 3660)])
  func days(text: String, days: Int) throws {
    #expect(try activation("{ money: 1, lapse: \(text) }").lapse == days)
  }
}
