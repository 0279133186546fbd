internal import Facts
internal import Planning
internal import Statistics
internal import Tally

extension DayScoreboard {
  /// The forecast of the period from past days, joined with open deals if the basis is bookings.
  func periodForecast(_ history: PeriodHistory) -> PeriodForecast {
    let forecast = PeriodForecast(history)
    guard plan.number.basis == .bookings, plan.number.measure == .revenue, history.daysLeft > 0
    else { return forecast }
    let first = period.end.advanced(by: -(history.starts.last ?? 0))
    let today = first.distance(to: firstDayLeft)
    // Deals opened earlier than this count as opened on this day.
    let earliest = first.advanced(by: -DayScoreboard.furthestBack)
    let items = timelines.total(DealItems(), rules).items.flatMap { item, count in
      repeatElement(
        PipelineForecast.Item(
          opened: first.distance(to: max(earliest, CalendarDay(number: item.opened))),
          closed: item.closed.map { first.distance(to: CalendarDay(number: $0)) },
          won: item.isWon, value: Double(item.value), kind: 0),
        count: Int(max(count, 0)))
    }
    // In a fixed order, so that floating-point sums are reproducible.
    let sorted = items.filter { $0.opened < today }.sorted {
      ($0.opened, $0.closed ?? .max, $0.value) < ($1.opened, $1.closed ?? .max, $1.value)
    }
    guard !sorted.isEmpty else { return forecast }
    let length = Double(period.first.distance(to: period.end))
    return PipelineForecast(items: sorted, starts: history.starts, today: today)
      .joined(with: forecast, shareGone: Double(period.first.distance(to: firstDayLeft)) / length)
  }
}
