public import Facts
internal import Planning
internal import Statistics
internal import Tally

/// The period day by day: what is usually in by then, and where the forecast leads.
public struct PeriodCurve: Sendable {
  /// The period is the one that the days are of.
  public let heading: Heading
  /// Every day of the period, also those to come.
  public let days: [Day]
  /// How many past periods ``Day/usual`` rests on; 0 for a straight line.
  public let curvePeriods: Int

  /// One day's end.
  public struct Day: Sendable, Equatable {
    /// In the plan's zone.
    public let day: CalendarDay
    /// Whether it is neither weekend nor holiday.
    public let isBusinessDay: Bool
    /// The target's share that is usually in by its end; nil without a target.
    public let usual: Money?
    /// The way to the forecast's quantiles, each day left doing its usual share; nil for days over.
    public let ahead: ForecastAnswer.Quantiles?
  }
}

extension DayScoreboard {
  /// The period's curve, usual and forecast.
  public func periodCurve() -> PeriodCurve { periodCurve(daily(timelines)) }

  func periodCurve(_ daily: DailyNumber) -> PeriodCurve {
    let curve = ResetCurve(self, daily)
    let target = number(daily).target.value
    let ahead = wayAhead(daily)
    let count = plan.calendar.businessDays(in: period.days)
    let days = period.days.map { day in
      let isBusinessDay = plan.calendar.isBusinessDay(day)
      let elapsed = plan.calendar.businessDays(in: period.first..<day.advanced(by: 1))
      let share = count > 0 ? Double(elapsed) / Double(count) : 0
      let usual = curve.share(atElapsed: share, rested: !isBusinessDay)
      return PeriodCurve.Day(
        day: day, isBusinessDay: isBusinessDay,
        usual: target.map { amount(Double($0.minor) * usual) }, ahead: ahead[day.number])
    }
    return PeriodCurve(heading: heading, days: days, curvePeriods: curve.periods)
  }

  /// The forecast's quantiles at the end of each day left, by the day's number.
  private func wayAhead(_ daily: DailyNumber) -> [Int32: ForecastAnswer.Quantiles] {
    let history = history(daily, before: firstDayLeft, in: period)
    let forecast = periodForecast(history)
    let shares = SellingDays(history).sharesLeft
    let ends = [0.1, 0.5, 0.9].map { forecast.quantile($0) - forecast.soFar }
    var ahead: [Int32: ForecastAnswer.Quantiles] = [:]
    var share = 0.0
    for (index, dayShare) in shares.enumerated() {
      share += dayShare
      let values = ends.map { amount(forecast.soFar + $0 * share) }
      ahead[firstDayLeft.advanced(by: index).number] = ForecastAnswer.Quantiles(
        p10: values[0], p50: values[1], p90: values[2])
    }
    return ahead
  }
}
