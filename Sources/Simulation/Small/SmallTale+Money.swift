import Facts

extension SmallFacts {
  /// Adds one-off and recurring money with refunds.
  mutating func spendMoney(_ customer: CustomerID?) {
    for _ in 0..<random.poisson(mean: 2.2) { pay(customer, deal: nil, at: instant()) }
    if random.happens(0.3) { subscribe(customer) }
    if random.happens(0.05) { refund(nil, money(), customer, at: instant()) }
  }

  /// Adds a payment, and sometimes refunds of it.
  mutating func pay(_ customer: CustomerID?, deal: DealID?, at: Instant) {
    let amount = money()
    let product = random.pick(["basic", "pro", nil], else: nil)
    let body = MoneyBody(
      amount: amount, deal: deal, recurring: random.happens(0.15) ? service(near: at) : nil,
      splits: splits(), product: product)
    // A refund can be received before its payment, because each has its own delay.
    let id = add(.money(body), at: at, customer, member: member())
    for _ in 0..<(random.happens(0.2) ? random.whole(1...2) : 0) {
      // A refund that names no customer is the payer's; differing clocks may put it before the
      // payment.
      refund(
        id, amount, random.happens(0.3) ? nil : customer,
        at: random.happens(0.1) ? instant() : instant(after: at, days: 30))
    }
  }

  /// Adds a refund of all, of half, of more than the payment, or in another currency.
  private mutating func refund(
    _ of: FactID?, _ paid: Money, _ customer: CustomerID?, at: Instant
  ) {
    let minor =
      switch random.below(4) {
      case 0: paid.minor / 2
      case 1: paid.minor * 2 + 1
      default: paid.minor
      }
    let currency =
      random.happens(0.1) ? random.pick(plan.currencies, else: paid.currency) : paid.currency
    let amount = Money(minor: -abs(minor), currency)
    add(.money(MoneyBody(amount: amount, of: of)), at: at, customer, member: member())
  }

  /// Adds monthly payments that grow, shrink, or leave a gap.
  private mutating func subscribe(_ customer: CustomerID?) {
    var price = Int64(clamping: max(abs(money().minor), 1))
    let currency = random.pick(plan.currencies, else: plan.currency)
    var from = plan.first.advanced(by: random.below(50))
    for _ in 0..<random.whole(1...4) {
      let to = day(from, plusMonths: 1)
      let at = plan.zone.zone.start(of: from)
      guard at < end else { return }
      add(
        .money(
          MoneyBody(
            amount: Money(minor: price, currency), recurring: ServicePeriod(from: from, to: to))),
        at: at, customer, member: member())
      price = max(price * Int64(random.pick([1, 2, 2, 2, 3], else: 2)) / 2, 1)
      from = random.happens(0.2) ? to.advanced(by: 40) : to
    }
  }

  /// A service period of a day, a month or a year, which may begin before it is paid.
  private mutating func service(near at: Instant) -> ServicePeriod? {
    let from = plan.zone.zone.day(of: at).advanced(by: random.whole(-20...5))
    return ServicePeriod(
      from: from, to: from.advanced(by: random.pick([1, 30, 31, 365], else: 30)))
  }

  /// A random amount: often small, sometimes zero, rarely large, in any currency of the plan.
  mutating func money() -> Money {
    let currency =
      random.happens(0.6) ? plan.currency : random.pick(plan.currencies, else: plan.currency)
    let minor =
      switch random.below(12) {
      case 0: 0
      case 1: 1
      case 2: 100
      case 3: random.whole(1...99)
      case 4: 1_234_567_891
      default: random.whole(100...90_000)
      }
    return Money(minor: Int64(minor), currency)
  }

  /// Random splits: none, a whole, thirds, less or more than the whole.
  mutating func splits() -> [Split] {
    guard random.happens(0.2) else { return [] }
    let shares: [[(Int64, Int)]] = [
      [(1, 0)], [(6, 1), (4, 1)], [(333, 3), (333, 3), (334, 3)], [(1, 0), (5, 1)], [(9, 1)],
    ]
    let chosen = random.pick(shares, else: [])
    return zip(SmallBusiness.members, chosen).map { member, share in
      Split(simulatedID(member), DecimalText(digits: share.0, places: share.1))
    }
  }
}
