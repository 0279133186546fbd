import Facts

/// The simulated days, numbered from 0, with precomputed figures for each.
struct SimulatedCalendar: Sendable {
  let first: CalendarDay
  let last: CalendarDay
  let zone: Zone
  /// The number of days.
  let count: Int
  /// The holidays from the first day's year to that of a year after the last day.
  let holidays: [CalendarDay]
  /// The spending factor by day, 1 for an ordinary one.
  let spending: [Double]
  /// Cumulative arrival weights, each day included.
  private let arrivals: [Double]
  /// The start of each day in milliseconds since 1970, with one more entry for the end.
  private let starts: [Int64]
  private let free: [Bool]

  init(first: CalendarDay, last: CalendarDay, zone: Zone) {
    self.first = first
    self.last = last
    self.zone = zone
    count = first.distance(to: last) + 1
    holidays = Holidays.from(first, to: last.advanced(by: 366))
    let closed = Set(holidays)
    let days = (0..<count).map { first.advanced(by: $0) }
    spending = days.map { Seasons.spending(on: $0, isHoliday: closed.contains($0)) }
    free = days.map { [.saturday, .sunday].contains($0.weekday) || closed.contains($0) }
    starts = (0...count).map { zone.start(of: first.advanced(by: $0)).milliseconds }
    var sum = 0.0
    arrivals = spending.enumerated().map { index, spending in
      sum += (0.5 + 0.5 * spending) * (1 + Seasons.yearlyGrowth * Double(index) / 365)
      return sum
    }
  }

  /// The first instant after the last day; nothing is received from then on.
  var end: Instant { Instant(milliseconds: starts[count]) }

  /// The day of a number, which may be outside the simulated days.
  func day(_ index: Int) -> CalendarDay { first.advanced(by: index) }

  /// The number of a day.
  func index(of day: CalendarDay) -> Int { first.distance(to: day) }

  /// The instant of a moment; outside the simulated days every day has 24 hours.
  func instant(_ moment: Moment) -> Instant {
    let inside = min(max(moment.day, 0), count)
    let outside = Int64(moment.day - inside) * 86_400_000
    return Instant(milliseconds: starts[inside] + outside + Int64(moment.second) * 1000)
  }

  /// True on business days; outside the simulated days holidays are ignored.
  func isBusinessDay(_ index: Int) -> Bool {
    guard free.indices.contains(index) else {
      return ![.saturday, .sunday].contains(day(index).weekday)
    }
    return !free[index]
  }

  /// The spending factor on a day; 1 outside the simulated days.
  func spending(on index: Int) -> Double { spending.indices.contains(index) ? spending[index] : 1 }

  /// Draws the arrival day of a new customer; arrivals grow with the business.
  func arrival(_ random: inout RandomStream) -> Int {
    let wanted = random.unit() * (arrivals.last ?? 0)
    var low = 0
    var high = count - 1
    while low < high {
      let middle = (low + high) / 2
      if arrivals[middle] > wanted { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// A second of a numbered day.
struct Moment: Comparable, Sendable {
  var day: Int
  var second: Int

  static func < (left: Moment, right: Moment) -> Bool {
    (left.day, left.second) < (right.day, right.second)
  }

  /// The same time of day, `days` later.
  func later(days: Int) -> Moment { Moment(day: day + days, second: second) }

  /// The moment `seconds` later, at most the end of the day.
  func soon(seconds: Int) -> Moment { Moment(day: day, second: min(second + seconds, 86_399)) }
}
