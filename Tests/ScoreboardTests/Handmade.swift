import Facts
import Intake
import Ledger
import Planning
import Scoreboard
import Tally
import Testing

/// A business of a few facts written by hand.
struct Handmade {
  let plan: Plan
  let ledger: FactLedger

  init(_ facts: [String], plan text: String = Handmade.plan) throws {
    plan = try Plan.read(text)
    ledger = try FactLedger.inMemory()
    try keep(facts)
  }

  /// Keeps more facts, received when they happened unless they say otherwise.
  func keep(_ facts: [String]) throws {
    let reader = FactReader(ofKept: plan.zone)
    var writer = LedgerWriter(ledger)
    let arrivals = try facts.map { text in
      let reading = try reader.read(line: ArraySlice(text.utf8))
      return LedgerWriter.Arrival(reading.fact, received: reading.received ?? reading.fact.at)
    }
    _ = try writer.append(arrivals, at: Instant(milliseconds: 0)) { conflict in
      .init(
        source: "", file: "", line: 0, column: "", why: conflict.difference, remedy: "", row: "")
    }
  }

  func board(_ text: String, isOver: Bool = true) throws -> DayScoreboard {
    let day = try #require(CalendarDay(text))
    let end = plan.zone.start(of: day.advanced(by: 1))
    let timelines = try Timelines(ledger, receivedBefore: end, happenedBefore: end)
    return DayScoreboard(plan: plan, timelines: timelines, day: day, dayIsOver: isOver)
  }

  static let plan = """
    business: Northwind
    timezone: UTC
    currency: EUR
    number: { measure: revenue, basis: payments, period: month, targets: { 2026-04: 1000 } }
    calendar: { weekend: [] }
    activation: { money: 1.00, lapse: 10d }
    """

  static func money(_ at: String, _ amount: String, _ customer: String = "c") -> String {
    """
    {"id":"\(at)\(customer)","kind":"money","at":"\(at)","customer":"\(customer)",\
    "amount":"\(amount)","currency":"EUR"}
    """
  }
}
