import Facts
import Intake
import Ledger
import Planning
import Scoreboard
import Simulation
import Tally

/// A small random business in a ledger, and the same facts for the reference.
struct RandomBusiness {
  let seed: UInt64
  let plan: Plan
  let ledger: FactLedger
  /// Each fact once, in the order kept.
  let facts: [Fact]
  let received: [FactID: Instant]
  let days: ClosedRange<CalendarDay>

  init(seed: UInt64) throws {
    self.seed = seed
    let business = SimulatedBusiness.small(seed: seed)
    plan = try Plan.read(business.planYAML())
    ledger = try FactLedger.inMemory()
    var writer = LedgerWriter(ledger)
    var arrivals: [LedgerWriter.Arrival] = []
    var received: [FactID: Instant] = [:]
    business.forEachFact { fact, moment in
      arrivals.append(.init(fact, received: moment))
      if received[fact.id] == nil { received[fact.id] = moment }
    }
    _ = try writer.append(arrivals, at: Instant(milliseconds: 0)) { conflict in
      Rejection(
        source: "facts", file: "small", line: conflict.index, column: "id", why: "", remedy: "",
        row: conflict.refused.json().compact)
    }
    var facts: [Fact] = []
    try ledger.facts { fact, _ in facts.append(fact) }
    self.facts = facts
    self.received = received
    let days = facts.map { [zone = plan.zone] in zone.day(of: $0.at) }
    self.days = (days.min() ?? CalendarDay(number: 0))...(days.max() ?? CalendarDay(number: 0))
  }

  /// The scoreboard at the end of a day, as known then or as known now.
  func board(_ day: CalendarDay, restated: Bool = true) throws -> DayScoreboard {
    let end = plan.zone.start(of: day.advanced(by: 1))
    let timelines = try Timelines(
      ledger, receivedBefore: restated ? .distantFuture : end, happenedBefore: end)
    return DayScoreboard(plan: plan, timelines: timelines, day: day, dayIsOver: true)
  }

  /// The reference for the same view.
  func reference(_ day: CalendarDay, restated: Bool = true) -> Reference {
    let end = plan.zone.start(of: day.advanced(by: 1))
    let known = facts.filter { restated || (received[$0.id] ?? .distantFuture) < end }
    return Reference(plan, known, today: day)
  }

  /// Days worth asking about: the last one, one in the middle, and period ends.
  var askedDays: [CalendarDay] {
    let last = plan.fiscal.number(of: days.upperBound)
    let middle = days.lowerBound.advanced(by: days.lowerBound.distance(to: days.upperBound) / 2)
    return [days.upperBound, middle, plan.fiscal.period(last - 1).last]
  }
}
