import ArgumentParser
import Facts
import Ledger
import Tally
import Planning

/// The facts that an answer sees: a day, and the bounds on when facts happened and were received.
struct View {
  let day: CalendarDay
  /// True if the day is over, so that it counts as elapsed.
  let dayIsOver: Bool
  let happenedBefore: Instant
  let receivedBefore: Instant
  /// True if a past day is shown as it is known now.
  let restated: Bool
  /// A note for the reader about the view; nil if none.
  let remark: String?

  /// Today so far, as known now.
  static func live(_ plan: Plan, now: Instant) -> View {
    View(
      day: plan.zone.day(of: now), dayIsOver: false,
      happenedBefore: Instant(milliseconds: now.milliseconds + 1), receivedBefore: .distantFuture,
      restated: false, remark: nil)
  }

  /// A past day as it was known at its end, or, if `restated`, as it is known now.
  ///
  /// Before the ledger's first day nothing was known and nobody was shown anything. Such days are
  /// shown as they are known now, with a remark.
  static func past(
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

/// The day that an answer is for.
struct DayOptions: ParsableArguments {
  @Option(help: "The day to answer for, as it was known then (2026-10-31; default: today).")
  var asOf: String?

  @Flag(help: "With --as-of: what happened by that day, as it is known now.")
  var restated = false

  func validate() throws {
    if let asOf, CalendarDay(asOf) == nil {
      throw ValidationError("'\(asOf)' is no day that exists; write it like 2026-10-31.")
    }
    if restated, asOf == nil {
      throw ValidationError("--restated needs --as-of DAY; today is always as it is known now.")
    }
  }

  /// Returns the view for a plan and a ledger.
  func view(_ plan: Plan, _ ledger: IndexedLedger, now: Instant) throws -> View {
    let today = plan.zone.day(of: now)
    guard let day = asOf.flatMap({ CalendarDay($0) }), day != today else {
      return View.live(plan, now: now)
    }
    guard day < today else {
      throw Failure(
        problem: "\(day) has not come yet (today is \(today))", remedy: "give a day that has")
    }
    return View.past(day, plan, ledgerBegan: ledger.firstReceived, restated: restated)
  }
}
