import Facts
import Intake
import Ledger
import Planning
import Scoreboard
import Simulation
import Surfaces
import Tally
import Testing

/// A small simulated business in the middle of a month, at noon of a day that is going on.
struct SampleBusiness {
  let plan: Plan
  let planText: String
  let ledger: FactLedger
  let board: DayScoreboard

  /// Made once: it takes a second or two.
  static let shared = Result { try SampleBusiness() }

  init() throws {
    let today = try #require(CalendarDay("2026-11-18"))
    let business = SimulatedBusiness(
      seed: 11, customers: 300, firstDay: CalendarDay("2026-03-01"),
      lastDay: today.advanced(by: 2), faults: false)
    planText = business.planYAML()
    plan = try Plan.read(planText)
    ledger = try FactLedger.inMemory()
    var writer = LedgerWriter(ledger)
    var arrivals: [LedgerWriter.Arrival] = []
    business.forEachFact { fact, moment in arrivals.append(.init(fact, received: moment)) }
    _ = try writer.append(arrivals, at: Instant(milliseconds: 0)) { conflict in
      Rejection(
        source: "facts", file: "", line: conflict.index, column: "id", why: "", remedy: "", row: "")
    }
    let noon = plan.zone.start(of: today).advanced(bySeconds: 43_200)
    let timelines = try Timelines(ledger, receivedBefore: noon, happenedBefore: noon)
    board = DayScoreboard(plan: plan, timelines: timelines, day: today, dayIsOver: false)
  }

  /// The scoreboard after a day's close.
  func board(closing day: CalendarDay) throws -> DayScoreboard {
    let end = plan.zone.start(of: day.advanced(by: 1))
    let timelines = try Timelines(ledger, receivedBefore: end, happenedBefore: end)
    return DayScoreboard(plan: plan, timelines: timelines, day: day, dayIsOver: true)
  }

  static func noPeople(_ heading: Heading) -> PeopleAnswer {
    PeopleAnswer(heading: heading, people: [])
  }

  static let gm = Frame(
    business: "Northwind EMEA",
    reader: Reader(
      name: "greta", role: "gm", csrfToken: "token", sections: Section.allCases,
      may: Set(Reader.Permission.allCases)))

  static let viewer = Frame(
    business: "Northwind EMEA",
    reader: Reader(
      name: "vera", role: "viewer", csrfToken: "token", sections: [.flash, .wall], may: []))
}
