internal import Facts

/// Parses a source's days and times in the formats that it declares; formats are never guessed.
struct DateReader: Sendable {
  /// The accepted formats; empty for ISO.
  let patterns: [DatePattern]
  /// The zone of times without an offset.
  let zone: Zone
  /// The business's zone, which decides the day of a moment.
  let business: Zone

  /// A day, or a moment.
  enum Moment {
    case day(CalendarDay)
    case instant(Instant)
  }

  /// Common formats, tried only to suggest a remedy for a text that doesn't match.
  private static let usual = [
    "yyyyMMdd", "M/d/yyyy", "d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "yyyy/MM/dd", "M/d/yy", "d/M/yy",
    "d MMM yyyy", "d-MMM-yyyy", "M/d/yyyy H:mm", "d/M/yyyy H:mm", "M/d/yyyy H:mm a",
    "M/d/yyyy, H:mm a", "d.M.yyyy H:mm", "yyyy/MM/dd HH:mm:ss", "yyyy-MM-dd H:mm",
  ].map { DatePattern($0) }

  /// The day or moment in the format of facts.
  func instant(_ text: String, column: String) throws(RowFault) -> String {
    switch try moment(text, column: column) {
    case .day(let day): day.description
    case .instant(let instant): instant.description
    }
  }

  /// The business day of a day or moment.
  func day(_ text: String, column: String) throws(RowFault) -> CalendarDay {
    switch try moment(text, column: column) {
    case .day(let day): day
    case .instant(let instant): business.day(of: instant)
    }
  }

  private func moment(_ text: String, column: String) throws(RowFault) -> Moment {
    if patterns.isEmpty {
      if let day = CalendarDay(text) { return .day(day) }
      if let clock = ClockTime(Array(text.utf8)) { return .instant(zone.instant(of: clock)) }
    }
    for pattern in patterns {
      guard let reading = pattern.read(text) else { continue }
      guard let millisecond = reading.millisecond else { return .day(reading.day) }
      let clock = ClockTime(day: reading.day, millisecondOfDay: millisecond)
      return .instant(zone.instant(of: clock))
    }
    throw fault(text, column)
  }

  private func fault(_ text: String, _ column: String) -> RowFault {
    let known = patterns.isEmpty ? "yyyy-MM-dd" : patterns.map(\.text).joined(separator: " or ")
    let fits = DateReader.usual.filter { $0.read(text) != nil }.map(\.text)
    let remedy =
      fits.isEmpty
      ? "correct it, or say how dates are written under dates: in the source"
      : "if it means \(fits.joined(separator: " or ")), say so under dates: in the source"
    return RowFault(column, "'\(text)' isn't a valid date or time in the form \(known)", remedy)
  }
}
