public import Facts
internal import Planning
internal import Tally

/// How the period has begun, against how past ones had by the same business day: the clock was reset, and
/// momentum is built again.
public struct Restart: Sendable, Equatable {
  /// Business days of the period that are over, five at most.
  public let businessDays: Int
  /// What they brought, with the days off before the next one left out.
  public let actual: Money
  /// The same of past periods, the last one first.
  public let past: [Past]

  /// One past period's beginning.
  public struct Past: Sendable, Equatable {
    /// The period's label.
    public let period: String
    /// What its first business days brought.
    public let actual: Money
  }

  /// How many past periods had begun with less.
  public var better: Int { past.count { $0.actual.minor < actual.minor } }

  static let mostDays = 5
  static let mostPeriods = 12
}

extension DayScoreboard {
  /// The period's restart.
  func restart(_ daily: DailyNumber) -> Known<Restart> {
    let closed = firstDayLeft.advanced(by: -1)
    let over = businessDays(of: period).prefix { $0 <= closed }.prefix(Restart.mostDays)
    guard let last = over.last else {
      return .unknown(why: "no business day of \(period.label) is over")
    }
    var past: [Restart.Past] = []
    for back in 1...Restart.mostPeriods {
      let earlier = plan.fiscal.period(Int(periodNumber) - back)
      guard let firstDay, earlier.first >= firstDay else { break }
      let days = businessDays(of: earlier).prefix(over.count)
      guard days.count == over.count, let end = days.last else { continue }
      past.append(
        .init(
          period: earlier.label,
          actual: money(measure(daily, earlier.first..<end.advanced(by: 1)))))
    }
    guard !past.isEmpty else { return .unknown(why: "there is no whole period before it") }
    return .known(
      Restart(
        businessDays: over.count,
        actual: money(measure(daily, period.first..<last.advanced(by: 1))), past: past))
  }

  private func businessDays(of period: Period) -> [CalendarDay] {
    period.days.filter(plan.calendar.isBusinessDay)
  }
}
