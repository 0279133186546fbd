/// The days of a zone from a first to a last, so that an instant becomes a day in a few steps. A class, since
/// kernels ask it of every row and a value of this size would be copied each time.
public final class DayTable: Sendable {
  private let zone: Zone
  @usableFromInline let first: Int64
  /// Milliseconds since 1970 at which each day begins, and the one after the last.
  @usableFromInline let starts: [Int64]
  /// Added to an instant it gives a local time that is never too early.
  @usableFromInline let shift: Int64
  @usableFromInline let limit: Int64

  /// The days of a zone. Instants outside them are asked of the zone itself.
  public init(_ zone: Zone, _ days: ClosedRange<Int32>) {
    self.zone = zone
    first = Int64(days.lowerBound)
    starts = zone.starts(of: days.lowerBound...days.upperBound + 1)
    shift = zone.furthestEast * 1000
    // Where local time can fall back past midnight, days do not ascend with time: no table then.
    limit = zone.daysAscend ? Int64(starts.count - 1) : 0
  }

  /// Whether a later instant is never an earlier day here, as nearly everywhere.
  public var ascends: Bool { limit > 0 }

  /// The number of the day of an instant in milliseconds since 1970.
  @inlinable @inline(__always)
  public func day(_ at: Int64) -> Int32 {
    let guess = Int64(UInt64(bitPattern: max(0, at &+ shift)) / 86_400_000) &- first
    guard guess >= 1, guess < limit else { return ask(at) }
    // A clock that is never ahead of the furthest east is a day behind at most, two for one that moved
    // across the date line.
    if at >= starts[Int(guess)] { return Int32(truncatingIfNeeded: guess &+ first) }
    return before(at, guess)
  }

  @usableFromInline @inline(never)
  func before(_ at: Int64, _ guess: Int64) -> Int32 {
    var place = Int(guess) - 1
    while place >= 0, at < starts[place] { place -= 1 }
    return place < 0 ? ask(at) : Int32(truncatingIfNeeded: Int64(place) + first)
  }

  @usableFromInline @inline(never)
  func ask(_ at: Int64) -> Int32 { zone.day(of: Instant(milliseconds: at)).number }
}

extension Zone {
  /// Milliseconds since 1970 at which days begin.
  fileprivate func starts(of days: ClosedRange<Int32>) -> [Int64] {
    var next = 1
    return days.map { day in
      let midnight = Int64(day) * 86_400
      // Past every change that lies two days back, further than any clock is off.
      while next < changes.count, changes[next] <= midnight - 172_800 { next += 1 }
      let isQuiet = next >= changes.count || changes[next] > midnight + 172_800
      guard isQuiet else { return start(of: CalendarDay(number: day)).milliseconds }
      return (midnight - offsets[next - 1]) * 1000
    }
  }

  /// The largest offset that the zone ever has, in seconds.
  var furthestEast: Int64 { offsets.max() ?? 0 }

  /// Whether no clock change goes back past a midnight, so that a later instant is never an earlier day.
  var daysAscend: Bool {
    zip(changes.dropFirst(), zip(offsets, offsets.dropFirst())).allSatisfy { at, offset in
      let before = floorDivide(Int(at - 1 + offset.0), 86_400)
      return floorDivide(Int(at + offset.1), 86_400) >= before
    }
  }
}
