import Facts

/// An id that the simulation makes up itself, so never empty and never too long.
func simulatedID<Kind>(_ text: String) -> Identifier<Kind> {
  guard let id = Identifier<Kind>(text) else {
    preconditionFailure("a simulated id has 1 to 128 bytes")
  }
  return id
}

/// A currency that the simulation names itself, so one that is known.
func simulatedCurrency(_ code: String) -> Currency {
  guard let currency = Currency(code) else {
    preconditionFailure("a simulated currency is in ISO 4217")
  }
  return currency
}

/// A first day of a month that is known to be one.
func firstDay(ofMonth month: Int, in year: Int) -> CalendarDay {
  let calendar = FiscalCalendar(length: .month)
  return calendar.period(year * 12 + month - 1).first
}

/// The period of a month.
func month(of day: CalendarDay) -> Period {
  FiscalCalendar(length: .month).period(containing: day)
}

/// The same day of the month `months` later, or that month's last day where it is shorter.
func day(_ day: CalendarDay, plusMonths months: Int) -> CalendarDay {
  let (year, month, date) = day.civil
  let first = firstDay(ofMonth: month + months, in: year)
  let length = first.civil
  let last = CalendarDay.length(ofMonth: length.month, in: length.year)
  return first.advanced(by: min(date, last) - 1)
}
