import Facts

extension Story {
  /// The mean stay of an ordinary customer, in days.
  private static let staying = 230.0
  /// The share of paying customers who subscribe.
  private static let subscribing = 0.5

  /// Simulates the life after activation.
  ///
  /// If `paying`, money activates; otherwise time does, and money may follow.
  mutating func live(from start: Moment, paying: Bool) {
    let mean = Story.staying * world.product.staying(on: start.day) / leaving
    let end = start.day + 8 + Int(random.exponential(mean: mean))
    let last = min(end, world.calendar.count)
    let subscribes = random.happens(Story.subscribing)
    let money = paying ? start : firstMoney(after: start)
    meetNurture(from: start.day, to: last, buys: money != nil && !subscribes)
    if !paying { activateByTime(at: start) }
    if let money {
      if subscribes { subscribe(from: money, until: end) } else { buy(from: money, until: last) }
    }
    use(from: start.day + 1, to: last)
  }

  /// The factor on the customer's rate of leaving, 1 for usual: the true effect of channel and rep.
  var leaving: Double {
    who.channel.leaving * (who.rep.map { world.staff.reps[$0].leaving } ?? 1)
  }

  /// The factor on the customer's refund rate, 1 for usual.
  var refunding: Double {
    who.channel.refunds * (who.rep.map { world.staff.reps[$0].refunds } ?? 1)
  }

  private mutating func firstMoney(after start: Moment) -> Moment? {
    guard random.happens(0.45) else { return nil }
    return moment(on: start.day + random.whole(5...60))
  }
}
