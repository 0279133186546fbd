public import Facts

/// The days that new facts may state: what lies outside is refused, since it is nearly always a mistake.
public struct FactSpan: Hashable, Sendable {
  /// The first of them.
  public var from: CalendarDay
  /// How many days after today the last of them is.
  public var ahead: Int

  /// The first day that ``from`` can be: what lies before is what broken exports write for an empty date.
  public static let earliest = CalendarDay(number: 0)
  /// Ten years of 366 days: service periods and closing dates lie in the future, a year mistyped further off.
  public static let usualAhead = 3660
  /// A hundred years of 366 days.
  public static let mostAhead = 36_600

  /// From 1970 to ten years from today, unless told otherwise.
  public init(from: CalendarDay = earliest, ahead: Int = usualAhead) {
    self.from = from
    self.ahead = ahead
  }
}

extension Plan {
  /// What facts that come now are held to.
  public func limits(at now: Instant) -> FactLimits {
    let last = zone.day(of: now).advanced(by: facts.ahead)
    return FactLimits(min(facts.from, last)...last, in: zone, amounts: rates.largest)
  }

  /// Reads facts that come now.
  public func reader(at now: Instant) -> FactReader {
    FactReader(zone: zone, currencies: rates.currencies, limits: limits(at: now))
  }
}
