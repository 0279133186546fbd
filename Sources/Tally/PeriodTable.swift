internal import Facts

/// The fiscal period of any moment, by a table of days of universal time: one division and one comparison.
struct PeriodTable: Sendable {
  private let first: Int64
  /// For each day of universal time from ``first`` on.
  private let days: [Day]

  private struct Day: BitwiseCopyable {
    /// When the next period begins, in milliseconds since 1970.
    let end: Int64
    /// The period at its start.
    let period: Int32
  }

  private static let day: Int64 = 86_400_000

  /// The periods of some days; empty where days do not ascend with time, so that every moment is outside.
  init(_ fiscal: FiscalCalendar, _ zone: Zone, _ days: Range<Int32>, ascends: Bool) {
    first = Int64(days.lowerBound)
    guard ascends else {
      self.days = []
      return
    }
    var table: [Day] = []
    var number = fiscal.number(of: CalendarDay(number: days.lowerBound - 2))
    var end = zone.start(of: fiscal.period(number).end).milliseconds
    for day in days {
      while Int64(day) * PeriodTable.day >= end {
        number += 1
        end = zone.start(of: fiscal.period(number).end).milliseconds
      }
      table.append(Day(end: end, period: Int32(number)))
    }
    self.days = table
  }

  /// The number of the fiscal period of a moment in milliseconds since 1970; nil outside the table.
  @inline(__always)
  func period(_ at: Int64) -> Int32? {
    // A moment before 1970 is far beyond the table as a number without a sign.
    let place = Int(Int64(UInt64(bitPattern: at) / UInt64(PeriodTable.day)) &- first)
    guard UInt(bitPattern: place) < UInt(bitPattern: days.count) else { return nil }
    // A period is longer than a day, so that no day holds more than one boundary.
    let day = days[place]
    return day.period &+ (at < day.end ? 0 : 1)
  }
}
