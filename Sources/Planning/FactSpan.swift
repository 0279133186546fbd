public import Facts

/// The range of days that new facts may name. A day outside it is rejected, as it is nearly
/// always a mistake.
public struct FactSpan: Hashable, Sendable {
  /// The first day.
  public var from: CalendarDay
  /// The last day, as a number of days after today.
  public var ahead: Int

  /// The lower bound of ``from``, 1970-01-01: broken exports write days before it for an empty
  /// date.
  public static let earliest = CalendarDay(number: 0)
  /// The default of ``ahead``, ten years of 366 days. That covers service periods and closing
  /// dates, but not most mistyped years.
  public static let usualAhead = 3660
  /// The upper bound of ``ahead``, a hundred years of 366 days.
  public static let mostAhead = 36_600

  /// A span; by default from 1970 to ten years from today.
  public init(from: CalendarDay = earliest, ahead: Int = usualAhead) {
    self.from = from
    self.ahead = ahead
  }
}

extension Plan {
  /// The limits on facts that arrive now.
  public func limits(at now: Instant) -> FactLimits {
    let last = zone.day(of: now).advanced(by: facts.ahead)
    return FactLimits(min(facts.from, last)...last, in: zone, amounts: rates.largest)
  }

  /// A reader of facts that arrive now.
  public func reader(at now: Instant) -> FactReader {
    FactReader(zone: zone, currencies: rates.currencies, limits: limits(at: now))
  }
}
