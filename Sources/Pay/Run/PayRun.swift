public import Facts
public import Planning

/// Pay worked out from a plan, the facts known and what people decided. Pure: today comes in.
public struct PayRun: Sendable {
  /// The plan that open periods are worked out by.
  public let plan: Plan
  /// The day that it is looked from.
  public private(set) var day: CalendarDay
  let records: PayRecords
  let events: PayEvents
  let current: PlanBooks
  private let locked: [String: PlanBooks]

  /// Gives every fact to the members whose it is.
  ///
  /// - Parameters:
  ///   - plan: the version in force.
  ///   - facts: those known by the day; ``PayFacts/finish()`` has put them in order.
  ///   - versions: every plan that was in force, for who reported to whom.
  ///   - records: what people decided.
  ///   - day: the last day that counts.
  public init(
    plan: Plan, facts: PayFacts, versions: [(applied: Instant, plan: Plan)] = [],
    records: PayRecords = PayRecords(), day: CalendarDay
  ) {
    var facts = facts
    for version in [plan] + records.locked.map(\.plan) {
      for person in version.people { _ = facts.member(person.id.text) }
    }
    self.plan = plan
    self.day = day
    self.records = records
    let organisation = Organisation(
      versions.isEmpty ? [(Instant(milliseconds: .min), plan)] : versions)
    let events = PayEvents(facts, plan)
    self.events = events
    let current = PlanBooks(Crediting(events, plan, organisation, day: day))
    self.current = current
    var locked: [String: PlanBooks] = [:]
    var known: [(plan: Plan, books: PlanBooks)] = [(plan, current)]
    for run in records.locked {
      if let same = known.first(where: { $0.plan == run.plan }) {
        locked[run.period] = same.books
      } else {
        let books = PlanBooks(Crediting(events, run.plan, organisation, day: day))
        known.append((run.plan, books))
        locked[run.period] = books
      }
    }
    self.locked = locked
  }

  /// The same facts and plan, looked at from an earlier day.
  func looking(from day: CalendarDay) -> PayRun {
    var run = self
    run.day = day
    return run
  }

  /// The books of the plan that a period is worked out by: the one it was locked under, or the one in
  /// force.
  func books(of period: String) -> PlanBooks { locked[period] ?? current }

  /// Everyone's pay for the pay period of theirs that the day falls in, in the plan's order.
  ///
  /// `detail` says whose lines are wanted; the others' are left empty, and nobody's figures change.
  ///
  /// - Throws: ``PayProblem`` where a figure does not fit.
  public func pay(detail: (MemberID) -> Bool = { _ in true }) throws(PayProblem) -> [MemberPay] {
    var all: [MemberPay] = []
    for person in plan.people {
      guard let terms = current.terms(of: person.id) else { continue }
      let calendar = PayCalendar(terms.plan.period, plan.fiscal)
      let number = calendar.number(of: day)
      if let pay = try pay(of: person.id, number, calendar, detail: detail(person.id)) {
        all.append(pay)
      }
    }
    return all
  }

  /// Everyone's pay for a period by its label, for those who are paid by periods of its length; without
  /// a label as ``pay(detail:)``.
  ///
  /// - Throws: ``PayProblem`` where a figure does not fit.
  public func pay(
    period label: String?, detail: (MemberID) -> Bool = { _ in true }
  ) throws(PayProblem) -> [MemberPay] {
    guard let label else { return try pay(detail: detail) }
    guard let (calendar, period) = PayCalendar.labelled(label, plan.fiscal) else { return [] }
    let books = books(of: period.label)
    var all: [MemberPay] = []
    for person in books.crediting.plan.people {
      guard let terms = books.terms(of: person.id), terms.plan.period == calendar.length else {
        continue
      }
      let number = calendar.number(of: period.first)
      if let pay = try pay(of: person.id, number, calendar, detail: detail(person.id)) {
        all.append(pay)
      }
    }
    return all
  }

  /// One member's pay for one pay period; nil for somebody without a pay plan, and where they were
  /// not there and nothing is paid or taken back.
  func pay(
    of member: MemberID, _ number: Int, _ calendar: PayCalendar, detail: Bool,
    extra: ExtraCredit? = nil
  ) throws(PayProblem) -> MemberPay? {
    let code = events.facts.members.find(member.text)
    guard code >= 0 else { return nil }
    var chain = MemberChain(self, member: member, code: code, calendar: calendar, extra: extra)
    return try chain.pay(number, detail: detail)
  }
}

/// Credit that has not happened, for what-if: it counts on the last day of the period looked at.
struct ExtraCredit {
  let pair: CreditPair
  /// Takes the place of the period's own credits, rather than coming on top.
  var replaces = false
}
