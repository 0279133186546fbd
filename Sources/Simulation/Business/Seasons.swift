import Facts

/// Seasonal factors, 1 for an ordinary day.
enum Seasons {
  /// The growth of arrivals in a year, as a share.
  static let yearlyGrowth = 0.35

  private static let byMonth = [0.9, 0.92, 1, 0.98, 1, 1.02, 0.88, 0.8, 1.03, 1.08, 1.2, 1.4]
  private static let byWeekday = [1.15, 1.2, 1.15, 1.1, 0.95, 0.6, 0.5]
  private static let onHoliday = 0.3

  /// The factor on spending on a day: high in December, low in August, on weekends and holidays.
  static func spending(on day: CalendarDay, isHoliday: Bool) -> Double {
    let weekday = Weekday.allCases.firstIndex(of: day.weekday) ?? 0
    return byMonth[day.civil.month - 1] * byWeekday[weekday] * (isHoliday ? onHoliday : 1)
  }

  /// The factor of a month against an ordinary one.
  static func month(_ number: Int) -> Double { byMonth[(number - 1) % 12] }

  /// The share of deals that reps pull or push into the last days of a month.
  ///
  /// It is larger if a quarter ends with the month.
  static func monthEndPull(of day: CalendarDay) -> Double { day.civil.month % 3 == 0 ? 0.6 : 0.42 }
}
