/// A half-open range of days with the name that people call it by.
public struct Period: Hashable, Sendable {
  /// `2026-10` for a month; `2026-Q4` for a quarter of the fiscal year named 2026.
  public let label: String
  /// The first day.
  public let first: CalendarDay
  /// The day after the last.
  public let end: CalendarDay

  /// The period from `first` up to but not including `end`.
  public init(label: String, first: CalendarDay, end: CalendarDay) {
    self.label = label
    self.first = first
    self.end = end
  }

  /// The last day.
  public var last: CalendarDay { end.advanced(by: -1) }
  /// The number of days.
  public var length: Int { first.distance(to: end) }
  /// The days as a half-open range.
  public var days: Range<CalendarDay> { first..<end }
  /// True if the day is in the period.
  public func contains(_ day: CalendarDay) -> Bool { first <= day && day < end }
}

/// The length of a period.
public enum PeriodLength: String, CaseIterable, Sendable {
  case month, quarter
  /// The number of months in a period.
  public var months: Int { self == .month ? 1 : 3 }
}

/// The fiscal year divided into periods.
///
/// Periods are numbered without gaps: number n − 1 is the period before number n.
public struct FiscalCalendar: Hashable, Sendable {
  /// The length of a period.
  public let length: PeriodLength
  /// The month a fiscal year starts in, 1 to 12.
  public let firstMonth: Int

  /// A fiscal year that starts with `firstMonth` (1 to 12).
  public init(length: PeriodLength, firstMonth: Int = 1) {
    self.length = length
    self.firstMonth = firstMonth
  }

  /// The number of the period that contains a day.
  public func number(of day: CalendarDay) -> Int {
    let (year, month, _) = day.civil
    return floorDivide(year * 12 + month - firstMonth, length.months)
  }

  /// The period with a number.
  public func period(_ number: Int) -> Period {
    let start = number * length.months + firstMonth - 1
    let stop = start + length.months
    return Period(
      label: label(monthIndex: start), first: FiscalCalendar.first(ofMonthIndex: start),
      end: FiscalCalendar.first(ofMonthIndex: stop))
  }

  /// The period that contains a day.
  public func period(containing day: CalendarDay) -> Period { period(number(of: day)) }

  /// Parses `2026-10` or `2026-Q4`; nil if it isn't a period of this calendar.
  public func period(labelled label: String) -> Period? {
    let parts = label.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, let year = wholeNumber(parts[0].utf8) else {
      return nil
    }
    if parts[1].first == "Q" || parts[1].first == "q" {
      guard parts[1].utf8.count == 2, let quarter = wholeNumber(parts[1].utf8.dropFirst()),
        (1...4).contains(quarter)
      else { return nil }
      let startYear = firstMonth == 1 ? year : year - 1
      guard
        let day = CalendarDay(
          year: startYear + (firstMonth - 1 + (quarter - 1) * 3) / 12,
          month: (firstMonth - 1 + (quarter - 1) * 3) % 12 + 1, day: 1)
      else { return nil }
      return length == .quarter ? period(containing: day) : nil
    }
    guard length == .month, parts[1].utf8.count == 2, let month = wholeNumber(parts[1].utf8),
      let day = CalendarDay(year: year, month: month, day: 1)
    else { return nil }
    return period(containing: day)
  }

  /// The fiscal year of a day, named for the calendar year in which it ends.
  public func year(of day: CalendarDay) -> Int {
    let (year, month, _) = day.civil
    return firstMonth > 1 && month >= firstMonth ? year + 1 : year
  }

  private func label(monthIndex: Int) -> String {
    let day = FiscalCalendar.first(ofMonthIndex: monthIndex)
    let (year, month, _) = day.civil
    guard length == .quarter else { return "\(padded(year, 4))-\(padded(month, 2))" }
    let quarter = (month - firstMonth + 12) % 12 / 3 + 1
    return "\(padded(self.year(of: day), 4))-Q\(quarter)"
  }

  /// The first day of a month, counted in months from January of year 0.
  private static func first(ofMonthIndex index: Int) -> CalendarDay {
    let year = floorDivide(index, 12)
    return CalendarDay(number: CalendarDay.number(year: year, month: index - year * 12 + 1, day: 1))
  }
}

/// Division rounded towards negative infinity; `divisor` must be positive.
public func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
  dividend >= 0 ? dividend / divisor : -((-dividend + divisor - 1) / divisor)
}
