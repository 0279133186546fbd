internal import Facts
public import Ledger
public import Pay
public import Planning
public import Scoreboard
public import Surfaces
internal import Tally

/// Pay computed from a ledger, a view and a plan.
public struct PayDesk: Sendable {
  private let ledger: FactLedger
  /// The facts that count.
  public let view: View
  /// The plan that counts.
  public let plan: Plan
  /// The plan's version; nil if the plan was never applied.
  public let version: Int?
  /// The number of the last fact that counts.
  public let lastFact: Int64
  /// The facts of pay.
  public let facts: PayFacts
  /// The computation.
  public let run: PayRun

  /// Computes pay from the facts of a view, up to fact number `lastFact`. `without` names a period
  /// whose own lock is ignored, to recompute it. `withTime` also loads the time that customers spent
  /// where no pay plan counts customers, to compare all activations.
  public init(
    _ ledger: FactLedger, _ view: View, _ plan: Plan, without period: String? = nil,
    upTo lastFact: Int64? = nil, withTime: Bool = false
  ) throws {
    try self.init(
      ledger, view, try PayState(ledger, view, plan, without: period, upTo: lastFact),
      withTime: withTime)
  }

  /// Recomputes the pay of a snapshot from the facts and decisions known when it was made.
  public init(_ ledger: FactLedger, recomputing snapshot: PaySnapshot) throws {
    let view = View(
      day: snapshot.day, dayIsOver: false, happenedBefore: snapshot.happenedBefore,
      receivedBefore: .distantFuture, restated: false, remark: nil)
    try self.init(ledger, view, try PayState(ledger, recomputing: snapshot))
  }

  /// Computes pay from the facts, and from the state that was read before them.
  init(
    _ ledger: FactLedger, _ view: View, _ state: PayState, withTime: Bool = false
  ) throws {
    self.ledger = ledger
    self.view = view
    plan = state.plan
    version = state.version
    lastFact = state.lastFact
    facts = try PayFactLoad.facts(
      ledger, state.plan, receivedBefore: view.receivedBefore,
      happenedBefore: view.happenedBefore, upTo: state.lastFact, withTime: withTime)
    run = PayRun(
      plan: plan, facts: facts, versions: state.versions, records: state.records, day: view.day)
  }

  /// The heading of an answer.
  public var heading: Heading { Heading(view, plan) }

  /// The answer `pay`.
  public func answer() throws -> PayAnswer {
    PayAnswer(
      heading: heading, people: try run.pay(),
      business: plan.business, version: version)
  }

  /// The answer `people`; `board` is the scoreboard of the same day.
  func people(
    _ privacy: PeopleAnswer.Privacy, _ board: DayScoreboard
  ) throws -> PeopleAnswer {
    let curve = board.paceShares().map {
      PaceCurve(period: board.period, ended: $0.ended, rested: $0.rested)
    }
    return PeopleAnswer(
      heading: heading, people: run.standings(dayIsOver: view.dayIsOver, curve: curve),
      privacy: privacy)
  }

  /// Creates a statement of a member's pay.
  public func statement(_ pay: MemberPay, lastFact: Int64? = nil) -> Statement {
    Statement(pay, business: plan.business, plan.currency, version: version, lastFact: lastFact)
  }
}
