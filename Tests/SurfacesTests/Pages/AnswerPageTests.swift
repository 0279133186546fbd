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

  private var flash: FlashPage {
    FlashPage(
      flash: board.flash(), curve: board.periodCurve(), forecast: board.forecast(),
      momentum: board.momentum(), people: SampleBusiness.noPeople(board.heading))
  }

  @Test func `the Flash`() throws {
    try Snapshot.check(flash.html(SampleBusiness.gm), "flash.html")
  }

  @Test func `the wall`() throws {
    let page = WallPage(
      flash: board.flash(), curve: board.periodCurve(), forecast: board.forecast(),
      momentum: board.momentum())
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
      flash: board.flash(), curve: board.periodCurve(), forecast: board.forecast(),
      momentum: board.momentum(), people: SampleBusiness.noPeople(board.heading))
    try Snapshot.check(page.html(frame), "flash-empty.html")
    let customers = CustomersPage(
      lifecycle: board.lifecycle(), bridge: board.bridge(), retention: board.retention())
    try Snapshot.check(customers.html(frame), "customers-empty.html")
    let levers = LeversPage(credit: try board.credit(names: board.timelines.names()))
    try Snapshot.check(levers.html(frame), "levers-empty.html")
  }
}
