import Testing

@testable import Statistics

@Suite struct PipelineForecastTests {
  typealias Item = PipelineForecast.Item

  /// Each day two items open; after five days the first is won for 100, the second lost.
  private func steady(until today: Int) -> [Item] {
    (0..<today).flatMap { day in
      let closed = day + 5 < today ? day + 5 : nil
      return [
        Item(opened: day, closed: closed, won: closed != nil, value: 100, kind: 1),
        Item(opened: day, closed: closed, won: false, value: 0, kind: 1),
      ]
    }
  }

  @Test func `a steady pipeline brings what it always brought`() {
    let starts = [0, 30, 60, 90, 120, 150, 180]
    let pipeline = PipelineForecast(items: steady(until: 150), starts: starts, today: 150)
    #expect(pipeline.replays == 4)
    // One item is won each day; smoothing by a week either way blurs when.
    #expect(abs(pipeline.rest - 3000) < 150)
    let later = PipelineForecast(items: steady(until: 165), starts: starts, today: 165)
    #expect(abs(later.rest - 1500) < 150)
  }

  @Test func `what happens from today on is not looked at`() {
    let known = steady(until: 150)
    let told = known.map { item in
      item.closed == nil
        ? Item(opened: item.opened, closed: 152, won: true, value: 1e6, kind: 1) : item
    }
    let starts = [0, 30, 60, 90, 120, 150, 180]
    #expect(
      PipelineForecast(items: known, starts: starts, today: 150)
        == PipelineForecast(items: told, starts: starts, today: 150))
  }

  @Test func `kinds bring what their kind brought`() {
    let starts = [0, 60, 120, 180]
    let items = steady(until: 120)
    let open = (0..<10).map { _ in Item(opened: 119, closed: nil, won: false, value: 0, kind: 2) }
    let dear = (0..<10).map { _ in
      Item(opened: -30, closed: -20, won: true, value: 1000, kind: 2)
    }
    let plain = PipelineForecast(items: items + open, starts: starts, today: 120)
    let better = PipelineForecast(items: items + open + dear, starts: starts, today: 120)
    #expect(better.rest > plain.rest + 3000)
  }

  @Test func `forecasts join by inverse variance, and only early`() {
    let pipeline = PipelineForecast(items: steady(until: 155), starts: [0, 150, 180], today: 155)
    let days = PeriodForecast(soFar: 500, rest: 2000, variance: pipeline.variance)
    let joined = pipeline.joined(with: days, shareGone: 5.0 / 30)
    #expect(abs(joined.rest - (pipeline.rest + 2000) / 2) < 1e-9)
    #expect(abs(joined.variance - pipeline.variance / 2) < 1e-6 * pipeline.variance)
    #expect(joined.soFar == 500)
    #expect(pipeline.joined(with: days, shareGone: 0).rest == pipeline.rest)
    #expect(pipeline.joined(with: days, shareGone: 0.21) == days)
  }

  @Test func `without items the days decide`() {
    let none = PipelineForecast(items: [], starts: [0, 30], today: 0)
    let days = PeriodForecast(soFar: 0, rest: 20, variance: 9)
    #expect(none.rest == 0 && none.joined(with: days, shareGone: 0) == days)
  }
}
