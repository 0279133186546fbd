import Facts

extension SmallFacts {
  /// Generates one customer's facts: touches, holdouts, spends, deals and scores.
  mutating func live(_ customer: CustomerID) {
    if random.happens(0.6) { introduce(customer) }
    meet(customer)
    let spends = random.below(10)
    if spends != 0 { spendTime(customer) }
    if spends > 2 { spendMoney(customer) }
    if random.happens(0.35) { deal(with: customer) }
    if random.happens(0.2) { rate(customer) }
  }

  private mutating func introduce(_ customer: CustomerID) {
    for _ in 0..<random.whole(1...2) {
      let region = random.pick(["north", "s\u{FC}d", "\"west\""], else: "north")
      let attributes: [JSON.Member] = [
        .init("region", .string(region)), .init("size", .integer(random.below(3))),
      ]
      add(.customer(attributes: random.happens(0.1) ? [] : attributes), at: instant(), customer)
    }
  }

  /// Adds touches and holdouts, sometimes both of one play.
  private mutating func meet(_ customer: CustomerID) {
    for _ in 0..<random.poisson(mean: 2.5) {
      let play = play()
      if random.happens(0.2) { draw(customer, play) }
      guard random.happens(0.85) else { continue }
      let channel = random.pick(["mail", "ads", nil], else: nil)
      let at = instant()
      add(.touch(channel: channel), at: at, customer, play: play, member: member())
      if random.happens(0.2) { add(.touch(channel: nil), at: at, customer, play: self.play()) }
    }
  }

  /// Adds a holdout: mostly for good, otherwise drawn in waves, sometimes more than once.
  private mutating func draw(_ customer: CustomerID, _ play: PlayID) {
    guard random.happens(0.4) else {
      add(.holdout(.kept), at: instant(), customer, play: play)
      return
    }
    for _ in 0..<random.whole(1...3) {
      let lot = HoldoutBody(
        arm: random.happens(0.5) ? .kept : .reach,
        wave: random.happens(0.8) ? random.whole(1...3) : nil)
      add(.holdout(lot), at: instant(), customer, play: play)
    }
  }

  /// Adds time around the plan's threshold: below it, exactly it, above it, and zero.
  private mutating func spendTime(_ customer: CustomerID) {
    let threshold = (plan.minutes ?? 30) * 60
    for _ in 0..<random.poisson(mean: 2) {
      let seconds = random.pick([0, 1, threshold / 2, threshold - 1, threshold, 9000], else: 1)
      add(.time(seconds: Int64(seconds)), at: instant(), customer)
    }
  }

  private mutating func rate(_ customer: CustomerID) {
    let scale = random.pick(ScoreBody.Scale.allCases, else: .csat5)
    add(
      .score(ScoreBody(scale: scale, score: random.whole(scale.range))), at: instant(), customer)
  }
}
