internal import Facts

/// Looks up a moment's fiscal period in a table of UTC days: one division and one comparison.
struct PeriodTable: Sendable {
  private let first: Int64
  /// One entry for each UTC day, starting at ``first``.
  private let days: [Day]

  private struct Day: BitwiseCopyable {
    /// The start of the next period, in milliseconds since 1970.
    let end: Int64
    /// The period at the start of the day.
    let period: Int32
  }

  private static let day: Int64 = 86_400_000

  /// The table for a range of UTC days.
  ///
  /// Empty if local days don't ascend with time (`ascends`), so that every moment is outside.
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
    // As an unsigned number, a moment before 1970 is far beyond the table.
    let place = Int(Int64(UInt64(bitPattern: at) / UInt64(PeriodTable.day)) &- first)
    guard UInt(bitPattern: place) < UInt(bitPattern: days.count) else { return nil }
    // A period is longer than a day, so a day holds at most one boundary.
    let day = days[place]
    return day.period &+ (at < day.end ? 0 : 1)
  }
}
