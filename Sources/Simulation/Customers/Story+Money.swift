import Facts

extension Story {
  /// One-off purchases a day by a customer on an ordinary day.
  private static let purchases = 0.045
  /// The share of payments refunded, for a usual customer.
  private static let refunds = 0.025
  private static let oneOffs = ["training", "templates", "onboarding", "add-on"]

  /// The details of a payment.
  struct Payment {
    var minor: Int64
    var product: String
    var recurring: ServicePeriod?
    var deal: DealID?
    var splits: [Split] = []
  }

  /// Makes one-off purchases between a moment and a day, the first at once.
  mutating func buy(from start: Moment, until end: Int) {
    let most = 3.2
    var day = Double(start.day)
    var moment = start
    while true {
      purchase(at: moment)
      repeat {
        day += random.exponential(mean: 1 / (Story.purchases * most))
        guard Int(day) < end else { return }
      } while !random.happens(eagerness(on: Int(day)) / most)
      moment = self.moment(on: Int(day))
    }
  }

  private func eagerness(on day: Int) -> Double {
    world.calendar.spending(on: day) * boost(on: day, ofTime: false)
  }

  private mutating func purchase(at moment: Moment) {
    let median: Double =
      switch who.segment {
      case .consumer: 3200
      case .small: 14_000
      case .enterprise: 90_000
      }
    let minor = max(Int64(random.lognormal(median: median, sigma: 0.7)), 500)
    let product = random.pick(Story.oneOffs, else: "add-on")
    pay(Payment(minor: minor, product: product), at: moment)
    rate(after: moment, chance: 0.3)
  }

  /// Books a payment, with a refund or a correction at random.
  ///
  /// - Returns: True if all of the money was refunded.
  @discardableResult
  mutating func pay(_ payment: Payment, at moment: Moment) -> Bool {
    if random.happens(0.004) { mistype(payment, at: moment) }
    guard let id = book(payment, at: moment) else { return false }
    guard random.happens(min(Story.refunds * refunding, 0.5)) else { return false }
    var refund = payment
    let isWhole = random.happens(0.7)
    refund.minor = -(isWhole ? payment.minor : payment.minor * Int64(random.whole(2...7)) / 10)
    guard refund.minor < 0 else { return false }
    refund.recurring = nil
    book(refund, at: officeMoment(on: moment.day + random.whole(1...25)), of: id)
    return isWhole
  }

  @discardableResult
  private mutating func book(_ payment: Payment, at moment: Moment, of: FactID? = nil) -> FactID? {
    log.add(
      .money(
        MoneyBody(
          amount: Money(minor: payment.minor, currency), deal: payment.deal, of: of,
          recurring: payment.recurring, splits: payment.splits, product: payment.product)),
      at: world.calendar.instant(moment), from: .billing,
      member: who.rep.map { world.staff.reps[$0].id })
  }

  /// Books ten times the amount, and retracts that fact the day after.
  private mutating func mistype(_ payment: Payment, at moment: Moment) {
    var wrong = payment
    wrong.minor *= 10
    let next = officeMoment(on: moment.day + 1)
    guard world.calendar.instant(next.later(days: 1)) < world.calendar.end,
      let id = book(wrong, at: moment)
    else { return }
    log.add(
      .retract(fact: id, why: "typed with a zero too many"), at: world.calendar.instant(next),
      from: .office)
  }

  /// The customer's currency.
  var currency: Currency { World.regions[who.region].currency }
}
