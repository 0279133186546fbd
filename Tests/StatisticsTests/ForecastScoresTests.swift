import Testing

@testable import Statistics

@Suite struct ForecastScoresTests {
  /// The score's integral by scipy 1.17.1's quad: so far, rest, variance, total, score.
  @Test(arguments: [
    [100, 50, 400, 160, 7.5659079430541105], [0, 30, 900, 5, 10.788903493436846],
    [10, 20, 0.01, 29.9, 0.060163520878046696], [0, 5, 100, 0, 1.186201182490934],
    [0, 1000, 100, 990, 6.008299061387532], [5, 3, 50, 4, 1.5613893932530283],
  ])
  func `the ranked probability score is the integral it stands for`(row: [Double]) {
    let forecast = PeriodForecast(soFar: row[0], rest: row[1], variance: row[2])
    #expect(abs(forecast.crps(row[3]) - row[4]) < 1e-7)
  }

  @Test func `a narrow forecast's score is as exact`() {
    // mpmath 1.4.1 at 40 digits, shape 1,000.
    let score = PeriodForecast(soFar: 0, rest: 100, variance: 10).crps(95)
    #expect(abs(score - 3.3577546678368434) < 1e-10)
  }

  @Test func `a point is scored by its distance`() {
    #expect(PeriodForecast(soFar: 10, rest: 5, variance: 0).crps(12) == 3)
  }

  @Test func `chances are held against what came`() throws {
    // Rest exponential with mean 10: the chance of ever reaching 10 ln 2 is 0.52.
    let forecast = PeriodForecast(soFar: 0, rest: 10, variance: 100)
    let target = 6.539264674066639
    let scores = ForecastScores([
      .init(forecast: forecast, target: target, total: 20),
      .init(forecast: forecast, target: target, total: 1),
      .init(forecast: forecast, target: target, total: 2),
      .init(forecast: forecast, target: 0, total: 2),
      .init(forecast: forecast, target: 7.985076962177716, total: 1),
      .init(forecast: forecast, target: nil, total: 100),
    ])
    #expect(scores.count == 6)
    #expect(abs(try #require(scores.brier) - 0.19473999999999997) < 1e-12)
    #expect(scores.coverage == 0.5)
    #expect(scores.calibration.map(\.count).reduce(0, +) == 5)
    let row = try #require(scores.calibration.first { $0.forecast > 0.49 })
    #expect(
      abs(row.forecast - 0.52) < 1e-12 && abs(row.observed - 1 / 3.0) < 1e-12 && row.count == 3)
    #expect(abs(try #require(scores.calibrationError) - 0.202) < 1e-12)
  }

  @Test func `no forecasts have no scores`() {
    let scores = ForecastScores([])
    #expect(scores.brier == nil && scores.coverage == nil && scores.crps == nil)
    #expect(scores.calibration == [] && scores.calibrationError == nil)
  }
}
