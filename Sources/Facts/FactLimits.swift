/// What a new fact is held to beside being well formed: its days are plausible, it does not name itself, and its
/// texts are not too long. Facts that the ledger has kept are held to none of it.
public struct FactLimits: Hashable, Sendable {
  /// The days that a fact may state, `at` among them, in the business's zone.
  public let days: ClosedRange<CalendarDay>
  /// The moments of those days.
  private let moments: Range<Instant>
  /// Minor units at most, of currencies whose largest amounts the plan's rates cannot convert.
  private let amounts: [Currency: Int64]

  /// Bytes of a note's text at most, at every door: about eight pages.
  public static let noteBytes = 16 << 10

  /// The days from one to another, in a zone; `amounts` where the plan's rates leave less than ``Money/limit``.
  public init(
    _ days: ClosedRange<CalendarDay>, in zone: Zone, amounts: [Currency: Int64] = [:]
  ) {
    self.days = days
    self.amounts = amounts
    moments = zone.start(of: days.lowerBound)..<zone.start(of: days.upperBound.advanced(by: 1))
  }

  /// Whether a fact may have happened, or been received, then.
  func allow(_ moment: Instant) -> Bool { moments.contains(moment) }

  /// Why a day may not be stated; nil where it may.
  func problem(with day: CalendarDay, field: String) -> FactProblem? {
    days.contains(day) ? nil : problem(field, "\(day)", isEarly: day < days.lowerBound)
  }

  /// The same for a moment.
  func problem(with moment: Instant, field: String) -> FactProblem? {
    allow(moment) ? nil : problem(field, "\(moment)", isEarly: moment < moments.lowerBound)
  }

  /// Whether an amount can be converted.
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
