import Facts

extension Story {
  /// The share of subscribers who pay by the year.
  private static let yearlyShare = 0.2
  /// The price factors of moving up or down one plan size.
  private static let steps = (up: 1.5, down: 0.65)

  /// Pays from a moment on, for each month or year in advance, until the customer leaves.
  mutating func subscribe(from start: Moment, until end: Int) {
    let isYearly = random.happens(Story.yearlyShare)
    let months = isYearly ? 12 : 1
    var price = monthlyPrice() * (isYearly ? 10 : 1)
    let first = world.calendar.day(start.day)
    var renewals = 0
    while true {
      let from = day(first, plusMonths: renewals * months)
      let index = world.calendar.index(of: from)
      guard index < max(end, start.day + 1), index < world.calendar.count else { return }
      let to = day(first, plusMonths: (renewals + 1) * months)
      let at = renewals == 0 ? start : Moment(day: index, second: start.second)
      guard !renew(price, from, to, at: at) else { return }
      if renewals == 0 { rate(after: at, chance: 0.25) }
      if isYearly || random.happens(0.02) { upgrade(price, from: from, to: to, index: index) }
      price *= step()
      renewals += 1
    }
  }

  /// Pays for a service period; true if all of the money was refunded.
  private mutating func renew(
    _ price: Double, _ from: CalendarDay, _ to: CalendarDay, at moment: Moment
  ) -> Bool {
    let payment = Payment(
      minor: Int64(price), product: tier, recurring: ServicePeriod(from: from, to: to))
    return pay(payment, at: moment)
  }

  /// Pays the difference for the rest of a service period.
  private mutating func upgrade(
    _ price: Double, from: CalendarDay, to: CalendarDay, index: Int
  ) {
    guard random.happens(0.3) else { return }
    let length = from.distance(to: to)
    let after = random.whole(1...max(length - 2, 1))
    let left = Double(length - after) / Double(length)
    let minor = Int64(price * (Story.steps.up - 1) * left)
    guard minor > 0, index + after < world.calendar.count else { return }
    let service = ServicePeriod(from: from.advanced(by: after), to: to)
    pay(
      Payment(minor: minor, product: tier, recurring: service), at: moment(on: index + after))
  }

  private mutating func step() -> Double {
    let chance = random.unit()
    if chance < 0.03 { return Story.steps.up }
    return chance > 0.985 ? Story.steps.down : 1
  }

  private mutating func monthlyPrice() -> Double {
    switch who.segment {
    case .consumer: random.pick([990, 1490, 2490], else: 990)
    case .small: random.pick([4900, 7900, 14_900], else: 4900)
    case .enterprise: random.pick([39_900, 69_000, 120_000], else: 39_900)
    }
  }

  /// The product that the customer's segment subscribes to.
  var tier: String {
    switch who.segment {
    case .consumer: "solo"
    case .small: "team"
    case .enterprise: "suite"
    }
  }
}
