import Facts

/// A time zone that a small business may be in.
struct SmallZone: Sendable {
  let zone: Zone
  /// A day in 2026 on which its clocks change; nil if they never do.
  let changing: CalendarDay?

  private init(_ name: String, hours: Double, _ rule: SummerTime, changing: (Int, Int)? = nil) {
    zone = rule.zone(name, offset: Int64(hours * 3600))
    self.changing = changing.map {
      firstDay(ofMonth: $0.0, in: 2026).advanced(by: $0.1 - 1)
    }
  }

  /// Zones east and west, with daylight saving in either half of the year, with half-hour offset,
  /// and without.
  static let all = [
    SmallZone("Europe/London", hours: 0, .europe, changing: (3, 29)),
    SmallZone("Europe/Berlin", hours: 1, .europe, changing: (10, 25)),
    SmallZone("America/New_York", hours: -5, .america, changing: (3, 8)),
    SmallZone("America/Los_Angeles", hours: -8, .america, changing: (11, 1)),
    SmallZone("Australia/Sydney", hours: 10, .australia, changing: (4, 5)),
    SmallZone("Asia/Kolkata", hours: 5.5, .none),
    SmallZone("Asia/Tokyo", hours: 9, .none),
    SmallZone("UTC", hours: 0, .none),
  ]
}
