public import Facts
public import Intake
public import Ledger
internal import Pay
public import Planning
public import Scoreboard
public import Surfaces
public import Tally

/// The whole way of a fact: take in → keep → add up → work out → show.
///
/// Data flows one way. Each step is one stage, and knows only the next one.
public enum Pipeline {
  /// Reads a batch of facts and refused rows from bytes. Stores nothing.
  public static func takeIn(_ reader: inout IntakeReader) throws(IntakeProblem) -> IntakeBatch? {
    try reader.nextBatch()
  }

  /// Stores a batch in one transaction. It is on disk when this returns.
  public static func keep(
    _ batch: IntakeBatch, _ writer: inout LedgerWriter, _ receipt: Receipt, at now: Instant,
    also: (Change, inout LedgerWriter.Outcome) throws -> Void = { _, _ in }
  ) throws(LedgerProblem) -> LedgerWriter.Outcome {
    try writer.append(
      batch.facts.map { .init($0.fact, received: receipt.time(of: $0, now: now)) },
      rejections: batch.rejections, at: now, refuse: batch.rejection, also: also)
  }

  /// Stores a batch as part of a change.
  static func keep(
    _ batch: IntakeBatch, _ writer: inout LedgerWriter, in change: Change
  ) throws -> LedgerWriter.Outcome {
    try writer.append(
      batch.facts.map { .init($0.fact) }, rejections: batch.rejections, in: change,
      refuse: batch.rejection)
  }

  /// Opens the facts of a view as timelines, over which sums are taken.
  public static func addUp(_ ledger: IndexedLedger, _ view: View) throws(LedgerProblem) -> Timelines
  {
    try Timelines(
      ledger, receivedBefore: view.receivedBefore, happenedBefore: view.happenedBefore)
  }

  /// Computes the scoreboard of one day, from which every answer comes.
  public static func workOut(
    _ ledger: IndexedLedger, _ view: View, _ plan: Plan
  ) throws(LedgerProblem) -> DayScoreboard {
    let began = plan.zone.start(of: plan.fiscal.period(containing: view.day).first)
    var board = DayScoreboard(
      plan: plan, timelines: try addUp(ledger, view), day: view.day, dayIsOver: view.dayIsOver,
      restated: view.restated, earlier: try Timelines.known(at: began, to: ledger))
    board.payouts = try owed(board, ledger.ledger, view)
    return board
  }

  /// The pay that each day added to what is owed, by day number and the earners' lever.
  ///
  /// Only if the Number is profit, because profit is net of pay; empty if it is revenue.
  public static func owed(
    _ board: DayScoreboard, _ ledger: FactLedger, _ view: View
  ) throws(LedgerProblem) -> [Int32: DailyNumber.Payouts] {
    let plan = board.plan
    guard board.isAfterPay, let first = board.firstDay, first <= view.day else { return [:] }
    let days: [DayAccrual]
    let begins = max(first, board.historyBegins)
    do {
      // Uses the same facts as the board.
      let desk = try PayDesk(ledger, view, plan, upTo: board.timelines.last)
      days = try desk.run.accrual(of: begins...view.day)
    } catch {
      let problem = (error as? any Explained)?.problem ?? "\(error)"
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

  /// Formats an answer as JSON or text.
  public static func show(_ answer: any Answer, json: Bool) -> String {
    json ? answer.json.pretty : answer.text
  }
}

extension IntakeBatch {
  /// The rejection of a fact whose id is stored with other content (a conflict).
  public func rejection(_ conflict: LedgerWriter.Conflict) -> Rejection {
    rejection(
      of: conflict.index, column: "id", why: conflict.problem(.file),
      remedy: LedgerWriter.Conflict.remedy)
  }
}
