import Facts
import Planning
import Scoreboard
import Statistics
import Tally
import Testing

/// A business that takes money on every day of some months, more on Mondays.
struct EveryDay {
  let business: Handmade
  let first: CalendarDay
  /// Major units on each day from ``first`` on.
  let amounts: [Int]

  init(from: String, days: Int, plan: String = Handmade.plan) throws {
    let first = try #require(CalendarDay(from))
    amounts = (0..<days).map { day in
      20 + day * 7 % 11 + (first.advanced(by: day).weekday == .monday ? 15 : 0)
    }
    self.first = first
    business = try Handmade(
      amounts.enumerated().map {
        Handmade.money("\(first.advanced(by: $0))", "\($1).00")
      }, plan: plan)
  }

  /// The history that an answer for the end of a day should rest on, cut into calendar months by hand.
  func history(through last: CalendarDay, starts: [String]) throws -> PeriodHistory {
    let starts = try starts.map { first.distance(to: try #require(CalendarDay($0))) }
    return PeriodHistory(
      amounts: amounts.prefix(first.distance(to: last) + 1).map { Double($0) * 100 },
      weekdays: (0..<(starts.last ?? 0)).map { day in
        Weekday.allCases.firstIndex(of: first.advanced(by: day).weekday) ?? 0
      }, starts: starts)
  }
}

@Suite struct ForecastAnswerTests {
  private static let starts = [
    "2025-12-05", "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01",
  ]

  @Test func `the answer is the forecast of the daily amounts, cut into fiscal periods`() throws {
    let series = try EveryDay(from: "2025-12-05", days: 130)
    let day = try #require(CalendarDay("2026-04-12"))
    let answer = try series.business.board("2026-04-12").forecast()
    let forecast = PeriodForecast(try series.history(through: day, starts: Self.starts))
    func euros(_ minor: Double) -> String {
      Money(minor: Int128(minor.rounded()), answer.heading.currency).decimal
    }
    #expect(answer.soFar.decimal == euros(forecast.soFar))
    #expect(answer.total.p10.decimal == euros(forecast.quantile(0.1)))
    #expect(answer.total.p50.decimal == euros(forecast.quantile(0.5)))
    #expect(answer.total.p90.decimal == euros(forecast.quantile(0.9)))
    #expect(answer.chance == .known(forecast.chance(ofReaching: 100_000)))
    #expect(answer.historyPeriods == 4 && answer.replayedPeriods == forecast.replays)
    #expect(answer.method == .ensemble && answer.today == day.advanced(by: 1))
    #expect(answer.scores.why == "ask for it with --scores")
    // Monday 13 April at the pace that gives 80 %: its usual share of the lifted rest.
    let lift = try #require(forecast.liftNeeded(target: 100_000, chance: 0.8))
    let share = try #require(
      SellingDays(try series.history(through: day, starts: Self.starts)).sharesLeft.first)
    #expect(answer.neededToday.value?.decimal == euros(lift * forecast.rest * share))
    #expect(answer.expectedToday.value?.decimal == euros(forecast.rest * share))
  }

  @Test func `a day that is not over is left out`() throws {
    let series = try EveryDay(from: "2025-12-05", days: 130)
    let over = try series.business.board("2026-04-12").forecast()
    let going = try series.business.board("2026-04-13", isOver: false).forecast()
    #expect(over.soFar == going.soFar && over.total == going.total)
    #expect(over.chance == going.chance && over.today == going.today)
  }

  @Test func `no chance is said before two periods could be replayed, or without a target`() throws
  {
    let short = try EveryDay(from: "2026-03-01", days: 40).business.board("2026-04-05").forecast()
    #expect(short.method == .level && short.historyPeriods == 1)
    #expect(short.chance.why == "fewer than 2 past periods could be replayed")
    #expect(short.neededToday.why == "fewer than 2 past periods could be replayed")
    #expect(short.total.p10.minor < short.total.p90.minor)
    let series = try EveryDay(from: "2025-12-05", days: 160)
    let none = try series.business.board("2026-05-05").forecast(scored: true)
    #expect(none.chance.why == "the plan sets no target for 2026-05")
    #expect(none.neededToday.why == "the plan sets no target for 2026-05")
  }

  @Test func `once the period is over it is what it came to, and the chance is one or none`() throws
  {
    let series = try EveryDay(from: "2025-12-05", days: 160)
    let april = try series.business.board("2026-04-30")
    let answer = april.forecast()
    #expect(Set([answer.total.p10, answer.total.p50, answer.total.p90]) == [april.number().actual])
    let reached = april.number().actual.minor >= 100_000
    #expect(answer.chance == .known(reached ? 1 : 0))
    #expect(answer.today == nil && answer.expectedToday.value == nil)
  }

  @Test func `a business without facts has nothing to forecast`() throws {
    let answer = try Handmade([]).board("2026-04-30").forecast(scored: true)
    #expect(answer.total.p90.minor == 0 && answer.historyPeriods == 0)
    #expect(answer.scores.why == "fewer than two past periods are there")
    let going = try Handmade([]).board("2026-04-01", isOver: false).forecast()
    #expect(going.total.p50.minor == 0 && going.chance.value == nil)
  }

  @Test func `scores are those of each past period forecast once a week`() throws {
    let plan = Handmade.plan.replacing(
      "2026-04: 1000", with: "2026-01: 900, 2026-02: 810, 2026-03: 880")
    let series = try EveryDay(from: "2025-12-05", days: 130, plan: plan)
    let scores = try #require(
      try series.business.board("2026-04-12").forecast(scored: true).scores.value)
    var entries: [ForecastScores.Entry] = []
    let targets = [90_000.0, 81_000, 88_000]
    for place in 1...3 {
      let starts = Array(Self.starts[...(place + 1)])
      let first = try #require(CalendarDay(Self.starts[place]))
      let end = try #require(CalendarDay(Self.starts[place + 1]))
      let whole = try series.history(through: end.advanced(by: -1), starts: starts)
      for gone in stride(from: 0, to: first.distance(to: end), by: 7) {
        let history = try series.history(through: first.advanced(by: gone - 1), starts: starts)
        let forecast = PeriodForecast(history)
        entries.append(
          .init(
            forecast: forecast, target: forecast.replays < 2 ? nil : targets[place - 1],
            total: whole.soFar))
      }
    }
    #expect(scores.periods == 3 && scores.scores.count == 14)
    #expect(scores.scores == ForecastScores(entries))
  }
}

@Suite struct PipelineAnswerTests {
  private static let plan = """
    business: Northwind
    timezone: UTC
    currency: EUR
    number: { measure: revenue, basis: bookings, period: month, targets: { 2026-05: 1000 } }
    activation: { money: 1.00 }
    """

  @Test func `under bookings the open deals have a say at the start of a period`() throws {
    var facts: [String] = []
    var items: [PipelineForecast.Item] = []
    let first = try #require(CalendarDay("2025-11-01"))
    // A deal opened each day, ended 20 days on, two of three won.
    for place in 0..<181 {
      let opened = first.advanced(by: place)
      let ended = opened.advanced(by: 20)
      let isWon = place % 3 != 0
      let end = try #require(CalendarDay("2026-05-01"))
      facts.append(deal(place, opened, "open"))
      if ended < end { facts.append(deal(place, ended, isWon ? "won" : "lost")) }
      items.append(
        .init(
          opened: place - 21, closed: ended < end ? place - 1 : nil, won: isWon && ended < end,
          value: isWon && ended < end ? Double(100 + place % 9) * 100 : 0, kind: 0))
    }
    let board = try Handmade(facts, plan: Self.plan).board("2026-05-01", isOver: false)
    let answer = board.forecast()
    // The first day won is 22 November: day 0.
    let won = try #require(CalendarDay("2025-11-22"))
    let starts = [
      "2025-11-22", "2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01",
      "2026-05-01", "2026-06-01",
    ]
    let offsets = try starts.map { won.distance(to: try #require(CalendarDay($0))) }
    let pipeline = PipelineForecast(items: items, starts: offsets, today: offsets[6])
    #expect(abs(Double(answer.total.p50.minor) - pipeline.rest) < 0.15 * pipeline.rest)
    let joined = pipeline.joined(
      with: PeriodForecast(soFar: 0, rest: 1, variance: 1), shareGone: 0)
    #expect(answer.total.p50.minor == Int128(joined.quantile(0.5).rounded()))
    #expect(answer.total.p10.minor == Int128(joined.quantile(0.1).rounded()))
  }

  private func deal(_ number: Int, _ day: CalendarDay, _ stage: String) -> String {
    """
    {"id":"d\(number)\(stage)","kind":"deal","at":"\(day)T12:00:00Z","deal":"d\(number)",\
    "customer":"c\(number % 11)","stage":"\(stage)","amount":"\(100 + number % 9).00","currency":"EUR"}
    """
  }
}
