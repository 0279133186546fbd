internal import Facts
internal import Scoreboard

/// Formats days and moments for pages.
enum Wording {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `Tuesday 24 November 2026`.
  static func long(_ day: CalendarDay) -> String {
    let (year, month, number) = day.civil
    return "\(capital(day.weekday.rawValue)) \(number) \(months[month - 1]) \(year)"
  }

  /// `Tue 24 Nov`.
  static func short(_ day: CalendarDay) -> String {
    "\(capital(day.weekday.rawValue).prefix(3)) \(brief(day))"
  }

  /// `24 Nov`.
  static func brief(_ day: CalendarDay) -> String {
    let (_, month, number) = day.civil
    return "\(number) \(months[month - 1].prefix(3))"
  }

  /// `24 Nov 2026`.
  static func dated(_ day: CalendarDay) -> String { "\(brief(day)) \(day.civil.year)" }

  /// `24 Nov 2026, 14:05` in a time zone.
  static func moment(_ instant: Instant, _ zone: Zone) -> String {
    let second = instant.seconds + zone.offset(at: instant)
    let ofDay = Int(second - floorOfDay(second))
    return "\(dated(zone.day(of: instant))), \(two(ofDay / 3600)):\(two(ofDay / 60 % 60))"
  }

  /// `November 2026` for `2026-11`, `the fourth quarter of 2026` for `2026-Q4`; other labels
  /// unchanged.
  static func period(_ label: String) -> String {
    let parts = label.split(separator: "-")
    guard parts.count == 2 else { return label }
    if parts[1].hasPrefix("Q"), let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter) {
      return "the \(["first", "second", "third", "fourth"][quarter - 1]) quarter of \(parts[0])"
    }
    guard let month = Int(parts[1]), (1...12).contains(month) else { return label }
    return "\(months[month - 1]) \(parts[0])"
  }

  /// The text with a capital first letter.
  static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// The figure, or the reason why it is unknown.
  static func known<Value>(_ figure: Known<Value>, _ write: (Value) -> String) -> HTML {
    switch figure {
    case .known(let value): "\(write(value))"
    case .unknown(let why): "<span class=\"unknown\">not known: \(why)</span>"
    }
  }

  private static func floorOfDay(_ second: Int64) -> Int64 {
    Int64(floorDivide(Int(second), 86_400)) * 86_400
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
