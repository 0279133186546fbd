import Facts
import Ledger
import Pay
import Planning
import Scoreboard
import Surfaces
import Tally
import Testing

/// Pages made of answers, as accepted.
@Suite struct SnapshotOfAnswerPages {
  private let business: SampleBusiness
  private var board: DayScoreboard { business.board }

  init() throws { business = try SampleBusiness.shared.get() }

  /// With the plays as they stood after the last close.
  private var flashed: Flash {
    get throws {
      var flash = board.flash()
      flash.plays = try plays.summary
      return flash
    }
  }

  private var plays: PlaysAnswer {
    get throws {
      let board = try business.board(closing: business.board.day.advanced(by: -1))
      return board.plays(
        declared: try board.timelines.declaredPlays(), names: try board.timelines.names())
    }
  }

  private var flash: FlashPage {
    get throws { FlashPage(flash: try flashed, people: SampleBusiness.noPeople(board.heading)) }
  }

  @Test func `the Flash`() throws {
    try Snapshot.check(flash.html(SampleBusiness.gm), "flash.html")
  }

  @Test func `the wall`() throws {
    let page = WallPage(flash: try flashed)
    try Snapshot.check(page.html(SampleBusiness.viewer), "wall.html")
  }

  @Test func `customers`() throws {
    let page = CustomersPage(
      lifecycle: board.lifecycle(), bridge: board.bridge(), retention: board.retention())
    try Snapshot.check(page.html(SampleBusiness.gm), "customers.html")
  }

  @Test func `levers`() throws {
    let page = LeversPage(credit: try board.credit(names: board.timelines.names()))
    try Snapshot.check(page.html(SampleBusiness.gm), "levers.html")
  }

  @Test func `plays, and one of them with its looks`() throws {
    let answer = try plays
    try Snapshot.check(PlaysPage(plays: answer).html(SampleBusiness.gm), "plays.html")
    let draft = PlaysPage.Draft(
      fields: ["play": "<p>", "goal": "money"], problem: "The first day is missing.")
    try Snapshot.check(
      PlaysPage(plays: answer, draft: draft).html(SampleBusiness.gm), "plays-draft.html")
    let play = try #require(
      answer.plays.first { $0.looks > 12 && $0.interval.lower != nil && $0.decidedOn == nil })
    // As it would have been sealed after each of the last twelve closes.
    let seals = try (0..<12).flatMap { back -> [Seal] in
      let board = try business.board(closing: business.board.day.advanced(by: back - 12))
      return board.plays(
        declared: try board.timelines.declaredPlays(), names: try board.timelines.names(),
        only: [play.terms.play]
      ).seals.filter { $0.kind == .look }
    }
    let page = EvidencePage(play: play, heading: answer.heading, looks: seals)
    try Snapshot.check(page.html(SampleBusiness.gm), "play.html")
  }

  @Test func `the forecast`() throws {
    let page = ForecastPage(
      forecast: board.forecast(scored: true), momentum: board.momentum(),
      curve: board.periodCurve(), number: board.number())
    try Snapshot.check(page.html(SampleBusiness.gm), "forecast.html")
  }

  @Test func `a business without a fact is told what to do next`() throws {
    let plan = try Plan.read(
      """
      business: New & Co
      timezone: UTC
      currency: EUR
      number: { measure: revenue, basis: payments, period: month }
      activation: { money: 1.00 }
      """)
    let day = try #require(CalendarDay("2026-11-18"))
    let ledger = try FactLedger.inMemory()
    let timelines = try Timelines(
      ledger, receivedBefore: .distantFuture, happenedBefore: plan.zone.start(of: day))
    let board = DayScoreboard(plan: plan, timelines: timelines, day: day, dayIsOver: false)
    let frame = Frame(business: plan.business, reader: SampleBusiness.gm.reader)
    let page = FlashPage(
      flash: board.flash(), people: SampleBusiness.noPeople(board.heading))
    try Snapshot.check(page.html(frame), "flash-empty.html")
    let customers = CustomersPage(
      lifecycle: board.lifecycle(), bridge: board.bridge(), retention: board.retention())
    try Snapshot.check(customers.html(frame), "customers-empty.html")
    let levers = LeversPage(credit: try board.credit(names: board.timelines.names()))
    try Snapshot.check(levers.html(frame), "levers-empty.html")
  }
}
