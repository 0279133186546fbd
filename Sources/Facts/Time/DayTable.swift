/// Maps instants to business days by table lookup, for one zone and a range of days.
///
/// A class, because kernels call it for every row and would copy a value of this size each time.
public final class DayTable: Sendable {
  private let zone: Zone
  @usableFromInline let first: Int64
  /// The start of each day, and of the day after the last, in milliseconds since 1970.
  @usableFromInline let starts: [Int64]
  /// Milliseconds added to an instant so that its local day is never guessed too early.
  @usableFromInline let shift: Int64
  @usableFromInline let limit: Int64

  /// A table for `days` of a zone. Instants outside it are converted by the zone itself.
  public init(_ zone: Zone, _ days: ClosedRange<Int32>) {
    self.zone = zone
    first = Int64(days.lowerBound)
    starts = zone.starts(of: days.lowerBound...days.upperBound + 1)
    shift = zone.furthestEast * 1000
    // If local time can fall back past midnight, days don't ascend with time: no table then.
    limit = zone.daysAscend ? Int64(starts.count - 1) : 0
  }

  /// True if a later instant is never on an earlier day in this zone, as nearly everywhere.
  public var ascends: Bool { limit > 0 }

  /// The day number of an instant, which is given in milliseconds since 1970.
  @inlinable @inline(__always)
  public func day(_ at: Int64) -> Int32 {
    let guess = Int64(UInt64(bitPattern: max(0, at &+ shift)) / 86_400_000) &- first
    guard guess >= 1, guess < limit else { return ask(at) }
    // `shift` is the zone's largest offset, so the guess is at most one day late; two in a zone
    // that moved across the date line.
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
  /// The start of each day in milliseconds since 1970.
  fileprivate func starts(of days: ClosedRange<Int32>) -> [Int64] {
    var next = 1
    return days.map { day in
      let midnight = Int64(day) * 86_400
      // Skips offset changes two or more days back: no offset is as large as that.
      while next < changes.count, changes[next] <= midnight - 172_800 { next += 1 }
      let isQuiet = next >= changes.count || changes[next] > midnight + 172_800
      guard isQuiet else { return start(of: CalendarDay(number: day)).milliseconds }
      return (midnight - offsets[next - 1]) * 1000
    }
  }

  /// The zone's largest offset from universal time, in seconds.
  var furthestEast: Int64 { offsets.max() ?? 0 }

  /// True if no clock change goes back past midnight, so that a later instant is never on an
  /// earlier day.
  var daysAscend: Bool {
    zip(changes.dropFirst(), zip(offsets, offsets.dropFirst())).allSatisfy { at, offset in
      let before = floorDivide(Int(at - 1 + offset.0), 86_400)
      return floorDivide(Int(at + offset.1), 86_400) >= before
    }
  }
}
