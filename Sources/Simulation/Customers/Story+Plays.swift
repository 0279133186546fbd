import Facts

extension Story {
  /// The mean number of plays that list an arriving customer, if enough are running.
  private static let plannedPlays = 2.6

  /// Meets the plays running on arrival.
  ///
  /// Returns their combined factor on the probability of activation.
  mutating func meetPlays(from start: Moment) -> Double {
    if let always = world.channelPlays[who.channel] {
      touch(world.plays[always], from: start, times: 1 + random.poisson(mean: 0.7))
    }
    guard world.openPlays.indices.contains(start.day) else { return 1 }
    let open = world.openPlays[start.day]
    let share = min(0.9, Story.plannedPlays / Double(max(open.count, 1)))
    var factor = 1.0
    for index in open where random.happens(share) {
      factor *= meet(world.plays[index], from: start.soon(seconds: random.below(7200)))
    }
    return factor
  }

  private mutating func meet(_ play: SimulatedPlay, from start: Moment) -> Double {
    switch play.selection {
    case .randomised(let holdout):
      guard !random.happens(holdout) else {
        hold(from: play, at: start)
        return 1
      }
    case .rule(let region): guard region == who.region else { return 1 }
    case .selfSelected:
      guard random.happens(logistic(2 * who.keenness - 0.3)) else { return 1 }
    case .alwaysOn: return 1
    }
    touch(play, from: start, times: 1 + random.poisson(mean: 5.5))
    return 1 + play.lift
  }

  /// Meets the plays that nurture customers, between two days of a customer's life.
  mutating func meetNurture(from: Int, to: Int, buys: Bool) {
    for index in world.nurturePlays {
      let play = world.plays[index]
      guard play.goal == .time || buys else { continue }
      let earliest = max(from + 3, play.from)
      let latest = min(to, play.to ?? .max, world.calendar.count - 1)
      guard earliest < latest, random.happens(0.6) else { continue }
      nurture(play, on: earliest + random.below(min(latest - earliest, 21)))
    }
  }

  private mutating func nurture(_ play: SimulatedPlay, on day: Int) {
    let start = moment(on: day)
    guard let holdout = play.selection.holdout, !random.happens(holdout) else {
      return hold(from: play, at: start)
    }
    touch(play, from: start, times: 1 + random.poisson(mean: 4))
    boosts.append(
      Boost(
        days: (day + 1)..<(day + play.window), factor: 1 + play.lift,
        movesTime: play.goal == .time))
  }

  private mutating func hold(from play: SimulatedPlay, at start: Moment) {
    log.add(.holdout(.kept), at: world.calendar.instant(start), from: .office, play: play.id)
  }

  /// Adds touches, the first now and the others on later days.
  private mutating func touch(_ play: SimulatedPlay, from start: Moment, times: Int) {
    let member = play.lever == .sales ? who.rep.map { world.staff.reps[$0].id } : nil
    let body = Fact.Body.touch(channel: play.channel ?? who.channel.rawValue)
    let origin: Origin = play.lever == .product ? .app : .mail
    var moment = start
    for _ in 0..<times {
      log.add(
        body, at: world.calendar.instant(moment), from: origin, play: play.id, member: member)
      moment = self.moment(on: moment.day + random.whole(1...4))
    }
  }
}
