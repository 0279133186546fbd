import Testing

@testable import Statistics

@Suite struct SellingDaysTests {
  /// Weeks that sell Monday to Friday, 10 a day; four periods of four weeks, today a Monday.
  private func days(changing changes: [Int: Double] = [:], gone: Int = 14) -> SellingDays {
    let amounts = (0..<84 + gone).map { changes[$0] ?? ($0 % 7 < 5 ? 10.0 : 0) }
    return SellingDays(
      PeriodHistory(
        amounts: amounts, weekdays: (0..<112).map { $0 % 7 }, starts: [0, 28, 56, 84, 112]))
  }

  @Test func `what is needed falls on days that sell`() throws {
    let days = days()
    #expect(days.left == 10)
    #expect(days.neededEvenly(target: 150) == 5)
    #expect(days.neededEvenly(target: 100) == 0)
    #expect(abs(days.sharesLeft.reduce(0, +) - 1) < 1e-12)
    let needed = try #require(days.needed(target: 150))
    #expect(needed.count == 14)
    #expect(abs(needed.reduce(0, +) - 50) < 1e-9)
    #expect(needed[0] > 4 && needed[5] < 1)
    #expect(days.needed(target: 90) == [Double](repeating: 0, count: 14))
  }

  @Test func `with no day left only a target that is reached needs nothing`() {
    let days = days(gone: 28)
    #expect(days.left == 0 && days.sharesLeft == [])
    #expect(days.needed(target: 201) == nil && days.neededEvenly(target: 201) == nil)
    #expect(days.needed(target: 200) == [])
  }

  @Test func `the pulse ranks today among selling days`() throws {
    #expect(try #require(days().pulse(today: 1000)) == 100)
    #expect(try #require(days().pulse(today: 0)) == 0)
    let middling = try #require(days().pulse(today: 10))
    #expect(middling > 0 && middling < 100)
    let ties = try #require(days(changing: [87: 0, 88: 0, 94: 0]).pulse(today: 0))
    #expect(abs(ties - 100 * 1.5 / 60) < 1e-12)
    #expect(days(gone: 12).pulse(today: 10) == nil)
    #expect(days(gone: 28).pulse(today: 10) == nil)
  }

  @Test func `the streak holds five selling days against the five before`() throws {
    let even = try #require(days().streak)
    #expect(abs(even - 1) < 0.05)
    let doubled = try #require(
      days(changing: [91: 20, 92: 20, 93: 20, 94: 20, 95: 20]).streak)
    #expect(doubled / even > 1.8)
    #expect(
      SellingDays(
        PeriodHistory(amounts: [1, 2, 3], weekdays: [0, 1, 2, 3], starts: [0, 4])
      ).streak == nil)
  }
}
