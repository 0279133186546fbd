import Facts

/// The holidays of England and Wales, without substitutes for those on a weekend.
enum Holidays {
  /// All holidays of the years from one day's to another's, in order.
  static func from(_ first: CalendarDay, to last: CalendarDay) -> [CalendarDay] {
    (first.civil.year...last.civil.year).flatMap(of(year:))
  }

  static func of(year: Int) -> [CalendarDay] {
    let easter = easterSunday(in: year)
    let christmas = firstDay(ofMonth: 12, in: year).advanced(by: 24)
    return [
      firstDay(ofMonth: 1, in: year), easter.advanced(by: -2), easter.advanced(by: 1),
      monday(from: 1, month: 5, year), monday(from: 25, month: 5, year),
      monday(from: 25, month: 8, year), christmas, christmas.advanced(by: 1),
    ].sorted()
  }

  private static func monday(from date: Int, month: Int, _ year: Int) -> CalendarDay {
    let earliest = firstDay(ofMonth: month, in: year).advanced(by: date - 1)
    let fromMonday = Weekday.allCases.firstIndex(of: earliest.weekday) ?? 0
    return earliest.advanced(by: (7 - fromMonday) % 7)
  }

  /// The date of Easter Sunday.
  ///
  /// Source: J. Meeus, "Astronomical Algorithms" (1991), chapter 8, Gregorian Easter.
  private static func easterSunday(in year: Int) -> CalendarDay {
    let (golden, century, rest) = (year % 19, year / 100, year % 100)
    let correction = (century - (century + 8) / 25 + 1) / 3
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7
    let shift = (golden + 11 * epact + 22 * weekday) / 451
    let sum = epact + weekday - 7 * shift + 114
    return firstDay(ofMonth: sum / 31, in: year).advanced(by: sum % 31)
  }
}
