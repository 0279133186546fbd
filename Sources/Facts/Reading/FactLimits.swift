/// Limits on new facts: plausible days, convertible amounts, short notes, no reference to itself.
///
/// Facts that the ledger already holds are read without limits.
public struct FactLimits: Hashable, Sendable {
  /// The days that a fact may name, `at` included, in the business's zone.
  public let days: ClosedRange<CalendarDay>
  /// The same days as a range of instants.
  private let moments: Range<Instant>
  /// The largest amount in minor units, for currencies where the plan's rates can't convert
  /// ``Money/limit``.
  private let amounts: [Currency: Int64]

  /// The most bytes of UTF-8 in a note's text, at every entry point: about eight pages.
  public static let noteBytes = 16 << 10

  /// Limits for a range of days in a zone.
  ///
  /// `amounts` has the largest amount in minor units, for currencies where the plan's rates leave
  /// less than ``Money/limit``.
  public init(
    _ days: ClosedRange<CalendarDay>, in zone: Zone, amounts: [Currency: Int64] = [:]
  ) {
    self.days = days
    self.amounts = amounts
    moments = zone.start(of: days.lowerBound)..<zone.start(of: days.upperBound.advanced(by: 1))
  }

  /// True if a fact may name this moment as `at` or `received`.
  func allow(_ moment: Instant) -> Bool { moments.contains(moment) }

  /// The problem with a day outside ``days``; nil for a day inside.
  func problem(with day: CalendarDay, field: String) -> FactProblem? {
    days.contains(day) ? nil : problem(field, "\(day)", isEarly: day < days.lowerBound)
  }

  /// The problem with a moment outside ``days``; nil for a moment inside.
  func problem(with moment: Instant, field: String) -> FactProblem? {
    allow(moment) ? nil : problem(field, "\(moment)", isEarly: moment < moments.lowerBound)
  }

  /// True if the plan's rates can convert the amount.
  func allow(_ amount: Money) -> Bool {
    guard !amounts.isEmpty, let most = amounts[amount.currency] else { return true }
    return amount.minor.magnitude <= UInt128(most)
  }

  private func problem(_ field: String, _ what: String, isEarly: Bool) -> FactProblem {
    isEarly
      ? FactProblem(
        field, "\(what) is before \(days.lowerBound), the first day that facts may state",
        "correct the day; where it is right, set facts: { from: … } in the plan")
      : FactProblem(
        field, "\(what) is after \(days.upperBound), the last day that facts may state",
        "correct the day; where it is right, set facts: { ahead: … } in the plan")
  }
}
