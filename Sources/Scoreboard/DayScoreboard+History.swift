internal import Facts
internal import Planning
internal import Statistics
internal import Tally

extension DayScoreboard {
  /// The first day that is not over.
  var firstDayLeft: CalendarDay { dayIsOver ? day.advanced(by: 1) : day }

  /// The Number by calendar day, in minor units, from its first day with money to the day before `today`,
  /// and the fiscal periods up to one of them, in which `today` lies or which ends before it.
  func history(_ daily: DailyNumber, before today: CalendarDay, in period: Period) -> PeriodHistory
  {
    let first = firstDay(daily, before: today) ?? period.first
    var starts = [first]
    while let last = starts.last, last < period.end {
      starts.append(plan.fiscal.period(containing: last).end)
    }
    let weekdays = (first..<period.end).map { day in
      Weekday.allCases.firstIndex(of: day.weekday) ?? 0
    }
    return PeriodHistory(
      amounts: (first..<today).map { Double(measure(daily[$0.number])) }, weekdays: weekdays,
      starts: starts.map { first.distance(to: $0) })
  }

  /// The first day on which money counts; nil where there is none before `today`.
  private func firstDay(_ daily: DailyNumber, before today: CalendarDay) -> CalendarDay? {
    daily.days.keys.min().map { CalendarDay(number: $0) }.flatMap { $0 < today ? $0 : nil }
  }
}
