import Facts
import Planning

extension PeriodWork {
  /// Prices the period's credits and pays them, at once or as the customer pays.
  mutating func payRates() throws(PayProblem) {
    let pairs = items.map(\.pair)
    let earned = try rules.earn(pairs, yearStanding)
    note(earned)
    guard terms.plan.rates != nil else { return }
    if terms.plan.paysOn == .paid, terms.plan.stream == .bookings {
      try payAsPaid(earned)
    } else {
      try payAtOnce(earned)
    }
    if detail { measureNext(earned) }
  }

  private mutating func payAtOnce(_ earned: EarnedPay) throws(PayProblem) {
    let group = try EarningsGroup(earned, rules, deals: items.map { $0.key?.number })
    let story = detail ? RateStory(self, earned) : nil
    for (index, item) in items.enumerated() {
      let part = group.parts[index]
      if let key = item.key, item.event != nil { deals[key]?.paid += part }
      guard let story else {
        pay.payout += part
        continue
      }
      var line = story.line(index, item, pay: part)
      line.credit = item.pair.quota
      line.paidCredit = item.pair.paid
      add(line)
    }
    addCap(group)
  }

  private mutating func addCap(_ group: EarningsGroup) {
    guard group.capped != 0 else { return }
    add(
      PayLine(
        .cap, day: through, pay: group.capped,
        why: words.cap(rules, sum: group.payout - group.capped)))
  }

  /// Pays deals in proportion to their payments; they earn when they are booked.
  private mutating func payAsPaid(_ earned: EarnedPay) throws(PayProblem) {
    let story = detail ? RateStory(self, earned) : nil
    for (index, item) in items.enumerated() {
      guard let key = item.key, let event = item.event else {
        if let story { add(story.credited(item)) }
        continue
      }
      if event.kind == .won { deals[key]?.earned += earned.priced[index] }
      if let story { add(story.booked(index, item)) }
    }
    let releases = findReleases()
    // Hypothetical credit counts as paid in full.
    let supposed = items.indices.filter { items[$0].event == nil && items[$0].key == nil }
      .map { earned.priced[$0] }
    let payable = EarnedPay(
      priced: Priced(numerators: [], denominator: 1, parts: releases.map(\.pay) + supposed),
      attainment: earned.attainment, gated: false, limit: earned.limit, undefined: nil)
    let group = try EarningsGroup(
      payable, rules, deals: releases.map { $0.key.number } + supposed.map { _ in nil })
    for (release, part) in zip(releases, group.parts) {
      deals[release.key]?.paid += part
      deals[release.key]?.released = release.after
      add(detail ? line(of: release, pay: part) : PayLine(.rates, day: through, pay: part, why: ""))
    }
    for part in group.parts.dropFirst(releases.count) {
      add(PayLine(.rates, day: through, pay: part, why: "If it happens and is paid."))
    }
    addCap(group)
  }

  /// A payment that makes part of a deal's earnings payable.
  private struct Release {
    let key: DealKey
    let payment: PayEvent
    let day: CalendarDay
    let pay: Exact
    let after: Exact
  }

  private func findReleases() -> [Release] {
    var found: [Release] = []
    for (key, deal) in deals where deal.earned != .zero && deal.released < .one {
      guard case .deal(let number) = key, deal.amount > 0 else { continue }
      var sum: Int128 = 0
      var released = Exact.zero
      for place in run.events.paymentsOfDeal[number] ?? [] {
        let payment = run.events.payments[Int(place)]
        let day = max(payment.day, deal.day)
        guard day <= through, !isLost(number, after: deal.day, by: payment.day) else { break }
        sum += Int128(payment.amount)
        let share = max(released, min(.one, Exact(sum, over: Int128(deal.amount))))
        if share > max(released, deal.released), day >= period.first {
          let pay = (share - max(released, deal.released)) * deal.earned
          found.append(Release(key: key, payment: payment, day: day, pay: pay, after: share))
        }
        released = share
      }
    }
    return found.sorted { ($0.day, $0.payment.fact) < ($1.day, $1.payment.fact) }
  }

  /// True if a deal was lost on a day in `first ..< day`.
  private func isLost(_ deal: Int32, after first: CalendarDay, by day: CalendarDay) -> Bool {
    run.events.losses[deal]?.contains { first <= $0 && $0 < day } ?? false
  }

  private func line(of release: Release, pay: Int128) -> PayLine {
    var line = PayLine(.rates, day: release.day, pay: pay, why: "")
    line.fact = run.events.id(release.payment)
    line.deal = name(of: release.key)
    let earned = deals[release.key]?.earned ?? .zero
    line.why = words.released(
      deal: line.deal ?? "", amount: Exact(release.payment.amount), share: release.after,
      earned: earned, booked: deals[release.key]?.day ?? release.day)
    return line
  }

  /// Computes the pay for one more major unit of credit, and the distance to the next tier.
  private mutating func measureNext(_ earned: EarnedPay) {
    guard extra == nil else { return }
    let unit = CreditPair(Exact.power(ofTen: words.currency.digits))
    do throws(PayProblem) {
      let more = try rules.earn(items.map(\.pair) + [unit], yearStanding)
      pay.nextUnit = more.payable - earned.payable
    } catch { pay.nextUnit = nil }
    do throws(RateCurve.Undefined) {
      guard let curve = try rules.curve(), curve.accumulate == .period else { return }
      pay.toNextTier = curve.tiers.first { $0.start > pay.credit }.map { $0.start - pay.credit }
    } catch { pay.toNextTier = nil }
  }

  private mutating func note(_ earned: EarnedPay) {
    if earned.gated, let gate = terms.plan.gate {
      pay.notes.append(words.gate(Exact(gate), attainment: earned.attainment))
    }
    if let undefined = earned.undefined {
      pay.notes.append(words.undefined(undefined, period: period.label))
    }
  }
}

extension EarnedPay {
  /// The total pay under the cap, unrounded, in minor units.
  var payable: Exact { limit.map { min($0, priced.total) } ?? priced.total }
}

extension DealKey {
  /// The fact's index in time order; 0 for a deal.
  var place: Int32 {
    if case .fact(let place) = self { return place }
    return 0
  }

  /// A unique number for each sale: deals from 0 upwards, facts from −1 downwards.
  var number: Int32 {
    switch self {
    case .deal(let number): number
    case .fact(let place): -1 - place
    }
  }
}
