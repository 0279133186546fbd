import Facts

/// The facts without a customer: play declarations, costs, product work and the Chronicle.
struct BusinessFacts {
  let world: World
  private var log: FactLog
  private var random: RandomStream

  init(_ world: World) {
    self.world = world
    log = FactLog(
      prefix: "b-", customer: nil, end: world.calendar.end,
      random: RandomStream(seed: world.seed, .receipt, -1))
    random = RandomStream(seed: world.seed, .business)
  }

  /// All facts, unsorted.
  mutating func receipts() -> [Receipt] {
    for play in world.plays {
      declare(play)
      charge(play)
    }
    for item in world.work { follow(item) }
    chargeLevers()
    chronicle()
    return log.receipts
  }

  private func instant(_ day: Int, hour: Int = 9) -> Instant {
    world.calendar.instant(Moment(day: day, second: hour * 3600))
  }

  private mutating func declare(_ play: SimulatedPlay) {
    // Declared up to three days before the start. A play that starts on day 0 is declared at
    // midnight, before its first touch.
    let declared = max(play.from - 3, 0)
    let hour = declared < play.from ? 9 : 0
    log.add(
      .play(declaration(play, to: play.firstTo ?? play.to)), at: instant(declared, hour: hour),
      from: .office, play: play.id, lever: play.lever)
    guard let first = play.firstTo else { return }
    log.add(
      .play(declaration(play, to: play.to)), at: instant(first - 2), from: .office,
      play: play.id, lever: play.lever)
  }

  private func declaration(_ play: SimulatedPlay, to: Int?) -> PlayDeclaration {
    PlayDeclaration(
      owner: play.owner, name: play.name, from: world.calendar.day(play.from),
      to: to.map { world.calendar.day($0) }, goal: play.goal, window: play.window,
      worthwhile: DecimalText(digits: 1, places: 1),
      hypothesis: "Customers reached by \(play.name) do more.",
      budget: DecimalText(digits: Int64(weekly(play)) * 12, places: 2))
  }

  /// The weekly cost of a play in cents: the customers on its list times its unit cost.
  private func weekly(_ play: SimulatedPlay) -> Double {
    let arrivals = Double(world.customers) * 7 / Double(world.calendar.count)
    let running = world.plays.filter { $0.runs(on: play.from) }.count
    let share = play.selection.name == "always-on" ? 0.2 : min(0.9, 2.6 / Double(max(running, 1)))
    return (arrivals * share * play.unitCost).rounded()
  }

  private mutating func charge(_ play: SimulatedPlay) {
    let last = min(play.to ?? .max, world.calendar.count - 1)
    for day in stride(from: play.from, through: last, by: 7) {
      let cents = weekly(play) * random.between(0.8, 1.2)
      log.add(cost(cents), at: instant(day, hour: 17), from: .billing, play: play.id)
    }
  }

  /// Charges pay and tools of the levers on the last day of each month.
  private mutating func chargeLevers() {
    let shares: [(Lever, Double)] = [(.product, 900), (.sales, 750), (.marketing, 350)]
    for day in 0..<world.calendar.count {
      let calendarDay = world.calendar.day(day)
      guard month(of: calendarDay).last == calendarDay else { continue }
      let growth = 0.7 + 0.6 * Double(day) / Double(world.calendar.count)
      for (lever, cents) in shares {
        let amount = Double(world.customers) * cents * growth
        log.add(cost(amount), at: instant(day, hour: 18), from: .billing, lever: lever)
      }
    }
  }

  private func cost(_ cents: Double) -> Fact.Body {
    .cost(Money(minor: Int64(cents.rounded()), simulatedCurrency("EUR")))
  }

  private mutating func follow(_ item: SimulatedWork) {
    let link = item.metric.map { metric in
      WorkBody.Link(metric: metric.rawValue, expect: "up by \(world.calendar.day(item.ended + 30))")
    }
    let states: [(WorkBody.State, Int)] = [
      (.started, item.started), (item.isDropped ? .dropped : .shipped, item.ended),
    ]
    for (state, day) in states where day < world.calendar.count {
      log.add(
        .work(
          WorkBody(
            work: item.id, type: item.type, state: state,
            effort: DecimalText(digits: Int64(item.effort), places: 0), link: link)),
        at: instant(day, hour: 15), from: .office, play: item.play, lever: .product)
    }
  }
}

extension BusinessFacts {
  private static let remarks = [
    "Hiring is slow; the pipeline for next quarter worries me.",
    "Two big customers asked for the same report. Worth a look.",
    "We agreed to **stop discounting** in the last week of the month.",
    "Affiliates bring many sign-ups. I want to see how many stay.",
    "Support queue is long after the release.",
    "Board asks for profit, not revenue. Keep both in view.",
  ]

  /// Writes a note for every play that starts after day 0, and a remark every three weeks.
  private mutating func chronicle() {
    for play in world.plays where play.from > 0 {
      let by = world.calendar.day(play.from + play.window + 30)
      note(
        NoteBody(
          text: "Started **\(play.name)**.",
          expect: NoteBody.Expectation(answer: "plays: \(play.id) worked", by: by),
          day: world.calendar.day(play.from)),
        on: play.from, play: play.id)
    }
    for (number, day) in stride(from: 10, to: world.calendar.count, by: 21).enumerated() {
      let text = BusinessFacts.remarks[number % BusinessFacts.remarks.count]
      note(NoteBody(text: text, day: world.calendar.day(day)), on: day, play: nil)
    }
  }

  private mutating func note(_ note: NoteBody, on day: Int, play: PlayID?) {
    log.add(.note(note), at: instant(day, hour: 10), from: .office, play: play)
  }
}
