import Facts
import Planning
import Scoreboard
import Statistics
import Tally
import Testing

@Suite struct MomentumAnswerTests {
  private static let starts = [
    "2025-12-05", "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01",
  ]

  @Test func `the answer is the momentum of the daily amounts`() throws {
    let series = try EveryDay(from: "2025-12-05", days: 130)
    let day = try #require(CalendarDay("2026-04-12"))
    let answer = try series.business.board("2026-04-12").momentum()
    let history = try series.history(through: day, starts: Self.starts)
    let momentum = try #require(Momentum(history))
    #expect(answer.momentum == .known(momentum.value))
    #expect(answer.band.value?.low == momentum.band.low)
    #expect(answer.band.value?.high == momentum.band.high)
    #expect(answer.state.value == momentum.state)
    let before = try series.history(through: day.advanced(by: -1), starts: Self.starts)
    let last = try #require(history.amounts.last)
    #expect(answer.pulseDay == day)
    #expect(answer.pulse.value == SellingDays(before).pulse(today: last))
    #expect(answer.streak.value == SellingDays(history).streak)
    let forecast = PeriodForecast(history)
    #expect(answer.requiredPace == .known((100_000 - forecast.soFar) / forecast.rest))
    #expect(answer.liftFor80.value == forecast.liftNeeded(target: 100_000, chance: 0.8))
    // A day that is not over changes nothing.
    let going = try series.business.board("2026-04-13", isOver: false).momentum()
    #expect(going.momentum == answer.momentum && going.pulse == answer.pulse)
    #expect(going.pulseDay == day && going.liftFor80 == answer.liftFor80)
  }

  /// 10.00 a day for three months and three more; then `rate` a day in April.
  private func even(rate: String, through last: Int, from first: String = "2025-12-01") throws
    -> Handmade
  {
    let first = try #require(CalendarDay(first))
    let april = try #require(CalendarDay("2026-04-01"))
    let past = (0..<first.distance(to: april)).map {
      Handmade.money("\(first.advanced(by: $0))", "10.00")
    }
    let now = (0..<last).map { Handmade.money("\(april.advanced(by: $0))", rate) }
    return try Handmade(past + now, plan: Handmade.plan.replacing("1000", with: "300"))
  }

  @Test(arguments: [("10.00", 100.0, Momentum.State.level), ("12.00", 120, .ahead)])
  func `a fifth more than even months is ahead`(
    rate: String, momentum: Double, state: Momentum.State
  ) throws {
    let answer = try even(rate: rate, through: 10).board("2026-04-10").momentum()
    #expect(abs((answer.momentum.value ?? 0) - momentum) < 1)
    #expect(answer.state == .known(state))
    #expect((answer.band.value?.low ?? 0) < momentum && (answer.band.value?.high ?? 0) > momentum)
  }

  @Test func `what is to go against what is to come`() throws {
    let answer = try even(rate: "10.00", through: 10).board("2026-04-10").momentum()
    // 200.00 to go, 20 days that bring about 10.00 each.
    #expect(abs((answer.requiredPace.value ?? 0) - 1) < 0.03)
    #expect((answer.liftFor80.value ?? 0) >= (answer.requiredPace.value ?? 0))
    let reached = try even(rate: "40.00", through: 10).board("2026-04-10").momentum()
    #expect(reached.requiredPace == .known(0) && reached.liftFor80 == .known(0))
  }

  @Test func `what cannot be known says why`() throws {
    let early = try even(rate: "10.00", through: 4).board("2026-04-04").momentum()
    #expect(early.state.why == "fewer than five days of 2026-04 are over")
    #expect(early.momentum.value != nil)
    let short = try even(rate: "10.00", through: 10, from: "2026-02-01").board("2026-04-10")
      .momentum()
    #expect(short.momentum.why == "there are fewer than three past periods")
    #expect(short.state.why == short.momentum.why && short.band.why == short.momentum.why)
    let over = try even(rate: "9.00", through: 30).board("2026-04-30").momentum()
    #expect(over.requiredPace.why == "2026-04 is over")
    #expect(over.liftFor80.why == "2026-04 is over")
    let none = try Handmade([]).board("2026-05-01", isOver: false).momentum()
    #expect(none.requiredPace.why == "the plan sets no target for 2026-05")
    #expect(none.pulse.value == nil && none.streak.value == nil)
  }
}
