internal import Facts

/// A compiled date format: `yyyyMMdd`, `M/d/yyyy H:mm`, `d MMM yyyy`.
struct DatePattern: Sendable {
  /// The pattern as written in the source.
  let text: String
  private let parts: [Part]

  private enum Part: Sendable {
    case number(Field, least: Int, most: Int)
    case monthName
    case halfDay
    case mark(UInt8)
  }

  private enum Field: Sendable { case year, shortYear, month, day, hour, minute, second, milli }

  /// Compiles a pattern. Text that isn't a token stands for itself.
  init(_ text: String) {
    self.text = text
    var parts: [Part] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      rest = rest.dropFirst(run.count)
      if let part = DatePattern.part(String(decoding: run, as: UTF8.self)) {
        parts.append(part)
      } else {
        parts += run.map { .mark($0) }
      }
    }
    self.parts = parts
  }

  private static func part(_ token: String) -> Part? {
    switch token {
    case "yyyy": .number(.year, least: 4, most: 4)
    case "yy": .number(.shortYear, least: 2, most: 2)
    case "MM": .number(.month, least: 2, most: 2)
    case "M": .number(.month, least: 1, most: 2)
    case "MMM": .monthName
    case "dd": .number(.day, least: 2, most: 2)
    case "d": .number(.day, least: 1, most: 2)
    case "HH": .number(.hour, least: 2, most: 2)
    case "H": .number(.hour, least: 1, most: 2)
    case "mm": .number(.minute, least: 2, most: 2)
    case "ss": .number(.second, least: 2, most: 2)
    case "SSS": .number(.milli, least: 3, most: 3)
    case "a": .halfDay
    default: nil
    }
  }

  /// A day, and the milliseconds after midnight if the pattern has a time of day.
  struct Reading: Equatable {
    let day: CalendarDay
    let millisecond: Int64?
  }

  /// Parses a text that matches the whole pattern; nil for any other text, and for a day or time
  /// that does not exist.
  func read(_ text: String) -> Reading? {
    var found = Found()
    var rest = Array(text.utf8)[...]
    for part in parts {
      switch part {
      case .mark(let mark):
        guard rest.popFirst() == mark else { return nil }
      case .number(let field, let least, let most):
        let digits = rest.prefix(most).prefix { (48...57).contains($0) }
        guard digits.count >= least else { return nil }
        found.set(field, digits.reduce(0) { $0 * 10 + Int($1 - 48) })
        rest = rest.dropFirst(digits.count)
      case .monthName:
        guard let month = DatePattern.month(&rest) else { return nil }
        found.month = month
      case .halfDay:
        guard let isAfternoon = DatePattern.isAfternoon(&rest) else { return nil }
        found.isAfternoon = isAfternoon
      }
    }
    return rest.isEmpty ? found.reading : nil
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private static func month(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let name = String(decoding: rest.prefix(3).map { $0 | 0x20 }, as: UTF8.self)
    guard let index = months.firstIndex(of: name) else { return nil }
    rest = rest.dropFirst(3)
    return index + 1
  }

  private static func isAfternoon(_ rest: inout ArraySlice<UInt8>) -> Bool? {
    let mark = String(decoding: rest.prefix(2).map { $0 | 0x20 }, as: UTF8.self)
    guard mark == "am" || mark == "pm" else { return nil }
    rest = rest.dropFirst(2)
    return mark == "pm"
  }

  /// The values parsed so far.
  private struct Found {
    var year = 0
    var month = 0
    var day = 0
    var hour: Int?
    var minute = 0
    var second = 0
    var milli = 0
    var isAfternoon: Bool?

    mutating func set(_ field: Field, _ value: Int) {
      switch field {
      case .year: year = value
      // POSIX strptime: 69 to 99 mean 1969 to 1999.
      case .shortYear: year = value < 69 ? 2000 + value : 1900 + value
      case .month: month = value
      case .day: day = value
      case .hour: hour = value
      case .minute: minute = value
      case .second: second = value
      case .milli: milli = value
      }
    }

    var reading: Reading? {
      guard let day = CalendarDay(year: year, month: month, day: day) else { return nil }
      guard var hour else { return Reading(day: day, millisecond: nil) }
      if let isAfternoon {
        guard (1...12).contains(hour) else { return nil }
        hour = hour % 12 + (isAfternoon ? 12 : 0)
      }
      guard hour < 24, minute < 60, second <= 60 else { return nil }
      let seconds = hour * 3600 + minute * 60 + min(second, 59)
      return Reading(day: day, millisecond: Int64(seconds * 1000 + milli))
    }
  }
}
