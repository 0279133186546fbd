import Facts
import Scoreboard
import Testing

@Suite struct PeriodCurveTests {
  @Test func `the band ends where the forecast does, and begins with the first day left`() throws {
    let series = try EveryDay(from: "2025-12-05", days: 130)
    let board = try series.business.board("2026-04-12")
    let curve = board.periodCurve()
    #expect(curve.days.count == 30)
    #expect(curve.days.prefix(12).allSatisfy { $0.ahead == nil })
    #expect(curve.days.dropFirst(12).allSatisfy { $0.ahead != nil })
    #expect(curve.days.last?.ahead == board.forecast().total)
  }

  @Test func `what is usual ends at the target, and agrees with the clock on the way`() throws {
    let series = try EveryDay(from: "2025-12-05", days: 130)
    let board = try series.business.board("2026-04-12")
    let curve = board.periodCurve()
    #expect(curve.days.last?.usual?.decimal == "1000.00")
    let share = try #require(board.clock().shareExpected.value)
    let usual = try #require(curve.days[11].usual)
    #expect(usual.minor == Int128((share * 100_000).rounded()))
    #expect(curve.curvePeriods == board.clock().curvePeriods)
  }

  @Test func `without a target nothing is usual, and a period that is over has no band`() throws {
    let series = try EveryDay(from: "2025-12-05", days: 160)
    #expect(
      try series.business.board("2026-05-05").periodCurve().days.allSatisfy { $0.usual == nil })
    #expect(
      try series.business.board("2026-04-30").periodCurve().days.allSatisfy { $0.ahead == nil })
  }
}
