import Facts

extension SmallFacts {
  /// Declares each play except `ghost` once or twice, sometimes after its first touch.
  mutating func declarePlays() {
    for (number, name) in SmallFacts.plays.dropLast().enumerated() {
      let lever = Lever.allCases[number % 3]
      for _ in 0..<random.whole(1...2) {
        let from = plan.first.advanced(by: random.below(40))
        let to = random.happens(0.5) ? from.advanced(by: random.below(60)) : nil
        let declaration = PlayDeclaration(
          owner: member(), name: random.happens(0.8) ? "Play \(name)" : nil, from: from, to: to,
          goal: random.pick(PlayDeclaration.Goal.allCases + [nil, nil], else: nil),
          window: random.pick([1, 14, nil], else: nil),
          worthwhile: random.happens(0.5) ? DecimalText(digits: 1, places: 1) : nil)
        let at = plan.zone.zone.start(of: from.advanced(by: random.whole(-3...3)))
        add(.play(declaration), at: at, play: simulatedID(name), lever: lever)
      }
    }
  }

  /// Adds costs, work and notes.
  mutating func tellTheRest() {
    for _ in 0..<random.whole(3...8) {
      let byPlay = random.happens(0.5)
      let lever = random.pick(Lever.allCases, else: .sales)
      add(
        .cost(money()), at: instant(), play: byPlay ? play() : nil, lever: byPlay ? nil : lever)
    }
    for number in 0..<random.whole(2...5) { work(number) }
    for _ in 0..<random.whole(1...3) {
      let expect = NoteBody.Expectation(
        answer: "number", by: random.happens(0.5) ? plan.last : nil)
      add(
        .note(
          NoteBody(
            text: "Line one\n\"quoted\" \\ and **bold**",
            expect: random.happens(0.5) ? expect : nil,
            day: random.happens(0.5) ? plan.first : nil)),
        at: instant(), props: random.happens(0.5) ? [.init("mood", "good")] : [])
    }
  }

  private mutating func work(_ number: Int) {
    let type = random.pick(WorkBody.Kind.allCases, else: .debt)
    let metric = random.pick(["satisfaction", "time-spent", nil], else: nil)
    let link = metric.map { WorkBody.Link(metric: $0, expect: number % 2 == 0 ? "up" : nil) }
    let effort = random.happens(0.8) ? DecimalText(digits: 25, places: 1) : nil
    var at = instant()
    for state in [WorkBody.State.started, random.happens(0.7) ? .shipped : .dropped] {
      add(
        .work(
          WorkBody(work: "W\(number)", type: type, state: state, effort: effort, link: link)),
        at: at, play: random.happens(0.3) ? play() : nil, lever: .product)
      at = instant(after: at, days: 40)
    }
  }

  /// Retracts some facts, including retractions, missing facts, and facts not yet received.
  mutating func retract() {
    let facts = made.map(\.fact)
    for _ in 0..<random.whole(2...5) {
      guard let fact = random.pick(facts) else { return }
      let id = add(
        .retract(fact: fact.id, why: "a test"), at: instant(after: fact.at, days: 20))
      guard random.happens(0.4) else { continue }
      add(.retract(fact: id, why: ""), at: instant(after: fact.at, days: 40))
    }
    if random.happens(0.3) {
      add(.retract(fact: simulatedID("never-sent"), why: "not there"), at: instant())
    }
  }
}
