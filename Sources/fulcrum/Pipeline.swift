import Facts
import Intake
import Ledger
import Pay
import Planning
import Scoreboard
import Surfaces
import Tally

/// The whole way of a fact, once: take in → keep → add up → work out → show.
///
/// Data goes one way. Each step is one stage, and nothing here knows more than which comes next.
enum Pipeline {
  /// Bytes to facts or refused rows, a batch at a time. Stores nothing.
  static func takeIn(_ reader: inout IntakeReader) throws(IntakeProblem) -> IntakeBatch? {
    try reader.nextBatch()
  }

  /// A batch into the ledger in one transaction, on disk when this returns.
  static func keep(
    _ batch: IntakeBatch, _ writer: inout LedgerWriter, _ receipt: Receipt, at now: Instant,
    also: (Change, inout LedgerWriter.Outcome) throws -> Void = { _, _ in }
  ) throws(LedgerProblem) -> LedgerWriter.Outcome {
    try writer.append(
      batch.facts.map { .init($0.fact, received: receipt.time(of: $0, now: now)) },
      rejections: batch.rejections, at: now, refuse: batch.rejection, also: also)
  }

  /// A batch into the ledger as a part of a change.
  static func keep(
    _ batch: IntakeBatch, _ writer: inout LedgerWriter, in change: Change
  ) throws -> LedgerWriter.Outcome {
    try writer.append(
      batch.facts.map { .init($0.fact) }, rejections: batch.rejections, in: change,
      refuse: batch.rejection)
  }

  /// What the ledger knew, as sums over customers can be taken of it.
  static func addUp(_ ledger: IndexedLedger, _ view: View) throws(LedgerProblem) -> Timelines {
    try Timelines(
      ledger, receivedBefore: view.receivedBefore, happenedBefore: view.happenedBefore)
  }

  /// Plan and sums to every answer for one day.
  static func workOut(_ ledger: IndexedLedger, _ view: View, _ plan: Plan) throws(LedgerProblem)
    -> DayScoreboard
  {
    let began = plan.zone.start(of: plan.fiscal.period(containing: view.day).first)
    var board = DayScoreboard(
      plan: plan, timelines: try addUp(ledger, view), day: view.day, dayIsOver: view.dayIsOver,
      restated: view.restated, earlier: try Timelines.known(at: began, to: ledger))
    board.payouts = try owed(board, ledger.ledger, view)
    return board
  }

  /// Under profit the pay that each day added to what is owed, by the lever of those who earned it: profit
  /// is after it. Empty under revenue.
  static func owed(
    _ board: DayScoreboard, _ ledger: FactLedger, _ view: View
  ) throws(LedgerProblem) -> [Int32: DailyNumber.Payouts] {
    let plan = board.plan
    guard board.isAfterPay, let first = board.firstDay, first <= view.day else { return [:] }
    let days: [DayAccrual]
    let begins = max(first, board.historyBegins)
    do {
      // Pay of the same facts as the board's.
      let desk = try PayDesk(ledger, view, plan, upTo: board.timelines.last)
      days = try desk.run.accrual(of: begins...view.day)
    } catch {
      let problem = (error as? Failure)?.problem ?? "\(error)"
      throw .cannotRead(detail: "pay cannot be accrued: \(problem)")
    }
    let levers = Dictionary(plan.people.map { ($0.id, $0.lever) }, uniquingKeysWith: { $1 })
    var owed: [Int32: DailyNumber.Payouts] = [:]
    for day in days {
      var amounts = DailyNumber.Payouts()
      for (member, amount) in day.byMember {
        if let lever = levers[member] ?? nil {
          amounts.levers[lever] += amount
        } else {
          amounts.withoutLever += amount
        }
      }
      if amounts != DailyNumber.Payouts() { owed[day.day.number] = amounts }
    }
    return owed
  }

  /// An answer as JSON or as text.
  static func show(_ answer: any Answer, json: Bool) -> String {
    json ? answer.json.pretty : answer.text
  }
}

extension IntakeBatch {
  /// The rejection of a fact whose id is kept with other content.
  func rejection(_ conflict: LedgerWriter.Conflict) -> Rejection {
    rejection(
      of: conflict.index, column: "id",
      why: "\(conflict.refused.id) is kept with other content: \(conflict.difference)",
      mend: "if both are true give this one an id of its own; if the kept one is wrong retract it")
  }
}

/// When a fact counts as received. An export says so itself, and is believed as long as the ledger has
/// never finished an import: while it is being restored. After that no sender can put a fact into a day
/// that was shown.
struct Receipt {
  /// Whether a stated time of receipt counts.
  let believes: Bool

  /// The rule for a ledger's next import.
  init(_ ledger: FactLedger) throws(LedgerProblem) { believes = try ledger.imports().isEmpty }

  /// What is stated if it counts and has come by then; nil for the moment at which it is kept.
  func time(of taken: IntakeBatch.Taken, now: Instant) -> Instant? {
    guard believes, let stated = taken.received, stated <= now else { return nil }
    return stated
  }
}
