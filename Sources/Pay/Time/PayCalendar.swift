public import Facts
public import Planning

/// The pay periods of the fiscal year; a pay plan starts again from zero in each.
public struct PayCalendar: Hashable, Sendable {
  /// The length of a pay period.
  public let length: PayPlan.PayPeriod
  private let months: FiscalCalendar

  /// The pay periods of a plan's fiscal year.
  public init(_ length: PayPlan.PayPeriod, _ fiscal: FiscalCalendar) {
    self.length = length
    months = FiscalCalendar(length: .month, firstMonth: fiscal.firstMonth)
  }

  private var monthsEach: Int {
    switch length {
    case .month: 1
    case .quarter: 3
    case .year: 12
    }
  }

  /// Pay periods in a year.
  public var periodsAYear: Int { 12 / monthsEach }

  /// The number of the pay period that contains a day; consecutive periods have consecutive
  /// numbers.
  public func number(of day: CalendarDay) -> Int { floorDivide(months.number(of: day), monthsEach) }

  /// The pay period with a number, labelled `2026-10`, `2026-Q4`, or `2026` for a fiscal year.
  public func period(_ number: Int) -> Period {
    let first = months.period(number * monthsEach)
    let last = months.period(number * monthsEach + monthsEach - 1)
    let label: String
    switch length {
    case .month: label = first.label
    case .quarter:
      let quarters = FiscalCalendar(length: .quarter, firstMonth: months.firstMonth)
      label = quarters.period(containing: first.first).label
    case .year:
      let year = String(months.year(of: first.first))
      label = String(repeating: "0", count: max(0, 4 - year.utf8.count)) + year
    }
    return Period(label: label, first: first.first, end: last.end)
  }

  /// The pay period a day falls in.
  public func period(containing day: CalendarDay) -> Period { period(number(of: day)) }

  /// The number of the first pay period in the fiscal year of a pay period.
  public func yearStart(of number: Int) -> Int {
    floorDivide(number, periodsAYear) * periodsAYear
  }

  /// Parses a pay period's label; nil if it names none.
  public static func labelled(_ label: String, _ fiscal: FiscalCalendar) -> (
    calendar: PayCalendar, period: Period
  )? {
    if label.utf8.count == 4, let year = Int(label), (1...9999).contains(year) {
      let calendar = PayCalendar(.year, fiscal)
      let start = fiscal.firstMonth == 1 ? year : year - 1
      return CalendarDay(year: start, month: fiscal.firstMonth, day: 1).map {
        (calendar, calendar.period(containing: $0))
      }
    }
    for (length, pay) in [(PeriodLength.month, PayPlan.PayPeriod.month), (.quarter, .quarter)] {
      let periods = FiscalCalendar(length: length, firstMonth: fiscal.firstMonth)
      if let period = periods.period(labelled: label) {
        let calendar = PayCalendar(pay, fiscal)
        return (calendar, calendar.period(containing: period.first))
      }
    }
    return nil
  }
}
