public import Facts
internal import Planning
internal import Tally

/// The period's beginning, compared with past periods by the same business day.
///
/// The clock was reset, and momentum has to be built again.
public struct Restart: Sendable, Equatable {
  /// Business days of the period that are over, at most five.
  public let businessDays: Int
  /// The Number of these days; days off after the last of them are left out.
  public let actual: Money
  /// The same for past periods, latest first.
  public let past: [Past]

  /// The beginning of one past period.
  public struct Past: Sendable, Equatable {
    /// The label of the past period.
    public let period: String
    /// The Number of its first business days.
    public let actual: Money
  }

  /// The number of past periods that had begun with less.
  public var better: Int { past.count { $0.actual.minor < actual.minor } }

  static let mostDays = 5
  static let mostPeriods = 12
}

extension DayScoreboard {
  /// The restart of the day's period; unknown without an elapsed business day or a past period.
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
