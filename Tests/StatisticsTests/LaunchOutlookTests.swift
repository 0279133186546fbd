import Testing

@testable import Statistics

@Suite struct LaunchOutlookTests {
  private func outlook(
    units: Double, rate: Double, lift: Double, holdout: Double = 0.2
  ) -> LaunchOutlook {
    LaunchOutlook(
      rules: SequentialRules(), treatedPerDay: units * (1 - holdout),
      controlPerDay: units * holdout, baseRate: rate, lift: lift)
  }

  /// Median looks to an effect of simulated tests, 1,000 to 4,000 runs: units a day, base rate, lift, median.
  @Test(arguments: [
    [2000, 0.05, 0.10, 41], [2000, 0.05, 0.25, 8], [200, 0.05, 0.25, 61], [200, 0.05, 0.50, 23],
    [20000, 0.02, 0.05, 48], [20000, 0.02, 0.10, 12],
  ])
  func `the median look is about what simulation gives`(row: [Double]) throws {
    let outlook = outlook(units: row[0], rate: row[1], lift: row[2])
    let median = try #require(outlook.medianEffectLook)
    #expect(abs(Double(median) - row[3]) <= max(1, 0.15 * row[3]))
    #expect(outlook.chanceOfAnswer > 0.5 && !outlook.isHopeless)
    #expect(try #require(outlook.medianLook) <= median)
  }

  @Test func `thin data is hopeless, and no data at all too`() {
    // 200 a day at 0.5 %, twice the worthwhile lift: simulation finds it 31 % of the time.
    let thin = outlook(units: 200, rate: 0.005, lift: 0.5)
    #expect(abs(thin.chanceOfEffect - 0.31) < 0.05)
    #expect(thin.isHopeless && thin.medianLook == nil)
    let none = outlook(units: 0, rate: 0.05, lift: 0.5)
    #expect(none.isHopeless && none.looksNeeded == .infinity)
    #expect(outlook(units: 100, rate: 0, lift: 0.5).chanceOfAnswer == 0)
  }

  @Test func `wrong answers stay within alpha`() {
    let none = outlook(units: 20000, rate: 0.05, lift: 0)
    #expect(none.chanceOfEffect < 0.0251 && none.chanceOfTooSmall > 0.95)
    let worthwhile = outlook(units: 20000, rate: 0.05, lift: 0.10)
    #expect(worthwhile.chanceOfTooSmall < 0.0251 && worthwhile.chanceOfEffect > 0.95)
    let even = outlook(units: 3000, rate: 0.05, lift: 0.10)
    #expect(even.chanceOfTooSmall > 0.015 && even.chanceOfTooSmall < 0.0251)
    let small = outlook(units: 300, rate: 0.05, lift: 0)
    #expect(abs(small.chanceOfEffect - 0.025) < 0.001)
  }

  @Test func `the looks needed follow the formula, and more held out needs fewer`() {
    // τ · 7.849 / (ln 1.1)² / [N h (1 − h) p / (1 − p)] with τ = 0.9.
    let looks = outlook(units: 2000, rate: 0.05, lift: 0.10).looksNeeded
    #expect(abs(looks - 0.9 * 7.8489 / 0.0090840 / (2000 * 0.16 * 0.05 / 0.95)) < 0.01)
    let tenth = outlook(units: 2000, rate: 0.05, lift: 0.10, holdout: 0.1).looksNeeded
    #expect(abs(tenth / looks - 16 / 9.0) < 1e-9)
  }

  @Test func `what is still needed grows with what is missing`() throws {
    let rules = SequentialRules()
    let half = TestProgress(rules: rules, looks: 20, informationTime: 0.45, units: 1000)
    #expect(half.unitsNeeded == 1000 && half.looksNeeded == 20 && !half.comesTooLate)
    let fast = TestProgress(
      rules: rules, looks: 20, informationTime: 0.45, units: 1000, lift: 0.5)
    #expect(fast.unitsNeeded == 0)
    let slow = TestProgress(rules: rules, looks: 40, informationTime: 0.3, units: 1000)
    #expect(slow.looksNeeded == 80 && slow.comesTooLate)
    let nothing = TestProgress(rules: rules, looks: 3, informationTime: 0, units: 50)
    #expect(nothing.unitsNeeded == nil && !nothing.comesTooLate)
  }
}
