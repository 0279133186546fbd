import Facts
import Planning

extension PeriodWork {
  /// Collects the period's credits in time order, including credit taken back by clawbacks.
  mutating func takeCredits() {
    let days = period.first..<max(period.first, through.advanced(by: 1))
    let credits = books.credits(of: code, terms.plan.stream, in: days)
    items.reserveCapacity(credits.count)
    let keeps = keepsSales
    for (event, _, pair) in credits where !isClawback(event) {
      let key = key(of: event)
      items.append(
        CreditItem(event: event, pair: pair, key: key, day: event.day, order: event.fact))
      if keeps, let key { remember(key, event, pair) }
    }
    if let extra {
      if extra.replaces { items = [] }
      items.append(
        CreditItem(event: nil, pair: extra.pair, key: nil, day: through, order: .max))
      if extra.replaces { return }
    }
    clawbacks = findClawbacks()
    takeCreditBack()
  }

  /// True if a later step needs to know the pay of each sale.
  private var keepsSales: Bool {
    terms.plan.clawback != nil || terms.plan.paysOn == .paid || !run.records.holds.isEmpty
  }

  /// The key of a sale: a booking's deal, else the fact of the payment or activation.
  ///
  /// A refund has the key of its payment; costs have none.
  func key(of event: PayEvent) -> DealKey? {
    switch event.kind {
    case .won, .lost: .deal(event.deal)
    case .payment, .activation: .fact(event.fact)
    case .refund:
      .fact(event.origin >= 0 ? run.events.payments[Int(event.origin)].fact : event.fact)
    case .cost: nil
    }
  }

  private mutating func remember(_ key: DealKey, _ event: PayEvent, _ pair: CreditPair) {
    if event.takesBack, deals[key] == nil { return }
    var deal =
      deals[key]
      ?? DealPay(day: event.day, amount: event.amount, customer: event.customer)
    deal.credit += pair.quota
    deals[key] = deal
  }

  /// True if a refund is a clawback rather than negative credit.
  ///
  /// If the plan claws refunds back, payments keep their full credit, and the refund takes back its
  /// share of their pay.
  private func isClawback(_ event: PayEvent) -> Bool {
    guard event.kind == .refund, event.origin >= 0, let clawback = terms.plan.clawback,
      clawback.when.contains(.refund)
    else { return false }
    let paid = run.events.payments[Int(event.origin)]
    return paid.day.distance(to: event.day) <= clawback.within
  }

  /// The period's refunds and lapses that take back pay of a sale, in time order.
  private func findClawbacks() -> [ClawbackItem] {
    guard let clawback = terms.plan.clawback else { return [] }
    var found: [ClawbackItem] = []
    for (key, deal) in deals {
      let last = deal.day.advanced(by: clawback.within)
      let first = max(deal.day, period.first)
      guard first <= min(last, through), deal.clawed < .one else { continue }
      let window = first...min(last, through)
      if clawback.when.contains(.refund) {
        for refund in run.events.refunds(of: key, customer: deal.customer, terms.plan.stream)
        where window.contains(refund.day) {
          let part =
            deal.amount > 0 && terms.plan.stream != .activations
            ? min(.one, Exact(Int128(-refund.amount), over: Int128(deal.amount))) : .one
          found.append(
            ClawbackItem(
              key: key, day: refund.day, order: refund.fact, refund: refund, part: part))
        }
      }
      if clawback.when.contains(.lapse),
        let day = run.events.customers.lapse(
          of: deal.customer, after: deal.day,
          lapse: books.crediting.plan.activation.lapse),
        window.contains(day)
      {
        found.append(
          ClawbackItem(key: key, day: day, order: .max, refund: nil, part: .one))
      }
    }
    return found.sorted { left, right in
      if (left.day, left.order) != (right.day, right.order) {
        return (left.day, left.order) < (right.day, right.order)
      }
      let (first, second) = (name(of: left.key) ?? "", name(of: right.key) ?? "")
      return first != second
        ? first.utf8.lexicographicallyPrecedes(second.utf8) : left.key.place < right.key.place
    }
  }

  /// Takes quota credit back on the day of the refund or lapse, if the plan says so.
  private mutating func takeCreditBack() {
    guard let clawback = terms.plan.clawback, clawback.quota, !clawbacks.isEmpty else { return }
    var clawed: [DealKey: Exact] = [:]
    for item in clawbacks {
      guard let deal = deals[item.key] else { continue }
      let before = clawed[item.key] ?? deal.clawed
      let after = min(.one, before + item.part)
      clawed[item.key] = after
      // Rounded to whole minor units, because shares of refunds have no common denominator.
      let taken = Exact(clawback.share) * (after - before) * deal.credit
      let credit = -(taken.rounded.map { Exact($0) } ?? .tooLarge)
      items.append(
        CreditItem(
          event: nil, pair: CreditPair(quota: credit, paid: .zero), key: item.key, day: item.day,
          order: item.order))
    }
    items.sort { ($0.day, $0.order) < ($1.day, $1.order) }
  }
}
