import Testing

@testable import Statistics

@Suite struct PeriodForecastTests {
  @Test(arguments: 1...50)
  func `simulated series are forecast as an independent computation forecasts them`(number: Int) {
    let golden = simulatedGolden[number - 1]
    let history = SimulatedSeries.history(number)
    #expect(Double(history.amounts.count) == golden[0])
    #expect(history.amounts.reduce(0, +) == golden[1])
    let forecast = PeriodForecast(history)
    let target = forecast.soFar + 1.1 * forecast.rest
    let figures = [
      forecast.soFar, forecast.rest, forecast.variance, forecast.surprise,
      Double(forecast.replays), forecast.quantile(0.1), forecast.quantile(0.9),
      forecast.chance(ofReaching: target),
    ]
    for (figure, expected) in zip(figures, golden[2..<10]) {
      #expect(abs(figure - expected) <= 1e-9 * max(1, abs(expected)))
    }
    let weights = forecast.guessWeights ?? []
    #expect((forecast.replays >= 2) == (weights.count == 8))
    #expect(weights.isEmpty || abs(weights.reduce(0, +) - 1) < 1e-12)
  }

  @Test func `quantiles and chances are two sides of one thing`() throws {
    let forecast = PeriodForecast(soFar: 100, rest: 60, variance: 900)
    for p in [0.1, 0.5, 0.9] {
      #expect(abs(forecast.chance(ofReaching: forecast.quantile(p)) - (1 - p)) < 1e-12)
    }
    #expect(forecast.chance(ofReaching: 100) == 1)
    #expect(forecast.chance(ofReaching: 1e6) < 1e-12)
    let lift = try #require(forecast.liftNeeded(target: 190, chance: 0.8))
    let better = PeriodForecast(soFar: 100, rest: 60 * lift, variance: 900 * lift * lift)
    #expect(abs(better.chance(ofReaching: 190) - 0.8) < 1e-12)
    #expect(forecast.liftNeeded(target: 99, chance: 0.8) == 0)
  }

  @Test func `without spread the forecast is a point`() {
    let forecast = PeriodForecast(soFar: 10, rest: 5, variance: 0)
    #expect(forecast.quantile(0.1) == 15 && forecast.quantile(0.9) == 15)
    #expect(forecast.chance(ofReaching: 15) == 1 && forecast.chance(ofReaching: 15.1) == 0)
    let over = PeriodForecast(soFar: 10, rest: 0, variance: 0)
    #expect(over.liftNeeded(target: 11, chance: 0.8) == nil)
  }

  @Test func `amounts of nothing, and no day at all, forecast nothing`() {
    let zeros = PeriodHistory(
      amounts: [Double](repeating: 0, count: 130), weekdays: (0..<150).map { $0 % 7 },
      starts: [0, 30, 60, 90, 120, 150])
    let forecast = PeriodForecast(zeros)
    #expect(forecast.rest == 0 && forecast.quantile(0.9) == 0)
    let empty = PeriodForecast(
      PeriodHistory(amounts: [], weekdays: [0, 1, 2], starts: [0, 3]))
    #expect(empty.rest == 0 && empty.soFar == 0)
    let over = PeriodForecast(
      PeriodHistory(amounts: [1, 2, 3], weekdays: [0, 1, 2], starts: [0, 3]))
    #expect(over.soFar == 6 && over.rest == 0)
  }
}
