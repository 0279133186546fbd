/// A time zone as a table of offsets, which converts between instants and business days.
public struct Zone: Hashable, Sendable {
  /// The IANA name: `Europe/London`.
  public let name: String
  /// The moments at which the offset changes, in seconds since 1970, ascending. The first is
  /// `Int64.min`, so that the first offset has no beginning.
  let changes: [Int64]
  /// Seconds east of universal time, valid from the change at the same index on.
  let offsets: [Int64]

  /// A zone with an initial offset and a list of changes.
  ///
  /// `first` is the offset in seconds until the first change. `changes` are instants in seconds
  /// since 1970, ascending, each with the offset from then on.
  public init(name: String, first: Int64, changes: [(at: Int64, offset: Int64)]) {
    self.name = name
    self.changes = [Int64.min] + changes.map(\.at)
    self.offsets = [first] + changes.map(\.offset)
  }

  /// Universal time, without changes.
  public static let utc = Zone(name: "UTC", first: 0, changes: [])

  /// Seconds east of universal time at an instant. Binary search: O(log changes).
  public func offset(at instant: Instant) -> Int64 { offset(atSecond: instant.seconds) }

  /// Seconds east of universal time at a moment in seconds since 1970.
  public func offset(atSecond second: Int64) -> Int64 {
    var low = 0
    var high = changes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if changes[middle] <= second { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// The local day of an instant.
  public func day(of instant: Instant) -> CalendarDay { day(ofSecond: instant.seconds) }

  /// The local day of a moment in seconds since 1970.
  public func day(ofSecond second: Int64) -> CalendarDay {
    let local = second + offset(atSecond: second)
    return CalendarDay(number: Int32(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
  }

  /// The first instant of a day in this zone: midnight, or the moment after it if the clock skips
  /// midnight.
  public func start(of day: CalendarDay) -> Instant {
    instant(of: ClockTime(day: day, millisecondOfDay: 0))
  }

  /// The instant of a local time in this zone.
  ///
  /// If the clock goes back and a time occurs twice, the first counts. If the clock goes forward
  /// and a time is skipped, it moves on by the skipped amount. An offset in `time` takes
  /// precedence over the zone.
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
