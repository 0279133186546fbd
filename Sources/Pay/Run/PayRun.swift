public import Facts
public import Planning

/// Pay computed from a plan, the facts known, and people's decisions.
///
/// Pure: today's date is a parameter.
public struct PayRun: Sendable {
  /// The plan for open periods.
  public let plan: Plan
  /// The day that pay is computed for; later facts do not count.
  public private(set) var day: CalendarDay
  let records: PayRecords
  let events: PayEvents
  let current: PlanBooks
  private let locked: [String: PlanBooks]
  /// The numbers of deals that were ever held, by id.
  let heldDeals: [String: Int32]

  /// Credits every fact to members.
  ///
  /// - Parameters:
  ///   - plan: The version in force.
  ///   - facts: The facts known by the day, in order after ``PayFacts/finish()``.
  ///   - versions: Every plan that was in force, for the reporting lines.
  ///   - records: People's decisions.
  ///   - day: The last day that counts.
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
    heldDeals = facts.deals.find(Set(records.holds.map(\.deal)))
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

  /// The same run as of an earlier day.
  func asOf(_ day: CalendarDay) -> PayRun {
    var run = self
    run.day = day
    return run
  }

  /// The books under the plan a period is computed by: the one it was locked with, else the one in
  /// force.
  func books(of period: String) -> PlanBooks { locked[period] ?? current }

  /// Everyone's pay for the pay period that contains the run's day, in the plan's order.
  ///
  /// `detail` selects the members whose lines are filled in; figures are the same either way.
  ///
  /// - Throws: ``PayProblem`` if a figure does not fit.
  public func pay(
    detail: @Sendable (MemberID) -> Bool = { _ in true }
  ) throws(PayProblem) -> [MemberPay] {
    let asked = plan.people.compactMap { person in
      current.terms(of: person.id).map { terms in
        let calendar = PayCalendar(terms.plan.period, plan.fiscal)
        return Asked(member: person.id, number: calendar.number(of: day), calendar: calendar)
      }
    }
    return try pay(asked, detail: detail)
  }

  /// Everyone's pay for a period given by its label, for members paid by periods of its length.
  ///
  /// Without a label the same as ``pay(detail:)``; empty if the label names no pay period.
  ///
  /// - Throws: ``PayProblem`` if a figure does not fit.
  public func pay(
    period label: String?, detail: @Sendable (MemberID) -> Bool = { _ in true }
  ) throws(PayProblem) -> [MemberPay] {
    guard let label else { return try pay(detail: detail) }
    guard let (calendar, period) = PayCalendar.labelled(label, plan.fiscal) else { return [] }
    let books = books(of: period.label)
    let asked = books.crediting.plan.people.compactMap { person in
      books.terms(of: person.id)?.plan.period == calendar.length
        ? Asked(member: person.id, number: calendar.number(of: period.first), calendar: calendar)
        : nil
    }
    return try pay(asked, detail: detail)
  }

  private struct Asked: Sendable {
    let member: MemberID
    let number: Int
    let calendar: PayCalendar
  }

  private static let membersPerPiece = 32

  /// Computes the members in parallel, since no member's pay depends on another's.
  private func pay(
    _ asked: [Asked], detail: @Sendable (MemberID) -> Bool
  ) throws(PayProblem) -> [MemberPay] {
    let size = PayRun.membersPerPiece
    let pieces = (asked.count + size - 1) / size
    let made = Workers.run(
      pieces: pieces, begin: { [(piece: Int, pay: Result<[MemberPay], PayProblem>)]() }
    ) { made, piece in
      let range = piece * size..<min(asked.count, (piece + 1) * size)
      made.append(
        (
          piece,
          Result { () throws(PayProblem) in
            var all: [MemberPay] = []
            for one in asked[range] {
              let detail = detail(one.member)
              if let pay = try pay(of: one.member, one.number, one.calendar, detail: detail) {
                all.append(pay)
              }
            }
            return all
          }
        ))
    }
    var all: [MemberPay] = []
    for (_, pay) in made.joined().sorted(by: { $0.piece < $1.piece }) { all += try pay.get() }
    return all
  }

  /// One member's pay for one pay period.
  ///
  /// Nil without a pay plan, or if the member was not employed and nothing is paid or taken back.
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

/// Hypothetical credit for what-if questions, dated on the last day of the period in question.
struct ExtraCredit {
  let pair: CreditPair
  /// True to replace the period's own credits instead of adding to them.
  var replaces = false
}
