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

  @Test func `the path to the target never falls, and ends at it`() throws {
    // Weekends bring most of the money, and months have more and fewer business days.
    var facts: [String] = []
    let first = try #require(CalendarDay("2025-12-01"))
    for day in (0..<130).map({ first.advanced(by: $0) }) {
      let isOff = day.weekday == .saturday || day.weekday == .sunday
      facts.append(Handmade.money("\(day)", isOff ? "90.00" : "1.00"))
    }
    facts.append(Handmade.money("2026-03-31", "-5.00", "late"))
    let plan = Handmade.plan.replacing("[]", with: "[saturday, sunday]")
    let days = try Handmade(facts, plan: plan).board("2026-04-09").periodCurve().days
    let path = days.compactMap(\.usual?.minor)
    #expect(path.count == 30 && path.last == 100_000)
    #expect(zip(path, path.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `without a target nothing is usual, and a period that is over has no band`() throws {
    let series = try EveryDay(from: "2025-12-05", days: 160)
    #expect(
      try series.business.board("2026-05-05").periodCurve().days.allSatisfy { $0.usual == nil })
    #expect(
      try series.business.board("2026-04-30").periodCurve().days.allSatisfy { $0.ahead == nil })
  }
}
