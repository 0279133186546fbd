import Facts

extension PlanNode {
  /// The longest duration in a plan, in days: ten years.
  static let mostDays = 3660

  /// Reads a duration in seconds: `30m`, `12h`, `14d`, `8w`.
  func seconds() -> Int64? {
    guard let text = text() else { return nil }
    guard let seconds = PlanNode.seconds(text) else {
      reportDuration(text)
      return nil
    }
    guard (1...Int64(PlanNode.mostDays) * 86_400).contains(seconds) else {
      report("'\(text)' is out of bounds", "write a duration from 1m to \(PlanNode.mostDays)d")
      return nil
    }
    return seconds
  }

  /// Reads a duration of whole days.
  func days() -> Int? {
    guard let text = text() else { return nil }
    guard let seconds = PlanNode.seconds(text) else {
      reportDuration(text)
      return nil
    }
    guard seconds % 86_400 == 0 else {
      report("'\(text)' is not a number of whole days", "write it like 14d or 2w")
      return nil
    }
    guard (1...PlanNode.mostDays).contains(Int(seconds / 86_400)) else {
      report("'\(text)' is out of bounds", "write a duration from 1d to \(PlanNode.mostDays)d")
      return nil
    }
    return Int(seconds / 86_400)
  }

  private func reportDuration(_ text: String) {
    let remedy =
      Int(text) == nil
      ? "write a whole number and its unit (m, h, d or w), like 30m, 12h, 14d or 8w"
      : "say the unit: \(text)m, \(text)h, \(text)d or \(text)w"
    report("'\(text)' isn't a valid duration", remedy)
  }

  private static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    let digits = text.dropLast()
    guard let last = text.last, let unit = units[last], !digits.isEmpty,
      digits.allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int64(digits)
    else { return nil }
    let (seconds, over) = count.multipliedReportingOverflow(by: unit)
    return over ? .max : seconds
  }

  /// Reads a time of day in minutes after midnight: `07:30`.
  func timeOfDay() -> Int? {
    guard let text = text() else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
      parts.joined().allSatisfy({ $0.isASCII && $0.isNumber }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else {
      report("'\(text)' isn't a valid time of day", "write hours and minutes, like \"07:30\"")
      return nil
    }
    return hour * 60 + minute
  }
}
