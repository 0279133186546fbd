public import Facts
internal import Planning
internal import Statistics
internal import Tally

extension DayScoreboard {
  /// The first day that isn't over.
  var firstDayLeft: CalendarDay { dayIsOver ? day.advanced(by: 1) : day }

  /// The most days of history before the day: twenty years of 366.
  ///
  /// Older days say nothing about this period, and a single fact of the year 1 would make every
  /// answer take seconds.
  static let furthestBack = 7_320

  /// The first day of the history used for forecasts, and of accrued pay.
  public var historyBegins: CalendarDay {
    plan.fiscal.period(containing: day.advanced(by: -DayScoreboard.furthestBack)).first
  }

  /// The Number by calendar day, in minor units, and the fiscal periods up to `period`.
  ///
  /// The days run from the first with money (or ``historyBegins``) to the day before `today`.
  /// `period` contains `today` or ends before it.
  func history(_ daily: DailyNumber, before today: CalendarDay, in period: Period) -> PeriodHistory
  {
    let first = firstDay(daily, before: today).map { max($0, historyBegins) } ?? period.first
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

  /// The first day with money; nil if it isn't before `today`.
  private func firstDay(_ daily: DailyNumber, before today: CalendarDay) -> CalendarDay? {
    daily.days.keys.min().map { CalendarDay(number: $0) }.flatMap { $0 < today ? $0 : nil }
  }
}
