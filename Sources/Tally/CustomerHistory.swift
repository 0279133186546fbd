internal import Facts
internal import Planning

/// What one customer did, worked out once from their timeline for every sum to read.
///
/// A pure function of the customer's facts and the rules.
public struct CustomerHistory: Sendable {
  /// 0 for the facts that name no customer.
  public let customer: Int
  /// Counted money in time order: payments, or deals won and lost again, by the plan's basis.
  let money: [Counted]
  /// Time spent, in time order.
  let time: [TimeSpent]
  /// Touches in time order.
  let touches: [Touch]
  /// Where the customer activated, if they did.
  let activation: Activated?
  /// The facts themselves.
  let timeline: Timeline

  /// Money that counts towards the Number.
  struct Counted: Sendable {
    let at: Int64
    let day: Int32
    /// Minor units of the business's currency; negative for refunds and deals lost again.
    let amount: Int64
    /// The fact.
    let number: Int64
    /// The fact taken back by a negative amount; 0 for none.
    let of: Int64
  }

  struct TimeSpent: Sendable {
    let at: Int64
    let day: Int32
    let seconds: Int64
  }

  struct Touch: Sendable {
    let at: Int64
    let play: Int64
    /// The lever that the touch itself names.
    let lever: Lever?
  }

  struct Activated: Sendable {
    let at: Int64
    let day: Int32
  }

  init(_ timeline: Timeline, _ timelines: Timelines, _ rules: Rules) {
    customer = timeline.customer
    self.timeline = timeline
    let columns = timeline.columns
    switch rules.basis {
    case .payments: money = CustomerHistory.payments(timeline, timelines, rules)
    case .bookings: money = Bookings(timeline, timelines, rules).counted
    }
    time = timeline.time.map {
      TimeSpent(
        at: columns.time.at[$0], day: rules.day(columns.time.at[$0]),
        seconds: columns.time.amount[$0])
    }
    touches = timeline.touch.map {
      let key = timelines.keys.keys[Int(columns.touch.key[$0])]
      return Touch(at: columns.touch.at[$0], play: key.play, lever: key.lever)
    }
    activation = customer == 0 ? nil : CustomerHistory.activation(money, time, rules.activation)
  }

  private static func payments(
    _ timeline: Timeline, _ timelines: Timelines, _ rules: Rules
  ) -> [Counted] {
    let stream = timeline.columns.money
    return timeline.money.map { row in
      let day = rules.day(stream.at[row])
      let currency = timelines.keys.keys[Int(stream.key[row])].currency
      var of: Int64 = 0
      if stream.detail[row] >= 0,
        case .money(_, let refunded, _) = timelines.details[Int(stream.detail[row])]
      {
        of = refunded
      }
      return Counted(
        at: stream.at[row], day: day,
        amount: rules.convert(stream.amount[row], currency, onDay: day),
        number: stream.number[row], of: of)
    }
  }

  /// A customer activates when cumulative net money or cumulative time first reaches its threshold,
  /// whichever is first. Refunds later do not unactivate.
  private static func activation(
    _ money: [Counted], _ time: [TimeSpent], _ rule: Activation
  ) -> Activated? {
    let byMoney = rule.money.flatMap { threshold -> Activated? in
      var sum: Int128 = 0
      for spend in money {
        sum += Int128(spend.amount)
        if sum >= threshold, spend.amount > 0 { return Activated(at: spend.at, day: spend.day) }
      }
      return nil
    }
    let byTime = rule.time.flatMap { threshold -> Activated? in
      var sum: Int128 = 0
      for spend in time {
        sum += Int128(spend.seconds)
        if sum >= threshold, spend.seconds > 0 { return Activated(at: spend.at, day: spend.day) }
      }
      return nil
    }
    guard let byMoney, let byTime else { return byMoney ?? byTime }
    return byTime.at < byMoney.at ? byTime : byMoney
  }

  /// The days on which the customer spent money or time, ascending, each once.
  var spendingDays: [Int32] {
    let days = money.filter { $0.amount > 0 }.map(\.day) + time.filter { $0.seconds > 0 }.map(\.day)
    var last = Int32.min
    return days.sorted().filter { day in
      defer { last = day }
      return day != last
    }
  }

  /// Net money by period, for periods in which there was any, ascending.
  func moneyByPeriod(_ rules: Rules) -> [(period: Int32, net: Int128, spent: Bool)] {
    var sums: [(period: Int32, net: Int128, spent: Bool)] = []
    for spend in money {
      let period = rules.period(ofDay: spend.day)
      if sums.last?.period == period {
        sums[sums.count - 1].net += Int128(spend.amount)
        sums[sums.count - 1].spent = sums[sums.count - 1].spent || spend.amount > 0
      } else {
        sums.append((period, Int128(spend.amount), spend.amount > 0))
      }
    }
    return sums
  }
}
