import Facts
import Scoreboard
import Tally
import Testing

@Suite struct StandingTests {
  @Test(arguments: [
    ("2026-04-01", [1, 1, 0, 0]), ("2026-04-10", [0, 1, 0, 0]), ("2026-04-11", [0, 0, 1, 0]),
    ("2026-04-20", [0, 1, 0, 1]), ("2026-04-29", [0, 1, 0, 0]), ("2026-04-30", [0, 0, 1, 0]),
  ])
  func `a customer lapses after as many days without spending, and comes back`(
    day: String, counts: [Int64]
  ) throws {
    let business = try Handmade([
      Handmade.money("2026-04-01", "5.00"), Handmade.money("2026-04-20", "5.00"),
    ])
    let today = try business.board(day).lifecycle().today
    #expect([today.new, today.active, today.lapsed, today.reactivated] == counts)
  }
}

@Suite struct ClockAnswerTests {
  /// Three months that each take 900 on their last day and 100 on the first.
  private static let hockeyStick = [
    Handmade.money("2026-01-01", "100.00"), Handmade.money("2026-01-31", "900.00"),
    Handmade.money("2026-02-01", "100.00"), Handmade.money("2026-02-28", "900.00"),
    Handmade.money("2026-03-01", "100.00"), Handmade.money("2026-03-31", "900.00"),
    Handmade.money("2026-04-01", "100.00"),
  ]

  @Test func `a business that books late is not told that it is behind`() throws {
    let clock = try Handmade(Self.hockeyStick).board("2026-04-15").clock()
    #expect(clock.curvePeriods == 3)
    #expect(abs((clock.shareExpected.value ?? 0) - 0.1) < 1e-12)
    #expect(abs((clock.pace.value ?? 0) - 1) < 1e-12)
    #expect(clock.neededPerDay.value?.decimal == "60.00")
    #expect(clock.runRate.value?.decimal == "6.67")
    #expect(clock.resetsIn == 16)
  }

  @Test func `with fewer than three past periods the line is straight`() throws {
    let clock = try Handmade(Array(Self.hockeyStick.dropFirst(2))).board("2026-04-15").clock()
    #expect(clock.curvePeriods == 0)
    #expect(clock.shareExpected.value == 0.5)
    #expect(abs((clock.pace.value ?? 0) - 0.2) < 1e-12)
  }

  @Test func `a day that is not over does not count as elapsed, nor its money in rates`() throws {
    let business = try Handmade(
      Self.hockeyStick + [Handmade.money("2026-04-15", "50.00")])
    let clock = try business.board("2026-04-15", isOver: false).clock()
    #expect((clock.elapsed, clock.left, clock.dayNumber) == (14, 16, 15))
    #expect(clock.runRate.value?.decimal == "7.14")
    #expect(clock.neededPerDay.value?.decimal == "53.13")
  }

  @Test func `money of days off counts on both sides of the pace`() throws {
    // Each month: 10 on its first business day, 30 on the Sunday after its fifth, 60 on its last.
    var facts: [String] = []
    for (first, sunday, last) in [
      ("2026-01-01", "2026-01-11", "2026-01-30"), ("2026-02-02", "2026-02-08", "2026-02-27"),
      ("2026-03-02", "2026-03-08", "2026-03-31"),
    ] {
      facts += [
        Handmade.money(first, "10.00"), Handmade.money(sunday, "30.00"),
        Handmade.money(last, "60.00"),
      ]
    }
    facts += [Handmade.money("2026-04-01", "10.00"), Handmade.money("2026-04-12", "30.00")]
    let plan = Handmade.plan.replacing("[]", with: "[saturday, sunday]")
      .replacing("2026-04: 1000", with: "2026-04: 100")
    let business = try Handmade(facts, plan: plan)
    // The eighth of 22 business days is Friday 10 April; the Sunday after it brings what it usually
    // does.
    for day in ["2026-04-10", "2026-04-12"] {
      let clock = try business.board(day).clock()
      #expect(clock.elapsed == 8)
      #expect(clock.curvePeriods == 3)
    }
    let sunday = try business.board("2026-04-12").clock()
    #expect(abs((sunday.shareExpected.value ?? 0) - 0.4) < 1e-9)
    #expect(abs((sunday.pace.value ?? 0) - 1) < 1e-9)
  }

  @Test func `at the end of a period, pace is the share of the target`() throws {
    // Past months end on days off that bring money; April ends on a business day.
    let facts = [
      Handmade.money("2026-01-01", "60.00"), Handmade.money("2026-01-31", "40.00"),
      Handmade.money("2026-02-05", "60.00"), Handmade.money("2026-02-28", "40.00"),
      Handmade.money("2026-03-05", "60.00"), Handmade.money("2026-03-29", "40.00"),
      Handmade.money("2026-04-09", "50.00"),
    ]
    let plan = Handmade.plan.replacing("[]", with: "[saturday, sunday]")
      .replacing("2026-04: 1000", with: "2026-04: 100")
    let board = try Handmade(facts, plan: plan).board("2026-04-30")
    let clock = board.clock()
    #expect(clock.curvePeriods == 3 && clock.left == 0)
    #expect(clock.shareExpected.value == 1)
    #expect(clock.pace.value == 0.5)
    #expect(board.paceShares()?.ended.last == 1)
  }

  @Test func `what cannot be known says why`() throws {
    let clock = try Handmade([]).board("2026-05-01", isOver: false).clock()
    #expect(clock.runRate.why == "no business day of 2026-05 is over yet")
    #expect(clock.neededPerDay.why == "the plan sets no target for 2026-05")
    #expect(clock.pace.why == "the plan sets no target for 2026-05")
  }
}

@Suite struct FlashTests {
  @Test func `the Flash puts the day beside the one before`() throws {
    let flash = try Handmade([
      Handmade.money("2026-03-02", "1.00", "old"), Handmade.money("2026-04-01", "30.00", "a"),
      Handmade.money("2026-04-02", "20.00", "b"), Handmade.money("2026-04-02", "5.00", "d"),
    ]).board("2026-04-02").flash()
    #expect(flash.today.decimal == "25.00")
    #expect(flash.yesterday.decimal == "30.00")
    #expect(flash.activationsToday == 2 && flash.activationsYesterday == 1)
    #expect(flash.activationsInPeriod == 3 && flash.activationsBefore == 1)
    #expect(flash.unattributedToday.decimal == "25.00")
  }
}
