import Facts
import Foundation
import Testing

@Suite struct CalendarTests {
  @Test func `days agree with Foundation's calendar from 1890 to 2110`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for number in stride(from: Int32(-29_000), to: 51_000, by: 37) {
      let day = CalendarDay(number: number)
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      #expect(day.civil == (parts.year, parts.month, parts.day))
      #expect((Weekday.allCases.firstIndex(of: day.weekday) ?? 9) == ((parts.weekday ?? 0) + 5) % 7)
      #expect(CalendarDay(day.description) == day)
    }
  }

  @Test(arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-04-31"])
  func `days that do not exist are none`(text: String) { #expect(CalendarDay(text) == nil) }

  @Test(arguments: [
    ("2026-11-24T09:30:00Z", "2026-11-24T09:30:00Z"),
    ("2026-11-24T10:30:00.250+01:00", "2026-11-24T09:30:00.250Z"),
    ("2026-11-24 10:30:00+0100", "2026-11-24T09:30:00Z"),
    ("2026-11-24T23:30:00.123456-05:00", "2026-11-25T04:30:00.123Z"),
    ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
  ])
  func `instants are read and written`(text: String, written: String) {
    #expect(Instant(text)?.description == written)
  }

  @Test(arguments: [
    "2026-11-24T09:30:00", "2026-11-24", "2026-11-24T25:00:00Z", "x", "2026-11-24T09:30:00.Z",
  ])
  func `instants without an offset or a real time are none`(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test func `fiscal quarters are named for the year in which the fiscal year ends`() throws {
    let april = FiscalCalendar(length: .quarter, firstMonth: 4)
    let day = try #require(CalendarDay("2026-11-24"))
    let period = april.period(containing: day)
    #expect(period.label == "2027-Q3")
    #expect(period.first.description == "2026-10-01")
    #expect(period.last.description == "2026-12-31")
    #expect(april.period(labelled: "2027-Q3") == period)
    #expect(april.period(labelled: "2026-11") == nil)
  }

  @Test(arguments: [1, 2, 4, 7, 10, 12], PeriodLength.allCases)
  func `periods follow each other without a gap`(firstMonth: Int, length: PeriodLength) {
    let fiscal = FiscalCalendar(length: length, firstMonth: firstMonth)
    let start = fiscal.number(of: CalendarDay(number: 10_000))
    for number in start..<start + 40 {
      let period = fiscal.period(number)
      #expect(period.end == fiscal.period(number + 1).first)
      #expect(fiscal.number(of: period.first) == number)
      #expect(fiscal.number(of: period.last) == number)
      #expect(fiscal.period(labelled: period.label) == period)
    }
  }

  @Test func `periods at the ends of the calendar are whole`() throws {
    for text in ["0001-01-01", "9999-12-31"] {
      let day = try #require(CalendarDay(text))
      let fiscal = FiscalCalendar(length: .quarter, firstMonth: 2)
      let number = fiscal.number(of: day)
      for period in [fiscal.period(number - 1), fiscal.period(number), fiscal.period(number + 1)] {
        #expect((28...92).contains(period.length))
      }
    }
  }

  @Test func `business zones turn instants into days across clock changes`() throws {
    let summer = try #require(Instant("2026-03-29T01:00:00Z")).seconds
    let winter = try #require(Instant("2026-10-25T01:00:00Z")).seconds
    let zone = Zone(name: "Europe/London", first: 0, changes: [(summer, 3600), (winter, 0)])
    let late = try #require(Instant("2026-07-01T23:30:00Z"))
    #expect(zone.day(of: late).description == "2026-07-02")
    #expect(
      zone.start(of: try #require(CalendarDay("2026-07-02"))).description == "2026-07-01T23:00:00Z")
    let skipped = try #require(ClockTime(Array("2026-03-29 01:30".utf8)))
    #expect(zone.instant(of: skipped).description == "2026-03-29T01:30:00Z")
    let twice = try #require(ClockTime(Array("2026-10-25 01:30".utf8)))
    #expect(zone.instant(of: twice).description == "2026-10-25T00:30:00Z")
  }
}
