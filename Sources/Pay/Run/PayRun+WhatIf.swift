public import Facts
import Planning

/// A member's pay as it stands, and with additional credit.
public struct WhatIf: Hashable, Sendable {
  /// The pay as it stands.
  public let now: MemberPay
  /// The pay with the additional credit.
  public let then: MemberPay
  /// The change of the payout, in minor units.
  public var difference: Int128 { then.payout - now.payout }
}

/// The payout at a share of quota.
public struct PayAtShare: Hashable, Sendable {
  /// The share of the quota, 1 for all of it.
  public let share: Exact
  /// The credit at that share, in minor units.
  public let credit: Exact
  /// The payout in minor units.
  public let payout: Int128
}

extension PayRun {
  /// A member's pay with `credit` (minor units) added on the run's day.
  ///
  /// Nil for a member without pay in the period.
  ///
  /// - Throws: ``PayProblem`` if a figure does not fit.
  public func whatIf(
    _ member: MemberID, _ period: Period, credit: Int64
  ) throws(PayProblem) -> WhatIf? {
    guard let terms = books(of: period.label).terms(of: member) else { return nil }
    let calendar = PayCalendar(terms.plan.period, plan.fiscal)
    let number = calendar.number(of: period.first)
    let extra = ExtraCredit(pair: CreditPair(Exact(credit)))
    guard let now = try pay(of: member, number, calendar, detail: true),
      let then = try pay(of: member, number, calendar, detail: true, extra: extra)
    else { return nil }
    return WhatIf(now: now, then: then)
  }

  /// The payouts for a whole period if the member reached given shares of their quota.
  ///
  /// The loan is taken as it stands. Nil without a quota.
  ///
  /// - Throws: ``PayProblem`` if a figure does not fit.
  public func pay(
    _ member: MemberID, _ period: Period, at shares: [Exact]
  ) throws(PayProblem) -> [PayAtShare]? {
    let books = books(of: period.label)
    guard let terms = books.terms(of: member) else { return nil }
    let calendar = PayCalendar(terms.plan.period, plan.fiscal)
    let number = calendar.number(of: period.first)
    guard let quota = QuotaTerms(terms.person, terms.plan, plan.fiscal).quota(number) else {
      return nil
    }
    var found: [PayAtShare] = []
    for share in shares {
      let credit = quota.amount * share
      let extra = ExtraCredit(pair: CreditPair(credit), replaces: true)
      guard let pay = try pay(of: member, number, calendar, detail: false, extra: extra) else {
        return nil
      }
      found.append(PayAtShare(share: share, credit: credit, payout: pay.payout))
    }
    return found
  }

  /// The plan's cost if everyone reached the same share of their quota, for each share.
  ///
  /// Covers everyone paid by periods of the label's length. People without a quota are counted, but
  /// their pay is left out. Nil if the label names no pay period.
  ///
  /// - Throws: ``PayProblem`` if a figure does not fit.
  public func cost(period label: String, at shares: [Exact]) throws(PayProblem) -> PlanCost? {
    guard let (calendar, period) = PayCalendar.labelled(label, plan.fiscal) else { return nil }
    var sums = shares.map { _ in Int128(0) }
    var budget = Exact.zero
    var (people, without) = (0, 0)
    for person in plan.people {
      guard let terms = current.terms(of: person.id), terms.plan.period == calendar.length else {
        continue
      }
      let quota = QuotaTerms(person, terms.plan, plan.fiscal)
      guard quota.daysThere(period) > 0 else { continue }
      people += 1
      budget += target(terms, quota, period)
      guard let pays = try pay(person.id, period, at: shares) else {
        without += 1
        continue
      }
      for (index, pay) in pays.enumerated() { sums[index] += pay.payout }
    }
    let accrued = try pay(period: label, detail: { _ in false }).reduce(Int128(0)) {
      $0 + $1.payout
    }
    return PlanCost(
      period: period.label, at: zip(shares, sums).map { ($0, $1) }, budget: budget,
      accrued: accrued, people: people, withoutQuota: without)
  }

  private func target(_ terms: Crediting.Terms, _ quota: QuotaTerms, _ period: Period) -> Exact {
    guard let target = terms.plan.targetPay else { return .zero }
    let days = Exact(Int128(quota.daysThere(period)), over: Int128(period.length))
    let presence = terms.plan.prorate == .days ? days : .one
    return Exact(target) * Exact.power(ofTen: plan.currency.digits) * presence
  }

  /// The accrual of each day, for the pay periods that it falls in.
  ///
  /// A day accrues the payouts if the period ended on it, less those of the day before. Over a
  /// whole period the accruals add up to the payouts of the last day.
  ///
  /// The run must be made for the last day. Every member is computed for every day.
  ///
  /// - Throws: ``PayProblem`` if a figure does not fit.
  public func accrual(of days: ClosedRange<CalendarDay>) throws(PayProblem) -> [DayAccrual] {
    let paid = plan.people.filter { current.terms(of: $0.id) != nil }.map(\.id)
    let made = Workers.run(
      pieces: paid.count, begin: { [(member: Int, pay: Result<[Owed?], PayProblem>)]() }
    ) { made, piece in
      made.append(
        (piece, Result { () throws(PayProblem) in try steps(of: paid[piece], on: days) }))
    }
    var owed: [[Owed?]] = []
    for (_, pay) in made.joined().sorted(by: { $0.member < $1.member }) {
      owed.append(try pay.get())
    }
    return days.enumerated().map { place, day in
      var (change, total) = (Int128(0), Int128(0))
      var byMember: [MemberID: Int128] = [:]
      for (member, pay) in zip(paid, owed) {
        guard let now = pay[place] else { continue }
        let before = place > 0 ? pay[place - 1] : nil
        let step = now.amount - (before?.period == now.period ? before?.amount ?? 0 : 0)
        change += step
        total += now.amount
        byMember[member] = step
      }
      return DayAccrual(day: day, amount: change, total: total, byMember: byMember)
    }
  }

  /// A member's payout if their period ended on a day.
  private struct Owed: Sendable {
    let period: Int
    let amount: Int128
  }

  /// The member's payout if the period ended, for each day; nil for days without pay.
  private func steps(
    of member: MemberID, on days: ClosedRange<CalendarDay>
  ) throws(PayProblem) -> [Owed?] {
    let code = events.facts.members.find(member.text)
    guard let terms = current.terms(of: member), code >= 0 else { return days.map { _ in nil } }
    let calendar = PayCalendar(terms.plan.period, plan.fiscal)
    var chain = MemberChain(self, member: member, code: code, calendar: calendar)
    var owed: [Owed?] = []
    for day in days {
      let number = calendar.number(of: day)
      let pay = try chain.pay(number, on: day)
      owed.append(pay.map { Owed(period: number, amount: $0.payout) })
    }
    return owed
  }
}

/// The cost of the pay plans for one pay period.
public struct PlanCost: Sendable {
  /// The label of the pay period.
  public let period: String
  /// The sum of payouts in minor units, if everyone reached that share of their quota.
  public let at: [(share: Exact, payout: Int128)]
  /// Target pay of everyone, in minor units.
  public let budget: Exact
  /// Payouts to date, in minor units.
  public let accrued: Int128
  /// The number of people paid by such periods and employed in this one.
  public let people: Int
  /// The number of those without a quota, who are not in ``at``.
  public let withoutQuota: Int
}

/// One day's accrual of payouts.
public struct DayAccrual: Hashable, Sendable {
  /// The day in the plan's time zone.
  public let day: CalendarDay
  /// The amount that the day added, in minor units.
  public let amount: Int128
  /// The amount owed by the day's end for the pay periods that it falls in, in minor units.
  public let total: Int128
  /// The amount that the day added, by member, in minor units.
  public let byMember: [MemberID: Int128]
}
