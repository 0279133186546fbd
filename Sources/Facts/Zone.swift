/// A time zone as a table of offsets: what turns an instant into a business day, and back.
public struct Zone: Hashable, Sendable {
  /// The IANA name: `Europe/London`.
  public let name: String
  /// Where the offset changes: seconds since 1970, ascending. The first entry counts from ever.
  let changes: [Int64]
  /// Seconds east of universal time from the change of the same index on.
  let offsets: [Int64]

  /// A zone that has `first` seconds of offset until the first of `changes`: instants in seconds
  /// since 1970, ascending, each with the offset from then on.
  public init(name: String, first: Int64, changes: [(at: Int64, offset: Int64)]) {
    self.name = name
    self.changes = [Int64.min] + changes.map(\.at)
    self.offsets = [first] + changes.map(\.offset)
  }

  /// Universal time.
  public static let utc = Zone(name: "UTC", first: 0, changes: [])

  /// Seconds east of universal time at an instant. O(log changes).
  public func offset(at instant: Instant) -> Int64 { offset(atSecond: instant.seconds) }

  /// The same for seconds since 1970.
  public func offset(atSecond second: Int64) -> Int64 {
    var low = 0
    var high = changes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if changes[middle] <= second { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// The day an instant falls on here.
  public func day(of instant: Instant) -> CalendarDay { day(ofSecond: instant.seconds) }

  /// The same for seconds since 1970.
  public func day(ofSecond second: Int64) -> CalendarDay {
    let local = second + offset(atSecond: second)
    return CalendarDay(number: Int32(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
  }

  /// The first instant of a day here: midnight, or where the clock skips midnight the moment after.
  public func start(of day: CalendarDay) -> Instant {
    instant(of: ClockTime(day: day, millisecondOfDay: 0))
  }

  /// The instant of a time on the wall here.
  ///
  /// A time that comes twice, as clocks go back, is the first of the two; a time that is skipped, as
  /// clocks go forward, is moved on by what was skipped. An offset in `time` wins over the zone.
  public func instant(of time: ClockTime) -> Instant {
    if let offset = time.offset { return time.instant(offset: offset) }
    let before = offset(at: time.instant(offset: 0).advanced(bySeconds: -86_400))
    let after = offset(at: time.instant(offset: 0).advanced(bySeconds: 86_400))
    let early = time.instant(offset: max(before, after))
    let late = time.instant(offset: min(before, after))
    if offset(at: early) == max(before, after) { return early }
    if offset(at: late) == min(before, after) { return late }
    return time.instant(offset: before)
  }
}
