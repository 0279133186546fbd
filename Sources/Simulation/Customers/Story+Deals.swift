import Facts

extension Story {
  /// The probability that an ordinary rep wins a deal.
  private static let winning = 0.33
  /// The sales cycle in days; at least 24, so that no play's window can see a deal's end.
  private static let cycle = (median: 38.0, least: 24)

  /// A deal in progress.
  private struct Deal {
    let id: DealID
    let rep: Rep
    var splits: [Split]
    var amount: Int64
    var closes: Int
    var isNamed: Bool
    let showsAmount: Bool
  }

  /// Negotiates a deal, for customers with a rep.
  ///
  /// Returns the day and time at which a won deal is first paid, even if it is lost again before;
  /// nil for a lost deal or without a rep.
  @discardableResult
  mutating func negotiate(from start: Moment, isActive: Bool) -> Moment? {
    guard let number = who.rep else { return nil }
    let rep = world.staff.reps[number]
    let opened = officeMoment(on: businessDay(from: start.day + 1))
    let length = max(
      Story.cycle.least, Int(random.lognormal(median: Story.cycle.median, sigma: 0.5)))
    let close = closingDay(near: opened.day + length)
    var deal = Deal(
      id: simulatedID("d\(who.id.text)"), rep: rep, splits: splits(with: rep),
      amount: dealSize(), closes: close, isNamed: !random.happens(0.06),
      showsAmount: !random.happens(0.015))
    let wins = random.happens(Story.winning * rep.winning * (isActive ? 1.4 : 0.55))
    work(&deal, from: opened.day, until: close, wins: wins)
    guard wins else {
      tell(deal, .lost, at: officeMoment(on: close))
      return nil
    }
    return win(deal, on: close)
  }

  /// Reports the deal's stages up to its end; a deal that will be lost may stop at any.
  private mutating func work(_ deal: inout Deal, from: Int, until close: Int, wins: Bool) {
    let stages: [DealBody.Stage] = [
      .open, .named("qualified"), .named("proposal"), .named("verbal"),
    ]
    let reached = wins ? (random.happens(0.8) ? 4 : 3) : random.whole(1...4)
    for (number, stage) in stages.prefix(reached).enumerated() {
      let day = from + (close - from) * number / (reached + 1)
      if number == 2 {
        deal.isNamed = true
        deal.amount = deal.amount * Int64(random.whole(85...110)) / 100
      }
      let isSlipping = number == 2 && random.happens(0.2)
      let said = number < 2 || isSlipping ? close - random.whole(-5...20) : close
      tell(deal, stage, at: officeMoment(on: businessDay(from: day)), closes: said)
    }
    deal.isNamed = true
  }

  private mutating func win(_ deal: Deal, on day: Int) -> Moment {
    var won = deal
    if random.happens(0.5) { won.amount = won.amount * Int64(random.whole(80...100)) / 100 }
    tell(won, .won, at: officeMoment(on: day))
    let isLostAgain = random.happens(min(0.02 * deal.rep.refunds, 0.2))
    let paid = officeMoment(on: businessDay(from: day + random.whole(2...20)))
    if isLostAgain {
      tell(won, .lost, at: officeMoment(on: businessDay(from: day + random.whole(5...40))))
    } else {
      collect(won, at: paid)
    }
    return paid
  }

  /// Collects the money of a won deal: for a year of service, or in one or two payments.
  private mutating func collect(_ deal: Deal, at moment: Moment) {
    var payment = Payment(
      minor: deal.amount, product: tier, deal: deal.id, splits: deal.splits)
    if random.happens(0.55) {
      let from = world.calendar.day(moment.day)
      payment.recurring = ServicePeriod(from: from, to: day(from, plusMonths: 12))
      pay(payment, at: moment)
    } else if random.happens(0.4) {
      payment.minor = deal.amount / 2
      pay(payment, at: moment)
      payment.minor = deal.amount - deal.amount / 2
      pay(payment, at: officeMoment(on: moment.day + 30))
    } else {
      pay(payment, at: moment)
    }
    rate(after: moment, chance: 0.5)
  }

  private mutating func tell(
    _ deal: Deal, _ stage: DealBody.Stage, at moment: Moment, closes: Int? = nil
  ) {
    log.add(
      .deal(
        DealBody(
          deal: deal.id, stage: stage,
          amount: deal.showsAmount ? Money(minor: deal.amount, currency) : nil,
          closes: closes.map { world.calendar.day($0) }, splits: deal.splits)),
      at: world.calendar.instant(moment), from: .crm, member: deal.rep.id,
      namesCustomer: deal.isNamed)
  }

  private mutating func dealSize() -> Int64 {
    let median = who.segment == .enterprise ? 850_000.0 : 160_000
    return max(Int64(random.lognormal(median: median, sigma: 0.6)) / 5000 * 5000, 20_000)
  }

  private mutating func splits(with rep: Rep) -> [Split] {
    guard random.happens(0.12) else { return [] }
    let others = world.staff.reps.filter { $0.manager == rep.manager && $0.id != rep.id }
    guard let other = random.pick(others) else { return [] }
    let main = DecimalText(digits: 7, places: 1)
    let rest = DecimalText(digits: 3, places: 1)
    return [Split(rep.id, main), Split(other.id, rest)].sorted { $0.member < $1.member }
  }

  /// A business day near another; many deals close on the last five of a month.
  private mutating func closingDay(near index: Int) -> Int {
    let near = world.calendar.day(index)
    guard random.happens(Seasons.monthEndPull(of: near)) else { return businessDay(from: index) }
    var day = world.calendar.index(of: month(of: near).last)
    var back = random.below(5)
    while back > 0 || !world.calendar.isBusinessDay(day) {
      if world.calendar.isBusinessDay(day) { back -= 1 }
      day -= 1
    }
    return max(day, businessDay(from: index - 12))
  }

  /// The day itself, or the next business day.
  private func businessDay(from index: Int) -> Int {
    var index = index
    while !world.calendar.isBusinessDay(index) { index += 1 }
    return index
  }
}
