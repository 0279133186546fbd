public import Facts
internal import Planning
public import Tally

/// The scoreboard's first page: the Number, the clock and the latest changes.
public struct Flash: Sendable {
  /// The heading, equal to those of ``number`` and ``clock``.
  public let heading: Heading
  /// The name of the business in the plan.
  public let business: String
  /// The Number's measure and basis, as in "revenue by payments".
  public let measure: String
  /// True if the day is over and counts as elapsed.
  public let dayIsOver: Bool
  /// The period's Number up to the day.
  public let number: NumberAnswer
  /// The day's position in the period, and the pace.
  public let clock: ClockAnswer
  /// Activations on the day, which may not be over.
  public let activationsToday: Int
  /// Activations on the day before, a full day.
  public let activationsYesterday: Int
  /// Activations from the period's first day to the day, inclusive.
  public let activationsInPeriod: Int
  /// Activations of the period before, up to the same day of it.
  public let activationsBefore: Int
  /// Customers by state on the day.
  public let standing: Lifecycle.Standing
  /// The days without spending after which a customer has lapsed.
  public let lapse: Int
  /// The label of the period before.
  public let periodBefore: String
  /// The Number of the day.
  public let today: Money
  /// The Number of the day before, a full day, also on the first day of a period.
  public let yesterday: Money
  /// Each lever's part of the day's Number, in minor units.
  public let leversToday: DailyNumber.ByLever
  /// The part of the day's Number that no lever is credited with.
  public let unattributedToday: Money
  /// The forecast of the period.
  public let forecast: ForecastAnswer
  /// The period's momentum against past periods.
  public let momentum: MomentumAnswer
  /// The period day by day: the path to the target, and the forecast.
  public let curve: PeriodCurve
  /// The verdicts on plays after the last close; nil if they weren't computed.
  public var plays: PlaysSummary?
}

/// The sums that the Flash is computed from.
public typealias FlashSums = SumPair<DailyNumber, Lifecycle>

extension DayScoreboard {
  /// The Flash.
  public func flash() -> Flash { flash(timelines.total(emptyFlash, rules)) }

  /// Empty sums for the Flash.
  public var emptyFlash: FlashSums { SumPair(emptyDaily(timelines), Lifecycle(today: day)) }

  /// The Flash from existing sums; `earlier` is the sum over ``DayScoreboard/earlier``, if any.
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
      lapse: plan.activation.lapse, periodBefore: plan.fiscal.period(Int(periodNumber) - 1).label,
      today: money(measure(now)), yesterday: money(measure(before)), leversToday: levers,
      unattributedToday: money(unattributed(now)), forecast: forecast(daily),
      momentum: momentum(daily), curve: periodCurve(daily))
  }

  private func activations(_ sum: Lifecycle, _ days: Range<CalendarDay>) -> Int {
    let activations = sum.activations
    return days.reduce(0) { $0 + Int(activations[$1.number] ?? 0) }
  }

  /// The days of the period before, up to the same day of it.
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
