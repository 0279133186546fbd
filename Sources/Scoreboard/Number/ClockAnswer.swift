public import Facts
internal import Planning
internal import Tally

/// The day's position in the period, and the pace of the Number.
public struct ClockAnswer: Sendable {
  /// The heading; its period is the one that the day falls in.
  public let heading: Heading
  /// The first day of the period.
  public let starts: CalendarDay
  /// The last day of the period.
  public let ends: CalendarDay
  /// Business days of the whole period: neither weekend nor holiday.
  public let businessDays: Int
  /// Business days that are over.
  public let elapsed: Int
  /// Business days that are not over; today counts until it is over.
  public let left: Int
  /// The day's number among the business days, as in "day 14 of 22"; 0 before the first.
  public let dayNumber: Int
  /// ``elapsed`` / ``businessDays``; unknown in a period without business days.
  public let shareElapsed: Known<Double>
  /// The amount still to go per business day left; today counts as left until it is over.
  public let neededPerDay: Known<Money>
  /// The Number of the days that are over / business days that are over.
  public let runRate: Known<Money>
  /// The period's Number at the current run rate.
  public let projected: Known<Money>
  /// The Number of the days that are over / (target × ``shareExpected``); 1 is on pace.
  public let pace: Known<Double>
  /// The share of a period's Number that is usually booked by now.
  public let shareExpected: Known<Double>
  /// The number of past periods behind the reset curve; 0 for a straight line.
  public let curvePeriods: Int
  /// Calendar days until the clock resets.
  public let resetsIn: Int
}

extension DayScoreboard {
  /// The usual cumulative share of the period's Number at the end of each business day.
  ///
  /// Index k is after k business days, from 0 to all; `rested` includes the days off that follow,
  /// `ended` doesn't. At the end of the period both are the whole, if it ends on a business day.
  /// Nil with too few past periods, or without business days.
  public func paceShares() -> (ended: [Double], rested: [Double])? {
    let curve = ResetCurve(self, daily(timelines))
    let count = plan.calendar.businessDays(in: period.days)
    guard curve.periods > 0, count > 0 else { return nil }
    let elapsed = (0...count).map { Double($0) / Double(count) }
    var ended = elapsed.map { curve.share(atElapsed: $0, rested: false) }
    let rested = elapsed.map { curve.share(atElapsed: $0, rested: true) }
    if plan.calendar.isBusinessDay(period.last) { ended[count] = rested[count] }
    return (ended, rested)
  }

  /// The quota clock.
  public func clock() -> ClockAnswer { clock(daily(timelines)) }

  /// The quota clock from an existing sum.
  func clock(_ daily: DailyNumber) -> ClockAnswer {
    let period = period
    let count = plan.calendar.businessDays(in: period.days)
    let over = dayIsOver ? day.advanced(by: 1) : day
    let elapsed = plan.calendar.businessDays(in: period.first..<over)
    let number = number(daily)
    let counted = measure(daily, period.first..<over)
    let curve = ResetCurve(self, daily)
    // At the end of the period the Number is held against the whole target.
    let rested = over == period.end || !plan.calendar.isBusinessDay(over.advanced(by: -1))
    let share = elapsed > 0 ? Double(elapsed) / Double(count) : 0
    let noneOver = "no business day of \(period.label) is over yet"
    let expected: Known<Double> =
      elapsed > 0 ? .known(curve.share(atElapsed: share, rested: rested)) : .unknown(why: noneOver)
    return ClockAnswer(
      heading: heading, starts: period.first, ends: period.last, businessDays: count,
      elapsed: elapsed, left: count - elapsed,
      dayNumber: plan.calendar.businessDays(in: period.first..<day.advanced(by: 1)),
      shareElapsed: count > 0
        ? .known(share) : .unknown(why: "\(period.label) has no business days"),
      neededPerDay: needed(number.toGo, left: count - elapsed),
      runRate: elapsed > 0 ? perDay(counted, elapsed) : .unknown(why: noneOver),
      projected: elapsed > 0 ? scaled(counted, count, elapsed) : .unknown(why: noneOver),
      pace: pace(counted, number.target, expected), shareExpected: expected,
      curvePeriods: curve.periods, resetsIn: day.distance(to: period.end))
  }

  private func needed(_ toGo: Known<Money>, left: Int) -> Known<Money> {
    switch toGo {
    case .unknown(let why): .unknown(why: why)
    case .known(let toGo) where toGo.minor <= 0: .known(money(0))
    case .known(let toGo):
      left > 0 ? perDay(toGo.minor, left) : .unknown(why: "no business day of the period is left")
    }
  }

  private func perDay(_ amount: Int128, _ days: Int) -> Known<Money> { scaled(amount, 1, days) }

  private func scaled(_ amount: Int128, _ times: Int, _ over: Int) -> Known<Money> {
    .known(money(divideRounding(amount * Int128(times), by: Int128(over))))
  }

  private func pace(
    _ counted: Int128, _ target: Known<Money>, _ expected: Known<Double>
  ) -> Known<Double> {
    switch (target, expected) {
    case (.unknown(let why), _), (_, .unknown(let why)): .unknown(why: why)
    case (.known(let target), .known(let share)):
      target.minor > 0 && share > 0
        ? .known(Double(counted) / (Double(target.minor) * share))
        : .unknown(why: "nothing is expected by now")
    }
  }
}
