public import Facts
public import Ledger
internal import Pay
internal import Planning
internal import Surfaces

/// A period's pay, ready to be frozen.
public struct PayFreeze: Sendable {
  private let draft: PaySnapshot.Draft
  private let now: Instant
  /// The label of the pay period.
  public let label: String
  /// The statements, their sum, and what they were computed from, in one sentence.
  public let summary: String

  /// Computes a period's pay. Only with `early` may the period not be over.
  ///
  /// - Throws: ``Failure`` if there is no such period, it isn't over, or nobody is paid for it.
  public init(
    _ ledger: FactLedger, _ period: String, by author: String, early: Bool, at now: Instant
  ) throws {
    let now = try ledger.moment(now)
    let plan = try ledger.plan(at: .distantFuture)
    let (_, found) = try plan.payPeriod(period)
    let view = View.live(plan, now: now)
    guard early || found.last < view.day else {
      throw Failure(
        problem: "\(found.label) is not over until the end of \(found.last)",
        remedy: "wait for that, see it with 'fulcrum pay calculate', or say --early")
    }
    // Excludes decisions made from now on, because `pay verify` will exclude them too.
    let state = try PayState(
      ledger, view, plan, without: found.label,
      decidedBefore: Instant(milliseconds: now.milliseconds + 1))
    try self.init(ledger, view, state, found.label, author, at: now)
  }

  /// Computes a period's pay from the facts, and from the state that was read before them.
  init(
    _ ledger: FactLedger, _ view: View, _ state: PayState, _ label: String, _ author: String,
    at now: Instant
  ) throws {
    let desk = try PayDesk(ledger, view, state)
    let (plan, lastFact) = (desk.plan, desk.lastFact)
    let people = try desk.run.pay(period: label)
    let total = people.reduce(Int128(0)) { $0 + $1.payout }
    guard let whole = Int64(exactly: total), let version = desk.version else {
      throw Failure(problem: PayProblem.tooLarge.problem, remedy: PayProblem.tooLarge.remedy)
    }
    guard !people.isEmpty else {
      throw Failure(
        problem: "nobody is paid for \(label)",
        remedy: "people are paid by the month, quarter or year as their pay plan's 'period' says")
    }
    draft = PaySnapshot.Draft(
      period: label, plan: version, lastFact: lastFact, day: view.day,
      happenedBefore: view.happenedBefore, decided: state.decided, author: author, total: whole,
      statements: people.map {
        ($0.member.text, desk.statement($0, lastFact: lastFact).json.compact)
      })
    self.label = label
    self.now = now
    summary =
      "\(Figures.plural(people.count, "statement")), "
      + "\(Figures.amount(Money(minor: whole, plan.currency))) \(plan.currency) in all, "
      + "plan version \(version), facts up to number \(lastFact)."
  }
}

extension PayFreeze {
  /// Stores the snapshot. It is refused if something was decided meanwhile.
  ///
  /// - Returns: The snapshot's number.
  /// - Throws: `LedgerProblem`.
  public func keep(_ ledger: FactLedger) throws(LedgerProblem) -> Int64 {
    try ledger.keep(draft, at: now)
  }

  /// Stores the snapshot beside the locked one of the period, which is open again.
  ///
  /// - Returns: The snapshot's number.
  /// - Throws: `LedgerProblem` if the period is not locked.
  public func reopen(_ ledger: FactLedger, why: String) throws(LedgerProblem) -> Int64 {
    try ledger.unlock(draft, why: why, at: now)
  }
}
