/// A day of the proleptic Gregorian calendar, without a time or a zone.
public struct CalendarDay: Hashable, Sendable {
  /// Days since 1970-01-01, which is 0.
  public let number: Int32

  /// The day `number` days after 1970-01-01.
  public init(number: Int32) { self.number = number }

  /// The day of a civil date; nil if it does not exist or its year is outside 1 to 9999.
  ///
  /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDay.length(ofMonth: month, in: year)
    else { return nil }
    number = CalendarDay.number(year: year, month: month, day: day)
  }

  /// Days from 1970-01-01 to a civil date. Any year is accepted, also one outside 1 to 9999.
  static func number(year: Int, month: Int, day: Int) -> Int32 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Parses `2026-11-24`; nil for any other format or a day that does not exist.
  public init?(_ iso: some StringProtocol) { self.init(ascii: Array(iso.utf8)[...]) }

  /// Parses `2026-11-24` from ASCII bytes.
  init?(ascii bytes: ArraySlice<UInt8>) {
    let first = bytes.startIndex
    guard bytes.count == 10, bytes[first + 4] == UInt8(ascii: "-"),
      bytes[first + 7] == UInt8(ascii: "-"), let century = twoDigits(bytes, at: first),
      let year = twoDigits(bytes, at: first + 2), let month = twoDigits(bytes, at: first + 5),
      let day = twoDigits(bytes, at: first + 8)
    else { return nil }
    self.init(year: century * 100 + year, month: month, day: day)
  }

  /// The civil date: year, month 1 to 12, day 1 to 31.
  ///
  /// Source: H. Hinnant, as above, civil_from_days.
  public var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1
    )
  }

  /// The day of the week.
  public var weekday: Weekday {
    let fromMonday = (Int(number) + 3) % 7
    return Weekday.allCases[fromMonday < 0 ? fromMonday + 7 : fromMonday]
  }

  /// The day `days` later; earlier if `days` is negative.
  public func advanced(by days: Int) -> CalendarDay { CalendarDay(number: number + Int32(days)) }

  /// Days from this day to `other`; negative if `other` is earlier.
  public func distance(to other: CalendarDay) -> Int { Int(other.number) - Int(number) }

  /// The number of days in a month, 28 to 31.
  public static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDay: Comparable, Strideable {
  /// Earlier is less.
  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.number < right.number
  }
}

extension CalendarDay: CustomStringConvertible {
  /// ISO 8601: `2026-11-24`.
  public var description: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// A day of the week, Monday first as in ISO 8601.
public enum Weekday: String, CaseIterable, Sendable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// Parses ASCII digits as a whole number; nil if any byte isn't a digit.
func wholeNumber(_ bytes: some Sequence<UInt8>) -> Int? {
  var value = 0
  for byte in bytes {
    guard (48...57).contains(byte) else { return nil }
    value = value * 10 + Int(byte - 48)
  }
  return value
}

/// Parses two ASCII digits at `index`; nil if either is missing or not a digit.
func twoDigits(_ bytes: ArraySlice<UInt8>, at index: Int) -> Int? {
  guard index + 1 < bytes.endIndex else { return nil }
  let tens = bytes[index] &- 48
  let ones = bytes[index + 1] &- 48
  return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
}

/// Formats a number with leading zeros up to `width` characters.
func padded(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
