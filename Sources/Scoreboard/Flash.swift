public import Facts
internal import Planning
public import Tally

/// The scoreboard's first page: the Number, the clock, and what moved.
public struct Flash: Sendable {
  /// The same as that of ``number`` and ``clock``.
  public let heading: Heading
  /// Its name, as the plan gives it.
  public let business: String
  /// "Revenue by payments", as the plan says.
  public let measure: String
  /// Whether the day counts as elapsed, or is still going on.
  public let dayIsOver: Bool
  /// The period's Number up to the day.
  public let number: NumberAnswer
  /// Where in the period the day is.
  public let clock: ClockAnswer
  /// Activations on the day, the day before, and in the period so far.
  public let activationsToday: Int
  /// A full day's, though today's may not be over.
  public let activationsYesterday: Int
  /// From the period's first day to the day, both included.
  public let activationsInPeriod: Int
  /// Activations of the period before, up to the same day of it.
  public let activationsBefore: Int
  /// Customers as they stand on the day.
  public let standing: Lifecycle.Standing
  /// The Number of the day and of the day before.
  public let today: Money
  /// A full day's, also on the first day of a period.
  public let yesterday: Money
  /// Each lever's part of the day's Number, and what no lever is credited with.
  public let leversToday: DailyNumber.ByLever
  /// What no lever is credited with.
  public let unattributedToday: Money
  /// What the period will come to.
  public let forecast: ForecastAnswer
  /// Whether it runs ahead of past periods.
  public let momentum: MomentumAnswer
  /// The period day by day, usual and forecast.
  public let curve: PeriodCurve
  /// How plays stood after the last close; nil where nobody looked.
  public var plays: PlaysSummary?
}

/// What the Flash is made of.
public typealias FlashSums = Both<DailyNumber, Lifecycle>

extension DayScoreboard {
  /// The Flash.
  public func flash() -> Flash { flash(timelines.total(emptyFlash, rules)) }

  /// What the Flash is made of, nothing yet.
  public var emptyFlash: FlashSums { Both(emptyDaily(timelines), Lifecycle(today: day)) }

  /// The Flash from sums that are there already, and that of ``earlier`` where it is, too.
  public func flash(_ sums: FlashSums, earlier: DailyNumber? = nil) -> Flash {
    let daily = owing(sums.first)
    let lifecycle = sums.second
    let now = daily[day.number]
    let before = daily[day.number - 1]
    let levers = leverParts(now)
    return Flash(
      heading: heading, business: plan.business,
      measure: "\(plan.number.measure.rawValue) by \(plan.number.basis.rawValue)",
      dayIsOver: dayIsOver, number: number(daily, earlier: earlier), clock: clock(daily),
      activationsToday: activations(lifecycle, day..<day.advanced(by: 1)),
      activationsYesterday: activations(lifecycle, day.advanced(by: -1)..<day),
      activationsInPeriod: activations(lifecycle, period.first..<day.advanced(by: 1)),
      activationsBefore: activations(lifecycle, sameStretchBefore), standing: lifecycle.now,
      today: money(measure(now)), yesterday: money(measure(before)), leversToday: levers,
      unattributedToday: money(unattributed(now)), forecast: forecast(daily),
      momentum: momentum(daily), curve: periodCurve(daily))
  }

  private func activations(_ sum: Lifecycle, _ days: Range<CalendarDay>) -> Int {
    let activations = sum.activations
    return days.reduce(0) { $0 + Int(activations[$1.number] ?? 0) }
  }

  /// The days of the period before up to the same day of it.
  private var sameStretchBefore: Range<CalendarDay> {
    let before = plan.fiscal.period(Int(periodNumber) - 1)
    let end = before.first.advanced(by: period.first.distance(to: day) + 1)
    return before.first..<min(end, before.end)
  }

  private func leverParts(_ day: DailyNumber.Day) -> DailyNumber.ByLever {
    var levers = DailyNumber.ByLever()
    for lever in Lever.allCases {
      levers[lever] = day.credit[lever]
      if plan.number.measure == .profit {
        levers[lever] -= day.costs[lever] + day.payouts.levers[lever]
      }
    }
    return levers
  }
}
