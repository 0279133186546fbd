import Facts
import Testing

@Suite("Labels of periods")
struct PeriodLabelTests {
  @Test(
    "What only looks like a label names no period",
    arguments: [
      "2026-+1", "+026-01", "2026-1", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-Q01",
      "2026-Q+1", "26-01", "2026", "2026-01-01", "", "-", "0000-01", "0001-Q٣",
    ])
  func refused(label: String) {
    for length in PeriodLength.allCases {
      for month in [1, 4, 12] {
        let calendar = FiscalCalendar(length: length, firstMonth: month)
        #expect(calendar.period(labelled: label) == nil)
      }
    }
  }

  @Test("Every period is found again by its label", arguments: PeriodLength.allCases)
  func found(length: PeriodLength) {
    for month in 1...12 {
      let calendar = FiscalCalendar(length: length, firstMonth: month)
      let first = calendar.number(of: CalendarDay(number: 20_000))
      for number in first..<first + 500 {
        let period = calendar.period(number)
        #expect(calendar.period(labelled: period.label) == period)
      }
    }
  }
}
