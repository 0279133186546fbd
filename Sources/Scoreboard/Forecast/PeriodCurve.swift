public import Facts
internal import Planning
internal import Statistics
internal import Tally

/// The period day by day: the path to the target, and the forecast.
public struct PeriodCurve: Sendable {
  /// The heading; its period is the one that the days are of.
  public let heading: Heading
  /// Every day of the period, future days included.
  public let days: [Day]
  /// The number of past periods behind ``Day/usual``; 0 for a straight line.
  public let curvePeriods: Int

  /// The values at the end of one day.
  public struct Day: Sendable, Equatable {
    /// The day in the plan's zone.
    public let day: CalendarDay
    /// True if it is neither weekend nor holiday.
    public let isBusinessDay: Bool
    /// The amount of the target that is due by its end, on the path to the target.
    ///
    /// It never falls, and the last day's is the target. Nil without a target.
    public let usual: Money?
    /// The path to the forecast's quantiles, by usual day shares; nil for past days.
    public let ahead: ForecastAnswer.Quantiles?
  }
}

extension DayScoreboard {
  /// The curve of the day's period.
  public func periodCurve() -> PeriodCurve { periodCurve(daily(timelines)) }

  func periodCurve(_ daily: DailyNumber) -> PeriodCurve {
    let curve = ResetCurve(self, daily)
    let target = number(daily).target.value
    let ahead = wayAhead(daily)
    let count = plan.calendar.businessDays(in: period.days)
    var highest = 0.0
    let days = period.days.map { day in
      let isBusinessDay = plan.calendar.isBusinessDay(day)
      let elapsed = plan.calendar.businessDays(in: period.first..<day.advanced(by: 1))
      let share = count > 0 ? Double(elapsed) / Double(count) : 0
      highest = max(highest, usualShare(curve, on: day, elapsed: share))
      let usual = highest
      return PeriodCurve.Day(
        day: day, isBusinessDay: isBusinessDay,
        usual: target.map { amount(Double($0.minor) * usual) }, ahead: ahead[day.number])
    }
    return PeriodCurve(heading: heading, days: days, curvePeriods: curve.periods)
  }

  /// The share of the target that is due by the end of a day, at most 1; 1 on the last day.
  ///
  /// A day off has at least the share of the business day before it.
  private func usualShare(_ curve: ResetCurve, on day: CalendarDay, elapsed: Double) -> Double {
    if day == period.last { return 1 }
    let ended = curve.share(atElapsed: elapsed, rested: false)
    guard !plan.calendar.isBusinessDay(day) else { return min(1, ended) }
    return min(1, max(ended, curve.share(atElapsed: elapsed, rested: true)))
  }

  /// The forecast's quantiles at the end of each day left, by day number.
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
