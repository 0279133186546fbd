import Facts
import Planning
import Testing

@Suite("Targets")
struct TargetsTests {
  private func plan(_ number: String) throws -> Plan {
    try Plan.read(leastPlan.replacing("number: {}", with: "number: \(number)"))
  }

  private func periods(of plan: Plan, from day: String) throws -> [Period] {
    let first = plan.fiscal.number(of: try #require(CalendarDay(day)))
    return (0..<12 / plan.fiscal.length.months).map { plan.fiscal.period(first + $0) }
  }

  @Test(
    "A year's periods add up to the year exactly",
    arguments: [
      "{ targets: { yearly: 1000000.01 } }",
      "{ targets: { yearly: -0.07 } }",
      "{ targets: { yearly: 1, seasonality: [1%, 2%, 3%, 4%, 5%, 6%, 7%, 8%, 9%, 10%, 11%, 34%] } }",
      "{ period: quarter, targets: { yearly: 100, seasonality: [33.33%, 33.33%, 33.33%, 0.01%] } }",
      "{ period: quarter, year-starts: april, targets: { yearly: 99.99 } }",
    ])
  func exact(number: String) throws {
    let plan = try plan(number)
    guard case .yearly(let year, _) = plan.number.targets else {
      Issue.record("not yearly")
      return
    }
    let amounts = try periods(of: plan, from: "2026-04-01").map { plan.target(for: $0) }
    #expect(amounts.compactMap { $0 }.reduce(0, +) == year)
    #expect(!amounts.contains(nil))
  }

  @Test("Seasonality starts with the fiscal year's first period")
  func seasonality() throws {
    let plan = try plan(
      """
      { period: quarter, year-starts: april,
          targets: { yearly: 100, seasonality: [10%, 20%, 30%, 0.4] } }
      """)
    let periods = try periods(of: plan, from: "2026-04-01")
    #expect(periods.map(\.label) == ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"])
    #expect(periods.map { plan.target(for: $0) } == [1000, 2000, 3000, 4000])
  }

  @Test("A fiscal year is named for the calendar year it ends in")
  func fiscalYear() throws {
    let plan = try plan(
      "{ period: quarter, year-starts: april, targets: { 2026-Q4: 7, 2027-Q1: 9 } }")
    let march = plan.fiscal.period(containing: try #require(CalendarDay("2026-03-31")))
    let april = plan.fiscal.period(containing: try #require(CalendarDay("2026-04-01")))
    #expect(plan.target(for: march) == 700)
    #expect(plan.target(for: april) == 900)
    #expect(plan.fiscal.year(of: april.first) == 2027)
  }

  @Test("A period without a target has none")
  func none() throws {
    let plan = try plan("{ targets: { 2026-10: 5 } }")
    let day = try #require(CalendarDay("2026-11-01"))
    #expect(plan.target(for: plan.fiscal.period(containing: day)) == nil)
  }
}
