import Facts

/// A daylight-saving rule, enough to build the ``Zone`` of a simulated business without tz data.
///
/// Source: IANA tz database, rules EU (1996 on), US (2007 on), AN (2008 on).
enum SummerTime {
  case none
  /// Last Sunday of March to last Sunday of October, at 01:00 UTC.
  case europe
  /// Second Sunday of March to first Sunday of November, at 02:00 local wall-clock time.
  case america
  /// First Sunday of October to first Sunday of April, at 02:00 standard time.
  case australia

  /// The years for which changes are generated.
  private static let years = 2007...2040

  /// A zone with a name and an offset, in seconds, outside daylight saving.
  func zone(_ name: String, offset: Int64) -> Zone {
    var changes: [(at: Int64, offset: Int64)] = []
    for year in SummerTime.years {
      changes += self.changes(in: year, offset)
    }
    if case .australia = self {
      return Zone(name: name, first: offset + 3600, changes: changes)
    }
    return Zone(name: name, first: offset, changes: changes)
  }

  private func changes(in year: Int, _ offset: Int64) -> [(at: Int64, offset: Int64)] {
    let summer = offset + 3600
    switch self {
    case .none: return []
    case .europe:
      let on = SummerTime.sunday(onOrAfter: 25, month: 3, year)
      let off = SummerTime.sunday(onOrAfter: 25, month: 10, year)
      return [(on + 3600, summer), (off + 3600, offset)]
    case .america:
      let on = SummerTime.sunday(onOrAfter: 8, month: 3, year)
      let off = SummerTime.sunday(onOrAfter: 1, month: 11, year)
      return [(on + 7200 - offset, summer), (off + 7200 - summer, offset)]
    case .australia:
      let off = SummerTime.sunday(onOrAfter: 1, month: 4, year)
      let on = SummerTime.sunday(onOrAfter: 1, month: 10, year)
      return [(off + 7200 - offset, offset), (on + 7200 - offset, summer)]
    }
  }

  /// The first Sunday on or after a date, as seconds since 1970 at midnight UTC.
  private static func sunday(onOrAfter date: Int, month: Int, _ year: Int) -> Int64 {
    let earliest = firstDay(ofMonth: month, in: year).advanced(by: date - 1)
    let fromMonday = Weekday.allCases.firstIndex(of: earliest.weekday) ?? 0
    return Int64(earliest.advanced(by: 6 - fromMonday).number) * 86_400
  }
}
