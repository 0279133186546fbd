import Facts
import Planning
import Testing

@Suite("Rates")
struct RatesTests {
  private func rates(_ yaml: String, to currency: String = "EUR") throws -> Rates {
    let plan = leastPlan.replacing("currency: EUR", with: "currency: \(currency)\nrates: \(yaml)")
    return try Plan.read(plan).rates
  }

  @Test(
    "Minor units of one currency become those of another",
    arguments: [
      ("{ JPY: 0.0061 }", "EUR", "JPY", 1000, 610),
      ("{ EUR: 163.5 }", "JPY", "EUR", 101, 165),
      ("{ KWD: 3.01 }", "EUR", "KWD", 1500, 452),
      ("{ EUR: 0.332 }", "KWD", "EUR", 100, 332),
      ("{ USD: 0.5 }", "EUR", "USD", 1, 1),
      ("{ USD: 0.5 }", "EUR", "USD", -1, -1),
      ("{ USD: 0.5 }", "EUR", "EUR", 77, 77),
    ] as [(String, String, String, Int64, Int64)])
  func convert(yaml: String, to: String, from: String, minor: Int64, result: Int64) throws {
    let money = Money(minor: minor, try #require(Currency(from)))
    let day = try #require(CalendarDay("2026-05-05"))
    #expect(try rates(yaml, to: to).convert(money, on: day) == result)
  }

  @Test(
    "A dated rate holds from its day on, the earliest also before",
    arguments: [
      ("2025-01-01", 92), ("2026-01-01", 92), ("2026-02-14", 92), ("2026-02-15", 93),
      ("2026-03-01", 95), ("2030-01-01", 95),
    ] as [(String, Int64)])
  func dated(day: String, result: Int64) throws {
    let rates = try rates("{ USD: { 2026-03: 0.95, 2026-01: 0.92, 2026-02-15: 0.93 } }")
    let dollar = Money(minor: 100, try #require(Currency("USD")))
    #expect(rates.convert(dollar, on: try #require(CalendarDay(day))) == result)
  }

  @Test("Money without a rate is not converted")
  func missing() throws {
    let rates = try rates("{ USD: 0.92 }")
    let pound = try #require(Currency("GBP"))
    let day = try #require(CalendarDay("2026-05-05"))
    #expect(rates.convert(Money(minor: 100, pound), on: day) == nil)
    #expect(rates.currencies.map(\.code).sorted() == ["EUR", "USD"])
  }
}
