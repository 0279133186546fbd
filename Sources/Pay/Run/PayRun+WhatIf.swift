public import Facts
import Planning

/// What a member would be paid if something happened.
public struct WhatIf: Hashable, Sendable {
  /// As it stands.
  public let now: MemberPay
  /// With the credit on top.
  public let then: MemberPay
  /// What that changes in the payout, in minor units.
  public var difference: Int128 { then.payout - now.payout }
}

/// What a share of quota pays.
public struct PayAtShare: Hashable, Sendable {
  /// Of the quota, 1 for all of it.
  public let share: Exact
  /// Credit in minor units.
  public let credit: Exact
  /// The payout in minor units.
  public let payout: Int128
}

extension PayRun {
  /// A member's pay with credit on top of what is known, as if it came on the day looked from; nil
  /// for somebody without pay in the period.
  ///
  /// - Throws: ``PayProblem`` where a figure does not fit.
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

  /// What shares of a member's quota would pay for a whole period, with the loan as it stands; nil
  /// where they have no quota.
  ///
  /// - Throws: ``PayProblem`` where a figure does not fit.
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

  /// What everyone paid by periods of a label's length would be paid if all reached the same share of
  /// their quota. People without a quota are left out, and counted.
  ///
  /// - Throws: ``PayProblem`` where a figure does not fit.
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

  /// What was accrued for the pay periods that a day falls in, day by day: each day's payouts if the
  /// period ended then, less those of the day before. They add up to the payouts of the last day.
  ///
  /// Works each member out on every day; the run must have been made for the last day.
  ///
  /// - Throws: ``PayProblem`` where a figure does not fit.
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

  /// What a member would be paid if their period ended on a day.
  private struct Owed: Sendable {
    let period: Int
    let amount: Int128
  }

  /// That of each day; nil for days on which nothing is.
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

/// What a plan costs the business.
public struct PlanCost: Sendable {
  /// The label of the pay period.
  public let period: String
  /// Payouts in minor units if everyone reached a share of their quota.
  public let at: [(share: Exact, payout: Int128)]
  /// Target pay of everyone, in minor units.
  public let budget: Exact
  /// Payouts to date, in minor units.
  public let accrued: Int128
  /// Everyone who is paid by such periods and there in this one.
  public let people: Int
  /// How many of them have no quota, and are not in ``at``.
  public let withoutQuota: Int
}

/// One day's part of the payouts that a business will owe.
public struct DayAccrual: Hashable, Sendable {
  /// In the plan's zone.
  public let day: CalendarDay
  /// What the day added, in minor units.
  public let amount: Int128
  /// What is owed by its end for the pay periods that it falls in.
  public let total: Int128
  /// The day's part of each member, in minor units.
  public let byMember: [MemberID: Int128]
}
