public import Facts
internal import Ledger
public import Planning
internal import Tally

/// The facts that an answer sees: a day, and the bounds on when facts happened and were received.
public struct View: Sendable {
  /// The day.
  public let day: CalendarDay
  /// True if the day is over, so that it counts as elapsed.
  public let dayIsOver: Bool
  /// Facts that happened before this moment count.
  public let happenedBefore: Instant
  /// Facts that were received before this moment count.
  public let receivedBefore: Instant
  /// True if a past day is shown as it is known now.
  public let restated: Bool
  /// A note for the reader about the view; nil if none.
  public let remark: String?

  /// Today so far, as known now.
  public static func live(_ plan: Plan, now: Instant) -> View {
    View(
      day: plan.zone.day(of: now), dayIsOver: false,
      happenedBefore: Instant(milliseconds: now.milliseconds + 1), receivedBefore: .distantFuture,
      restated: false, remark: nil)
  }

  /// A past day as it was known at its end, or, if `restated`, as it is known now.
  ///
  /// Before the ledger's first day nothing was known and nobody was shown anything. Such days are
  /// shown as they are known now, with a remark.
  public static func past(
    _ day: CalendarDay, _ plan: Plan, ledgerBegan: Instant?, restated: Bool
  ) -> View {
    let end = plan.zone.start(of: day.advanced(by: 1))
    let began = ledgerBegan.map { plan.zone.day(of: $0) }
    let before = began.map { day < $0 } ?? false
    return View(
      day: day, dayIsOver: true, happenedBefore: end,
      receivedBefore: restated || before ? .distantFuture : end, restated: restated || before,
      remark: restated
        ? "\(day) is shown as it is known now."
        : before
          ? "This ledger began on \(began.map(\.description) ?? ""); "
            + "\(day) is shown as it is known now." : nil)
  }
}
