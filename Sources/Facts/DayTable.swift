/// The days of a zone from a first to a last, so that an instant becomes a day in a few steps.
public struct DayTable: Sendable {
  private let zone: Zone
  private let first: Int32
  /// Milliseconds since 1970 at which each day begins, and the one after the last.
  private let starts: [Int64]
  /// Added to an instant it gives a local time that is never too early.
  private let shift: Int64
  /// Whether local time never falls back past midnight, so that days ascend with time.
  private let ascends: Bool

  private static let day: Int64 = 86_400_000

  /// The days of a zone. Instants outside them are asked of the zone itself.
  public init(_ zone: Zone, _ days: ClosedRange<Int32>) {
    self.zone = zone
    first = days.lowerBound
    starts = zone.starts(of: days.lowerBound...days.upperBound + 1)
    shift = zone.furthestEast * 1000
    ascends = zone.daysAscend
  }

  /// The number of the day of an instant in milliseconds since 1970.
  public func day(_ at: Int64) -> Int32 {
    let local = at &+ shift
    var place = Int(local / DayTable.day) - Int(first)
    guard ascends, local >= 0, place >= 0, place < starts.count - 1, at >= starts[0] else {
      return zone.day(of: Instant(milliseconds: at)).number
    }
    while at < starts[place] { place -= 1 }
    return first + Int32(truncatingIfNeeded: place)
  }
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
