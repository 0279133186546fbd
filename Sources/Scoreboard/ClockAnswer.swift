public import Facts
internal import Planning
internal import Tally

/// Where in the period the day is, and whether the Number keeps pace.
public struct ClockAnswer: Sendable {
  /// The period is the one that the day falls in.
  public let heading: Heading
  /// The first day.
  public let starts: CalendarDay
  /// The last day.
  public let ends: CalendarDay
  /// Days of the whole period that are neither weekend nor holiday.
  public let businessDays: Int
  /// Business days that are over.
  public let elapsed: Int
  /// Business days that are not over, today among them until it is.
  public let left: Int
  /// The place of the day among the business days, as in "day 14 of 22"; 0 before the first.
  public let dayNumber: Int
  /// ``elapsed`` / ``businessDays``; unknown in a period without business days.
  public let shareElapsed: Known<Double>
  /// What is to go, over the business days left, today among them until it is over.
  public let neededPerDay: Known<Money>
  /// The Number of the days that are over, over the business days that are over.
  public let runRate: Known<Money>
  /// The run rate over the whole period.
  public let projected: Known<Money>
  /// The Number of the days that are over against what is usually in by now; 1 is on pace.
  public let pace: Known<Double>
  /// The share of a period's Number usually in by now.
  public let shareExpected: Known<Double>
  /// How many past periods the reset curve is made of; 0 for a straight line.
  public let curvePeriods: Int
  /// Calendar days until the clock resets.
  public let resetsIn: Int
}

extension DayScoreboard {
  /// The share of the period's Number that is usually in by the end of each business day, from none to all of
  /// them, with the days off that follow and without; nil where there are too few past periods to tell.
  public func paceShares() -> (ended: [Double], rested: [Double])? {
    let curve = ResetCurve(self, daily(timelines))
    let count = plan.calendar.businessDays(in: period.days)
    guard curve.periods > 0, count > 0 else { return nil }
    let elapsed = (0...count).map { Double($0) / Double(count) }
    return (
      elapsed.map { curve.share(atElapsed: $0, rested: false) },
      elapsed.map { curve.share(atElapsed: $0, rested: true) }
    )
  }

  /// The quota clock.
  public func clock() -> ClockAnswer { clock(daily(timelines)) }

  /// The quota clock from a sum that is there already.
  func clock(_ daily: DailyNumber) -> ClockAnswer {
    let period = period
    let count = plan.calendar.businessDays(in: period.days)
    let over = dayIsOver ? day.advanced(by: 1) : day
    let elapsed = plan.calendar.businessDays(in: period.first..<over)
    let number = number(daily)
    let counted = measure(daily, period.first..<over)
    let curve = ResetCurve(self, daily)
    let rested = !plan.calendar.isBusinessDay(over.advanced(by: -1))
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
