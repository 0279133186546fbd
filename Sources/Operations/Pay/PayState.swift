internal import Facts
internal import Ledger
internal import Pay
internal import Planning

/// The inputs of pay besides the facts; they are read before the facts.
///
/// The number of the last fact is read first. Facts, plans and decisions that arrive during the
/// rest are excluded, so that the same inputs can be read again at any later time.
struct PayState {
  /// The number of the last fact that counts.
  let lastFact: Int64
  let plan: Plan
  /// The plan's version; nil if the plan was never applied.
  let version: Int?
  /// Every plan up to that version, with the time at which it was applied.
  let versions: [(applied: Instant, plan: Plan)]
  let records: PayRecords
  /// The number of the last decision about pay that the records may contain.
  let decided: Int64

  /// Reads the state of a view under a plan.
  ///
  /// Decisions count if they were made before `decidedBefore`, which defaults to the end of the
  /// view's knowledge.
  init(
    _ ledger: FactLedger, _ view: View, _ plan: Plan, without period: String? = nil,
    upTo lastFact: Int64? = nil, decidedBefore moment: Instant? = nil
  ) throws {
    let last = try ledger.lastNumber()
    self.lastFact = min(lastFact ?? last, last)
    decided = try ledger.lastPayStep()
    self.plan = plan
    let texts = try ledger.plans().filter { $0.applied < view.receivedBefore }
    (versions, version) = try PayState.versions(texts, through: plan)
    records = try PayRecords.known(
      ledger, plan, before: moment ?? view.receivedBefore, without: period, upTo: self.lastFact)
  }

  /// Reads the state that was known when a snapshot was made.
  init(_ ledger: FactLedger, recomputing snapshot: PaySnapshot) throws {
    let texts = try ledger.plans().filter { $0.version <= snapshot.plan }
    guard let text = texts.last?.text else {
      throw Failure(problem: LedgerProblem.noPlan.problem, remedy: LedgerProblem.noPlan.remedy)
    }
    lastFact = snapshot.lastFact
    decided = try ledger.lastPayStep()
    plan = try Plan.checked(text, name: "plan version \(snapshot.plan)")
    (versions, version) = try PayState.versions(texts, through: plan)
    records = try PayRecords.known(ledger, plan, whenMaking: snapshot)
  }

  /// The versions up to the one with this plan; a later version was applied after the plan was
  /// read.
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
