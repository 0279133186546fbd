import Facts

/// The days that the business is simulated for, numbered from 0, with what is worth knowing of each
/// worked out once.
struct SimulatedCalendar: Sendable {
  let first: CalendarDay
  let last: CalendarDay
  let zone: Zone
  /// How many days there are.
  let count: Int
  /// The holidays of the years touched and of the year after.
  let holidays: [CalendarDay]
  /// Spending by day, 1 for an ordinary one.
  let spending: [Double]
  /// Arrivals up to and with each day.
  private let arrivals: [Double]
  /// Milliseconds at which each day starts; one more than there are days.
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

  /// The first instant after the last day: nothing is received from then on.
  var end: Instant { Instant(milliseconds: starts[count]) }

  /// The day of a number, which may lie outside.
  func day(_ index: Int) -> CalendarDay { first.advanced(by: index) }

  /// The number of a day.
  func index(of day: CalendarDay) -> Int { first.distance(to: day) }

  /// The instant of a moment; past the last day every day has 24 hours.
  func instant(_ moment: Moment) -> Instant {
    let inside = min(max(moment.day, 0), count)
    let outside = Int64(moment.day - inside) * 86_400_000
    return Instant(milliseconds: starts[inside] + outside + Int64(moment.second) * 1000)
  }

  /// Whether business is done on a day; outside, weekends only are free.
  func isBusinessDay(_ index: Int) -> Bool {
    guard free.indices.contains(index) else {
      return ![.saturday, .sunday].contains(day(index).weekday)
    }
    return !free[index]
  }

  /// Spending on a day, 1 outside.
  func spending(on index: Int) -> Double { spending.indices.contains(index) ? spending[index] : 1 }

  /// A day on which a new customer arrives: more as the business grows.
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

  /// The moment some days later, at the same time.
  func later(days: Int) -> Moment { Moment(day: day + days, second: second) }

  /// The moment some seconds later, but on the same day.
  func soon(seconds: Int) -> Moment { Moment(day: day, second: min(second + seconds, 86_399)) }
}
