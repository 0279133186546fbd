public import Facts
internal import Planning
internal import Statistics
internal import Tally

extension DayScoreboard {
  /// The first day that is not over.
  var firstDayLeft: CalendarDay { dayIsOver ? day.advanced(by: 1) : day }

  /// Days before the day that anything is learnt from at most: twenty years of 366. What is older says nothing of
  /// this period, and a single fact of the year 1 would make every answer take seconds.
  static let furthestBack = 7_320

  /// The first day that anything is learnt from, and that pay is accrued for.
  public var historyBegins: CalendarDay {
    plan.fiscal.period(containing: day.advanced(by: -DayScoreboard.furthestBack)).first
  }

  /// The Number by calendar day, in minor units, from its first day with money (or ``historyBegins``) to the day
  /// before `today`, and the fiscal periods up to one of them, in which `today` lies or which ends before it.
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

  /// The first day on which money counts; nil where there is none before `today`.
  private func firstDay(_ daily: DailyNumber, before today: CalendarDay) -> CalendarDay? {
    daily.days.keys.min().map { CalendarDay(number: $0) }.flatMap { $0 < today ? $0 : nil }
  }
}
