import Facts
import Planning
import Simulation
import Testing

@Suite("Small businesses")
struct SmallBusinessTests {
  private static let seeds: ClosedRange<UInt64> = 1...200
  private static let businesses = seeds.map { SimulatedBusiness.small(seed: $0) }

  private func facts(of business: SmallBusiness) -> [Received] {
    var all: [Received] = []
    business.forEachFact { all.append(Received(fact: $0, at: $1)) }
    return all
  }

  @Test("The same seed gives the same facts and another seed others")
  func determinism() {
    let first = facts(of: SimulatedBusiness.small(seed: 4))
    #expect(first == facts(of: SimulatedBusiness.small(seed: 4)))
    #expect(first != facts(of: SimulatedBusiness.small(seed: 5)))
  }

  @Test("Every plan is sound and every fact valid, ordered and within the days")
  func sound() throws {
    for business in SmallBusinessTests.businesses {
      let plan = try Plan.read(business.planYAML())
      #expect(plan.rates.currencies == business.currencies)
      let reader = plan.reader(at: Instant(milliseconds: 1_800_000_000_000))
      let end = business.zone.start(of: business.lastDay.advanced(by: 1))
      var last = Instant(milliseconds: .min)
      for entry in facts(of: business) {
        let line = Array(entry.fact.json(received: entry.at).compact.utf8)
        let reading = try reader.read(line: line[...])
        #expect(reading.fact == entry.fact && reading.received == entry.at)
        #expect(last <= entry.at && entry.at < end && entry.fact.at < end)
        last = entry.at
      }
    }
  }

  @Test("An id never has two contents, and repeats come only where they are wanted")
  func ids() {
    for business in SmallBusinessTests.businesses {
      let all = facts(of: business).map(\.fact)
      #expect(Set(all).count == Set(all.map(\.id)).count)
    }
    let clean = facts(of: SimulatedBusiness.small(seed: 9, repeats: false)).map(\.fact.id)
    #expect(Set(clean).count == clean.count)
  }

  @Test("Plans differ in everything that changes an answer")
  func plans() throws {
    let plans = try SmallBusinessTests.businesses.map { try Plan.read($0.planYAML()) }
    #expect(Set(plans.map(\.number.measure)).count == 2)
    #expect(Set(plans.map(\.number.basis)).count == 2)
    #expect(Set(plans.map(\.fiscal.length)).count == 2)
    #expect(Set(plans.map(\.fiscal.firstMonth)).count == 12)
    #expect(Set(plans.map(\.attribution.model)).count == 5)
    #expect(Set(plans.map(\.zone.name)).count == 8)
    #expect(Set(plans.map(\.currency.digits)) == [0, 2, 3])
    #expect(plans.contains { $0.activation.money == nil })
    #expect(plans.contains { $0.activation.time == nil })
    #expect(plans.contains { $0.calendar.weekend.isEmpty })
  }

  @Test("Together they have every edge case")
  func edges() {
    var seen: Set<Edge> = []
    for business in SmallBusinessTests.businesses {
      seen.formUnion(Edge.all(in: facts(of: business)))
      #expect((5...60).contains(business.customers))
      #expect((60...150).contains(business.firstDay.distance(to: business.lastDay)))
    }
    #expect(seen == Set(Edge.allCases))
  }

  @Test("Each has every kind of fact but, in the smallest, one or two")
  func kinds() {
    for business in SmallBusinessTests.businesses {
      let kinds = Set(facts(of: business).map(\.fact.kind))
      #expect(kinds.count >= 9, "seed \(business.seed)")
    }
  }
}
