import Planning
import Testing

@Suite("Plans written at random")
struct PlanFuzzTests {
  /// SplitMix64, so that every run tries the same texts.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let odd = [
    "", "~", "[]", "{}", "[[]]", "\"\"", "-1", "0", "1e18", "99999999999999999999", ".nan", "true",
    "2026-02-30", "9999-12-31", "0000-00-00", "{", "}", "*a", "&a b", "\t", "100%", "-5%", "%",
    "0.0000000000000000001", "1e-18", "-9223372036854775808", "9223372036854775807", "d", "0w",
    "sales", "{ column: x }", "é\u{301}", "\u{0}", "- a", ": ", "2026-Q1", "0001-01", "+1",
  ]

  /// The sound plan with one to three of its words replaced.
  private func text(_ dice: inout Dice) -> String {
    var text = soundPlan
    for _ in 0..<Int.random(in: 1...3, using: &dice) {
      let words = text.split { " ,\n".contains($0) }
      guard let word = words.randomElement(using: &dice),
        let odd = PlanFuzzTests.odd.randomElement(using: &dice)
      else { continue }
      text.replaceSubrange(word.startIndex..<word.endIndex, with: odd)
    }
    return text
  }

  @Test(
    "A wrong plan is refused with reasons that stand in the text",
    arguments: 0..<20 as Range<UInt64>)
  func reasons(seed: UInt64) {
    var dice = Dice(state: seed)
    var refused = 0
    for _ in 0..<20 {
      let text = text(&dice)
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
      do throws(PlanProblems) {
        let plan = try Plan.read(text)
        #expect(plan.differences(from: plan).isEmpty)
      } catch {
        refused += 1
        #expect(!error.problems.isEmpty, "\(text)")
        for found in error.problems {
          #expect((1...lines + 1).contains(found.line) && found.column >= 1)
          #expect(!found.problem.isEmpty && !found.remedy.isEmpty)
        }
      }
    }
    #expect(refused > 5)
  }
}
