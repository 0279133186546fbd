import Facts

/// How busy a day is, 1 for an ordinary one.
enum Seasons {
  /// Growth of arrivals in a year.
  static let yearlyGrowth = 0.35

  private static let byMonth = [0.9, 0.92, 1, 0.98, 1, 1.02, 0.88, 0.8, 1.03, 1.08, 1.2, 1.4]
  private static let byWeekday = [1.15, 1.2, 1.15, 1.1, 0.95, 0.6, 0.5]
  private static let onHoliday = 0.3

  /// How much customers spend on a day: December high, August, weekends and holidays low.
  static func spending(on day: CalendarDay, isHoliday: Bool) -> Double {
    let weekday = Weekday.allCases.firstIndex(of: day.weekday) ?? 0
    return byMonth[day.civil.month - 1] * byWeekday[weekday] * (isHoliday ? onHoliday : 1)
  }

  /// How much a month is above or below an ordinary one.
  static func month(_ number: Int) -> Double { byMonth[(number - 1) % 12] }

  /// The share of deals that a rep pulls or pushes into the last days of a month: more where a
  /// quarter ends with it.
  static func monthEndPull(of day: CalendarDay) -> Double { day.civil.month % 3 == 0 ? 0.6 : 0.42 }
}
