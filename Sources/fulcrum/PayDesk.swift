import Facts
import Ledger
import Pay
import Planning
import Scoreboard
import Surfaces
import Tally

/// Pay computed from a ledger, a view and a plan.
struct PayDesk {
  let ledger: FactLedger
  let view: View
  let plan: Plan
  /// The plan's version; nil if the plan was never applied.
  let version: Int?
  /// The number of the last fact that counts.
  let mark: Int64
  let facts: PayFacts
  let run: PayRun

  /// Computes the pay of a day, under the plan in force at its end.
  static func open(
    _ options: LedgerOptions, _ day: DayOptions, without period: String? = nil
  ) throws -> PayDesk {
    let ledger = try options.open()
    let now = SystemClock.now
    let current = try ledger.plan(at: .distantFuture)
    let indexed = try refusing { () throws(LedgerProblem) in try IndexedLedger(ledger) }
    let view = try day.view(current, indexed, now: now)
    let plan =
      view.receivedBefore == .distantFuture ? current : try ledger.plan(at: view.receivedBefore)
    return try PayDesk(ledger, view, plan, without: period)
  }

  /// Computes pay from the facts of a view, up to fact number `mark`. `without` names a period
  /// whose own lock is ignored, to recompute it.
  init(
    _ ledger: FactLedger, _ view: View, _ plan: Plan, without period: String? = nil,
    upTo mark: Int64? = nil
  ) throws {
    try self.init(ledger, view, try PayState(ledger, view, plan, without: period, upTo: mark))
  }

  /// Recomputes the pay of a snapshot from the facts and decisions known when it was made.
  init(_ ledger: FactLedger, recomputing snapshot: PaySnapshot) throws {
    let view = View(
      day: snapshot.day, dayIsOver: false, happenedBefore: snapshot.happenedBefore,
      receivedBefore: .distantFuture, restated: false, remark: nil)
    try self.init(ledger, view, try PayState(ledger, recomputing: snapshot))
  }

  /// Computes pay from the facts, and from the state that was read before them.
  init(_ ledger: FactLedger, _ view: View, _ state: PayState) throws {
    self.ledger = ledger
    self.view = view
    plan = state.plan
    version = state.version
    mark = state.mark
    facts = try refusing { () throws(LedgerProblem) in
      try PayFactLoad.facts(
        ledger, state.plan, receivedBefore: view.receivedBefore,
        happenedBefore: view.happenedBefore, upTo: state.mark)
    }
    run = PayRun(
      plan: plan, facts: facts, versions: state.versions, records: state.records, day: view.day)
  }

  /// The heading of an answer.
  var heading: Heading {
    Heading(
      asOf: view.day, period: plan.fiscal.period(containing: view.day).label,
      currency: plan.currency, restated: view.restated)
  }

  /// The answer `pay`.
  func answer() throws -> PayAnswer {
    PayAnswer(
      heading: heading, people: try paying { () throws(PayProblem) in try run.pay() },
      business: plan.business, version: version)
  }

  /// The answer `people`. Pass `indexed` if the ledger's index is open already.
  func people(
    _ privacy: PeopleAnswer.Privacy, _ indexed: IndexedLedger? = nil
  ) throws -> PeopleAnswer {
    let board = try refusing { () throws(LedgerProblem) in
      let source = if let indexed { indexed } else { try IndexedLedger(ledger) }
      return try Pipeline.workOut(source, view, plan)
    }
    let curve = board.paceShares().map {
      PaceCurve(period: board.period, ended: $0.ended, rested: $0.rested)
    }
    return PeopleAnswer(
      heading: heading, people: run.standings(dayIsOver: view.dayIsOver, curve: curve),
      privacy: privacy)
  }

  /// Creates a statement of a member's pay.
  func statement(_ pay: MemberPay, mark: Int64? = nil) -> Statement {
    Statement(pay, business: plan.business, plan.currency, version: version, mark: mark)
  }
}

/// Runs a pay computation and converts its problems to failures of the command.
func paying<Value>(_ body: () throws(PayProblem) -> Value) throws(Failure) -> Value {
  do { return try body() } catch { throw Failure(problem: error.problem, remedy: error.remedy) }
}
