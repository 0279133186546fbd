import Facts

extension Story {
  /// Sessions a day of an active customer on an ordinary day.
  private static let sessions = 0.05
  /// The most seconds that a visitor spends before activating, so that time alone does not
  /// activate.
  private static let visiting = 1500
  /// The length of an activating session in seconds; the plan's threshold is 30 minutes.
  private static let activating = 1800...5400

  /// Adds visits that do not activate.
  mutating func browse(from start: Moment, until activation: Moment?) {
    var left = Story.visiting
    let days = max((activation?.day ?? start.day + 30) - start.day, 1)
    for _ in 0..<(1 + random.poisson(mean: 2)) {
      let seconds = min(random.whole(20...500), left)
      guard seconds > 0 else { return }
      left -= seconds
      let visit = moment(on: start.day + random.below(days))
      spend(seconds: seconds, at: max(visit, start.soon(seconds: 30)))
    }
  }

  /// Adds the session that activates.
  mutating func activateByTime(at moment: Moment) {
    spend(seconds: random.whole(Story.activating), at: moment)
  }

  /// Adds sessions between two days.
  mutating func use(from: Int, to: Int) {
    let most = 3.0
    var day = Double(from)
    while true {
      day += random.exponential(mean: 1 / (Story.sessions * most))
      let index = Int(day)
      guard index < to else { return }
      let rate = world.product.time(on: index) * boost(on: index, ofTime: true)
      guard random.happens(rate * world.calendar.spending(on: index) / most) else { continue }
      let seconds = random.lognormal(median: 900, sigma: 0.8)
      spend(seconds: Int(min(seconds, 30_000)), at: moment(on: index))
    }
  }

  /// The combined factor of running plays on a rate on a day.
  func boost(on day: Int, ofTime: Bool) -> Double {
    boosts.reduce(1) { factor, boost in
      boost.movesTime == ofTime && boost.days.contains(day) ? factor * boost.factor : factor
    }
  }

  private mutating func spend(seconds: Int, at moment: Moment) {
    log.add(.time(seconds: Int64(seconds)), at: world.calendar.instant(moment), from: .app)
  }
}
