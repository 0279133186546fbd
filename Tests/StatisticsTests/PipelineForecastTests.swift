import Testing

@testable import Statistics

@Suite struct PipelineForecastTests {
  typealias Deal = PipelineForecast.Deal

  /// Each day two deals open; after five days the first is won for 100, the second lost.
  private func steady(until today: Int) -> [Deal] {
    (0..<today).flatMap { day in
      let closed = day + 5 < today ? day + 5 : nil
      return [
        Deal(opened: day, closed: closed, won: closed != nil, value: 100, kind: 1),
        Deal(opened: day, closed: closed, won: false, value: 0, kind: 1),
      ]
    }
  }

  @Test func `a steady pipeline brings what it always brought`() {
    let starts = [0, 30, 60, 90, 120, 150, 180]
    let pipeline = PipelineForecast(deals: steady(until: 150), starts: starts, today: 150)
    #expect(pipeline.replays == 4)
    // One deal is won each day; smoothing by a week either way blurs when.
    #expect(abs(pipeline.rest - 3000) < 150)
    let later = PipelineForecast(deals: steady(until: 165), starts: starts, today: 165)
    #expect(abs(later.rest - 1500) < 150)
  }

  @Test func `what happens from today on is not looked at`() {
    let known = steady(until: 150)
    let told = known.map { deal in
      deal.closed == nil
        ? Deal(opened: deal.opened, closed: 152, won: true, value: 1e6, kind: 1) : deal
    }
    let starts = [0, 30, 60, 90, 120, 150, 180]
    #expect(
      PipelineForecast(deals: known, starts: starts, today: 150)
        == PipelineForecast(deals: told, starts: starts, today: 150))
  }

  @Test func `kinds bring what their kind brought`() {
    let starts = [0, 60, 120, 180]
    let deals = steady(until: 120)
    let open = (0..<10).map { _ in Deal(opened: 119, closed: nil, won: false, value: 0, kind: 2) }
    let dear = (0..<10).map { _ in
      Deal(opened: -30, closed: -20, won: true, value: 1000, kind: 2)
    }
    let plain = PipelineForecast(deals: deals + open, starts: starts, today: 120)
    let better = PipelineForecast(deals: deals + open + dear, starts: starts, today: 120)
    #expect(better.rest > plain.rest + 3000)
  }

  @Test func `forecasts join by inverse variance, and only early`() {
    let pipeline = PipelineForecast(deals: steady(until: 155), starts: [0, 150, 180], today: 155)
    let days = PeriodForecast(soFar: 500, rest: 2000, variance: pipeline.variance)
    let joined = pipeline.joined(with: days, shareGone: 5.0 / 30)
    #expect(abs(joined.rest - (pipeline.rest + 2000) / 2) < 1e-9)
    #expect(abs(joined.variance - pipeline.variance / 2) < 1e-6 * pipeline.variance)
    #expect(joined.soFar == 500)
    #expect(pipeline.joined(with: days, shareGone: 0).rest == pipeline.rest)
    #expect(pipeline.joined(with: days, shareGone: 0.21) == days)
  }

  @Test func `without deals the days decide`() {
    let none = PipelineForecast(deals: [], starts: [0, 30], today: 0)
    let days = PeriodForecast(soFar: 0, rest: 20, variance: 9)
    #expect(none.rest == 0 && none.joined(with: days, shareGone: 0) == days)
  }
}
