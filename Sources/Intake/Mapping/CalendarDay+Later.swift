internal import Facts

extension CalendarDay {
  /// The day moved on by months, then by days. A day past a month's end becomes the month's last.
  func later(days: Int, months: Int) -> CalendarDay {
    let (year, month, day) = civil
    let total = year * 12 + month - 1 + months
    let last = CalendarDay.length(ofMonth: total % 12 + 1, in: total / 12)
    let moved = CalendarDay(year: total / 12, month: total % 12 + 1, day: min(day, last))
    return (moved ?? self).advanced(by: days)
  }
}
