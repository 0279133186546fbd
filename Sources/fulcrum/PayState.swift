import Facts
import Ledger
import Pay
import Planning

/// What pay is worked out from beside the facts, read before them.
///
/// The number of the last fact comes first: facts, plans and decisions that come while the rest is read are no part
/// of it, so that the same can be read again at any later time.
struct PayState {
  /// The number of the last fact that counts.
  let mark: Int64
  let plan: Plan
  /// The plan's version; nil where none was applied.
  let version: Int?
  /// Every plan up to that, with when it was applied.
  let versions: [(applied: Instant, plan: Plan)]
  let records: PayRecords
  /// The number of the last decision about pay that may be among the records.
  let decided: Int64

  /// What is known in a view under a plan. What people decided up to a moment counts; without one all that is known.
  init(
    _ ledger: FactLedger, _ view: View, _ plan: Plan, without period: String? = nil,
    upTo mark: Int64? = nil, decidedBefore moment: Instant? = nil
  ) throws {
    let last = try refusing { () throws(LedgerProblem) in try ledger.lastNumber() }
    self.mark = min(mark ?? last, last)
    decided = try refusing { () throws(LedgerProblem) in try ledger.lastPayStep() }
    self.plan = plan
    let texts = try refusing { () throws(LedgerProblem) in
      try ledger.plans().filter { $0.applied < view.receivedBefore }
    }
    (versions, version) = try PayState.versions(texts, through: plan)
    records = try PayRecords.known(
      ledger, plan, before: moment ?? view.receivedBefore, without: period, upTo: self.mark)
  }

  /// What was known when a snapshot was made.
  init(_ ledger: FactLedger, recomputing snapshot: PaySnapshot) throws {
    let texts = try refusing { () throws(LedgerProblem) in
      try ledger.plans().filter { $0.version <= snapshot.plan }
    }
    guard let text = texts.last?.text else {
      throw Failure(problem: LedgerProblem.noPlan.problem, remedy: LedgerProblem.noPlan.remedy)
    }
    mark = snapshot.mark
    decided = try refusing { () throws(LedgerProblem) in try ledger.lastPayStep() }
    plan = try Plan.checked(text, name: "plan version \(snapshot.plan)")
    (versions, version) = try PayState.versions(texts, through: plan)
    records = try PayRecords.known(ledger, plan, whenMaking: snapshot)
  }

  /// The versions up to the one that is a plan: a later one was applied since the plan was read.
  private static func versions(
    _ texts: [PlanVersion], through plan: Plan
  ) throws -> ([(applied: Instant, plan: Plan)], Int?) {
    var known = try texts.map { text in
      (
        text.version, text.applied,
        try Plan.checked(text.text, name: "plan version \(text.version)")
      )
    }
    if let place = known.lastIndex(where: { $0.2 == plan }) {
      known.removeSubrange((place + 1)...)
    } else if let last = known.popLast() {
      known.append((last.0, last.1, plan))
    }
    return (known.map { (applied: $0.1, plan: $0.2) }, known.last?.0)
  }
}
