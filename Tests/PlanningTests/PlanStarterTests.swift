import Facts
import Planning
import Testing

@Suite("The starter plan")
struct PlanStarterTests {
  @Test(
    "Its text is a valid plan, whatever the business is called",
    arguments: [
      "Northwind EMEA", "No: way #1", "\"Quotes\" & 'more'", "Back\\slash", "Zażółć 💶",
      "- dash", "*star",
    ])
  func sound(business: String) throws {
    let text = Plan.starter(business: business, timezone: "Asia/Kolkata", currency: "JPY")
    let plan = try Plan.read(text)
    #expect(plan.business == business)
    #expect(plan.zone.name == "Asia/Kolkata")
    #expect(plan.currency.code == "JPY")
    #expect(plan.activation == Activation(money: 1, time: nil, within: 14, lapse: 60))
  }

  @Test("A name with line ends and control characters stays on its line")
  func control() throws {
    let text = Plan.starter(business: "A\nb: c\u{7}d", timezone: "UTC", currency: "EUR")
    #expect(try Plan.read(text).business == "A b: c d")
  }

  @Test("Taken out of its comments, all of it is valid but the two ways to write targets")
  func uncommented() throws {
    let text = Plan.starter(business: "N", timezone: "UTC", currency: "EUR")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let plan = try Plan.read(lines.dropFirst(5).map(taken).joined(separator: "\n"))
    #expect(plan.rates.currencies.count == 3)
    #expect(plan.levers.count == 3)
    #expect(plan.people.map(\.id.text) == ["sam", "ana"])
    #expect(plan.pay.keys.sorted() == ["account-executive"])
    #expect(plan.sources["crm"]?.rows.count == 1)
    #expect(plan.calendar.holidays.count == 2)
    #expect(plan.activation.time == 1800)
    #expect(plan.number.targets == .byPeriod(["2026-10": 25_000_000, "2026-11": 26_000_000]))
  }

  /// A line without its comment mark, if what is behind it is no sentence.
  private func taken(_ line: String) -> String {
    guard let mark = line.firstIndex(of: "#"), !line.contains("yearly: 3000000") else {
      return line
    }
    let before = line[..<mark]
    let after = line[line.index(after: mark)...].dropFirst()
    let keyed = after.contains(": ") || after.hasSuffix(":") || after.contains("- ")
    let code = keyed && !(after.first?.isUppercase ?? true)
    return before.allSatisfy { $0 == " " } && code ? "\(before)\(after)" : line
  }
}
