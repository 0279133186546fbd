import Facts
import Ledger
import Pay
import Planning
import Scoreboard
import Surfaces

/// Pay as it is worked out from a ledger, a view and a plan.
struct PayDesk {
  let view: View
  let plan: Plan
  /// The plan's version; nil where none was applied.
  let version: Int?
  let facts: PayFacts
  let run: PayRun

  /// The pay of a day, by the plan in force at its end.
  static func open(_ options: LedgerOptions, _ day: DayOptions) throws -> PayDesk {
    let ledger = try options.open()
    let now = SystemClock.now
    let current = try ledger.plan(at: .distantFuture)
    let view = try day.view(current, ledger, now: now)
    let plan = try ledger.plan(at: view.receivedBefore)
    return try PayDesk(ledger, view, plan)
  }

  /// The pay that the facts of a view give under a plan.
  init(_ ledger: FactLedger, _ view: View, _ plan: Plan) throws {
    self.view = view
    self.plan = plan
    let (versions, facts) = try refusing { () throws(LedgerProblem) in
      let facts = try PayFactLoad.facts(
        ledger, plan, receivedBefore: view.receivedBefore, happenedBefore: view.happenedBefore)
      return (try ledger.plans().filter { $0.applied < view.receivedBefore }, facts)
    }
    self.facts = facts
    version = versions.last?.version
    let known = try versions.map { version in
      (version.applied, try Plan.checked(version.text, name: "plan version \(version.version)"))
    }
    run = PayRun(plan: plan, facts: facts, versions: known, day: view.day)
  }

  /// What stands at the top of an answer.
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
}

/// Runs something of pay, and says its problems as a command's.
func paying<Value>(_ body: () throws(PayProblem) -> Value) throws(Failure) -> Value {
  do { return try body() } catch { throw Failure(problem: error.problem, remedy: error.remedy) }
}
