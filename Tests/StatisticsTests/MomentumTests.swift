import Testing

@testable import Statistics

@Suite struct MomentumTests {
  @Test(arguments: 1...50)
  func `momentum and spread are those of an independent computation`(number: Int) {
    let golden = simulatedGolden[number - 1]
    let momentum = Momentum(SimulatedSeries.history(number))
    #expect((momentum == nil) == (golden[10] == 0))
    #expect(abs((momentum?.value ?? 0) - golden[10]) < 1e-8)
    #expect(abs((momentum?.spread ?? 0) - golden[11]) < 1e-9)
  }

  /// Months of 28 days that bring 10 a day; the running one brings `rate` a day.
  private func history(rate: Double, days: Int, past: Int = 4) -> PeriodHistory {
    PeriodHistory(
      amounts: [Double](repeating: 10, count: 28 * past)
        + [Double](repeating: rate, count: days),
      weekdays: (0..<28 * (past + 1)).map { $0 % 7 }, starts: (0...past + 1).map { $0 * 28 })
  }

  @Test func `even periods have the least spread, and a tenth more is ahead`() throws {
    let level = try #require(Momentum(history(rate: 10, days: 7)))
    #expect(abs(level.value - 100) < 1e-9 && level.state == .level)
    #expect(abs(level.spread - 0.03) < 1e-9)
    #expect(abs(level.band.high / 100 - 1.0391468084812288) < 1e-9)
    #expect(try #require(Momentum(history(rate: 11, days: 7))).state == .ahead)
    #expect(try #require(Momentum(history(rate: 9, days: 7))).state == .behind)
    #expect(try #require(Momentum(history(rate: 0, days: 7))).state == .behind)
  }

  @Test func `nothing is called before the fifth day, or with fewer than three past periods`()
    throws
  {
    #expect(try #require(Momentum(history(rate: 20, days: 4))).state == nil)
    #expect(try #require(Momentum(history(rate: 20, days: 5))).state == .ahead)
    #expect(Momentum(history(rate: 20, days: 7, past: 2)) == nil)
    #expect(Momentum(history(rate: 20, days: 0)) == nil)
  }
}
