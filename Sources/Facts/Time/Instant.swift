/// A moment in universal time, to the millisecond.
public struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let milliseconds: Int64

  /// The moment `milliseconds` after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Whole seconds since 1970, rounded down.
  public var seconds: Int64 {
    milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
  }

  /// Earlier is less.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment `seconds` later; earlier if negative.
  public func advanced(bySeconds seconds: Int64) -> Instant {
    Instant(milliseconds: milliseconds + seconds * 1000)
  }

  /// Parses RFC 3339 with an offset: `2026-11-24T09:30:00Z`, `2026-11-24T10:30:00.250+01:00`.
  ///
  /// A space may replace the `T`. Digits past the millisecond are dropped. Nil for anything else,
  /// for a day that does not exist and for a missing offset.
  public init?(_ text: some StringProtocol) { self.init(ascii: Array(text.utf8)[...]) }

  /// Parses the same format from ASCII bytes.
  init?(ascii bytes: ArraySlice<UInt8>) {
    guard let clock = ClockTime(ascii: bytes), let offset = clock.offset else { return nil }
    let instant = clock.instant(offset: offset)
    guard Instant.writable.contains(instant) else { return nil }
    self = instant
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in universal time; milliseconds only if they aren't zero.
  public var description: String {
    let seconds = self.seconds
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = Int(seconds - days * 86_400)
    let part = Int(milliseconds - seconds * 1000)
    let fraction = part == 0 ? "" : "." + padded(part, 3)
    let time = "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
    return "\(CalendarDay(number: Int32(days)))T\(time)\(fraction)Z"
  }
}

/// A day and a time of day as written, with the offset if one was written.
public struct ClockTime: Hashable, Sendable {
  /// The local day, which may differ from the day in universal time.
  public let day: CalendarDay
  /// Milliseconds after local midnight.
  public let millisecondOfDay: Int64
  /// Seconds east of universal time; nil if the text has no offset.
  public let offset: Int64?

  /// A day and a time of day; the offset is unknown unless given.
  public init(day: CalendarDay, millisecondOfDay: Int64, offset: Int64? = nil) {
    self.day = day
    self.millisecondOfDay = millisecondOfDay
    self.offset = offset
  }

  /// Parses `2026-11-24T09:30[:00[.250]]` followed by `Z`, `+01:00`, `+0100` or nothing.
  public init?(_ bytes: [UInt8]) { self.init(ascii: bytes[...]) }

  /// Parses the same format from a slice of bytes.
  init?(ascii bytes: ArraySlice<UInt8>) {
    let first = bytes.startIndex
    guard bytes.count >= 16, let day = CalendarDay(ascii: bytes[first..<first + 10]) else {
      return nil
    }
    let mark = bytes[first + 10]
    guard mark == UInt8(ascii: "T") || mark == UInt8(ascii: "t") || mark == 32,
      bytes[first + 13] == UInt8(ascii: ":"), let hour = twoDigits(bytes, at: first + 11),
      hour < 24, let minute = twoDigits(bytes, at: first + 14), minute < 60
    else { return nil }
    var index = first + 16
    var millisecond = Int64(hour * 3600 + minute * 60) * 1000
    if index < bytes.endIndex, bytes[index] == UInt8(ascii: ":") {
      guard let seconds = ClockTime.seconds(bytes, &index) else { return nil }
      millisecond += seconds
    }
    guard let offset = ClockTime.offset(bytes[index...]) else { return nil }
    self.init(day: day, millisecondOfDay: millisecond, offset: offset)
  }

  /// Parses `:30` or `:30.250` as milliseconds and moves `index` past it.
  private static func seconds(_ bytes: ArraySlice<UInt8>, _ index: inout Int) -> Int64? {
    guard let second = twoDigits(bytes, at: index + 1), second <= 60 else { return nil }
    var milliseconds = Int64(min(second, 59)) * 1000
    index += 3
    guard index < bytes.endIndex, bytes[index] == UInt8(ascii: ".") else { return milliseconds }
    let start = index + 1
    var weight: Int64 = 100
    index = start
    while index < bytes.endIndex, (48...57).contains(bytes[index]) {
      milliseconds += Int64(bytes[index] - 48) * weight
      weight /= 10
      index += 1
    }
    return index > start ? milliseconds : nil
  }

  /// The moment of this local time at `offset` seconds east of universal time.
  public func instant(offset: Int64) -> Instant {
    Instant(milliseconds: Int64(day.number) * 86_400_000 + millisecondOfDay - offset * 1000)
  }

  /// Parses an offset in seconds: `.some(nil)` if the text is empty, nil if it isn't an offset.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64?? {
    if bytes.count == 1, bytes.first == UInt8(ascii: "Z") { return 0 }
    let shape = bytes.filter { $0 != UInt8(ascii: ":") }
    if shape.isEmpty { return .some(nil) }
    if shape.count == 1, shape[0] | 0x20 == UInt8(ascii: "z") { return 0 }
    guard shape.count == 5 || shape.count == 3, let hours = wholeNumber(shape[1..<3]), hours < 24,
      let minutes = wholeNumber(shape[3...]), minutes < 60
    else { return nil }
    let seconds = Int64(hours * 3600 + minutes * 60)
    switch shape[0] {
    case UInt8(ascii: "+"): return seconds
    case UInt8(ascii: "-"): return -seconds
    default: return nil
    }
  }
}
