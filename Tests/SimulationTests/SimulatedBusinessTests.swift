import Facts
import Planning
import Simulation
import Testing

@Suite("A simulated business")
struct SimulatedBusinessTests {
  private let business = SimulatedBusiness(seed: 7, customers: 1000, lastDay: lastDay)

  @Test("The same seed gives the same bytes and another seed others")
  func determinism() {
    let again = SimulatedBusiness(seed: 7, customers: 1000, lastDay: lastDay)
    let other = SimulatedBusiness(seed: 8, customers: 1000, lastDay: lastDay)
    #expect(business.lines == again.lines)
    #expect(business.lines != other.lines)
    #expect(business.truth().compact == again.truth().compact)
    #expect(business.planYAML() == again.planYAML())
    #expect(business.truth().compact != other.truth().compact)
  }

  @Test("A larger business begins with the customers of a smaller one")
  func largerSize() {
    let larger = SimulatedBusiness(seed: 7, customers: 1200, lastDay: lastDay)
    let all = Set(larger.collected)
    let own = business.collected.filter { $0.fact.customer != nil }
    #expect(own.allSatisfy(all.contains))
  }

  @Test("Facts of every kind come about 25 a customer, mostly touches and time")
  func kinds() {
    let facts = business.collected.map(\.fact)
    let counts = Dictionary(grouping: facts, by: \.kind).mapValues(\.count)
    for kind in FactKind.allCases { #expect((counts[kind] ?? 0) > 0, "\(kind)") }
    #expect((23...32).contains(facts.count / 1000))
    #expect((counts[.touch] ?? 0) > (counts[.money] ?? 0) * 2)
  }

  @Test("Facts come in order of receipt, none before it happened or after the last day")
  func order() {
    let all = business.collected
    let end = business.zone.start(of: lastDay.advanced(by: 1))
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.at <= $1.at })
    #expect(all.allSatisfy { $0.fact.at < $0.at && $0.at < end })
    #expect(all.allSatisfy { business.zone.day(of: $0.fact.at) >= business.firstDay })
  }

  @Test("The order is the same however many passes it takes")
  func passes() {
    let large = SimulatedBusiness(seed: 3, customers: 40_001, lastDay: lastDay, faults: false)
    var last = Instant(milliseconds: 0)
    var count = 0
    var isOrdered = true
    large.forEachFact { _, received in
      isOrdered = isOrdered && last <= received
      last = received
      count += 1
    }
    #expect(isOrdered)
    #expect(count > 900_000)
  }

  @Test("Every fact reads back equal")
  func readBack() throws {
    let reader = FactReader(
      zone: business.zone, currencies: business.currencies,
      limits: FactLimits(CalendarDay(number: 0)...CalendarDay(number: 30_000), in: business.zone))
    for entry in business.collected {
      let line = Array(entry.fact.json(received: entry.at).compact.utf8)
      let reading = try reader.read(line: line[...])
      #expect(reading.fact == entry.fact)
      #expect(reading.received == entry.at)
    }
  }

  @Test("A few facts come late, across the end of a month too")
  func lateness() {
    // Without repeats, which come late of their own.
    let clean = SimulatedBusiness(seed: 7, customers: 1000, lastDay: lastDay, faults: false)
    let all = clean.collected
    let late = all.filter {
      $0.at.seconds - $0.fact.at.seconds > 86_400 && $0.fact.kind != .retract
    }
    let months = FiscalCalendar(length: .month)
    let crossing = late.filter {
      months.number(of: business.zone.day(of: $0.fact.at))
        < months.number(of: business.zone.day(of: $0.at))
    }
    #expect(!crossing.isEmpty)
    #expect(late.count < all.count / 20)
  }

  @Test("Facts come twice, and a few ids with two contents, only with faults")
  func repeats() {
    let groups = Dictionary(grouping: business.collected, by: \.fact.id).values
    let conflicts = groups.filter { Set($0.map(\.fact)).count > 1 }
    let repeats = groups.filter { $0.count > 1 && Set($0.map(\.fact)).count == 1 }
    #expect(!conflicts.isEmpty && conflicts.count < 20)
    #expect(repeats.count > 20)
    let clean = SimulatedBusiness(seed: 7, customers: 1000, lastDay: lastDay, faults: false)
    let ids = clean.collected.map(\.fact.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(clean.collected).isSubset(of: Set(business.collected)))
  }

  @Test("Refunds take back earlier money of the same customer")
  func refunds() {
    let facts = business.collected.map(\.fact)
    let byID = Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let refunds = facts.filter { ($0.money?.amount.minor ?? 0) < 0 }
    #expect(!refunds.isEmpty)
    for refund in refunds {
      let paid = refund.money?.of.flatMap { byID[$0] }
      #expect(paid?.customer == refund.customer)
      #expect((paid?.at ?? refund.at) < refund.at)
      #expect((paid?.money?.amount.minor ?? 0) >= -(refund.money?.amount.minor ?? 0))
    }
  }

  @Test("Its plan is sound and covers its currencies, stages and sellers")
  func plan() throws {
    let plan = try Plan.read(business.planYAML())
    #expect(plan.zone.name == business.zone.name)
    #expect(plan.rates.currencies == business.currencies)
    let known = Set(plan.people.map(\.id))
    let stages = Set((plan.levers[.sales]?.stages ?? []).map(\.name))
    for fact in business.collected.map(\.fact) {
      if let member = fact.member { #expect(known.contains(member)) }
      if case .named(let stage)? = fact.deal?.stage { #expect(stages.contains(stage)) }
    }
    let period = plan.fiscal.period(containing: lastDay)
    #expect((plan.target(for: period) ?? 0) > 0)
  }

  @Test("It works with two hundred plays, one customer and a month")
  func extremes() throws {
    let many = SimulatedBusiness(seed: 1, customers: 1000, plays: 200, lastDay: lastDay)
    guard case .array(let plays)? = many.truth()["plays"] else {
      Issue.record("the truth has no plays")
      return
    }
    #expect(plays.count == 200)
    let one = SimulatedBusiness(
      seed: 1, customers: 0, plays: 0, firstDay: lastDay, lastDay: lastDay)
    #expect(one.customers == 1)
    #expect(!one.collected.isEmpty)
    _ = try Plan.read(one.planYAML())
  }
}
