public import Facts
internal import Planning
internal import Statistics
public import Tally

extension DayScoreboard {
  /// Judges each play as of the close of the last day that is over.
  ///
  /// - Parameters:
  ///   - declared: every declaration in force.
  ///   - names: the names of the ledger's numbers.
  ///   - published: verdicts published on earlier days, which stand.
  ///   - units: for each attribute that a rule uses, its value by the ledger's number of the
  ///     customer.
  ///   - only: the plays to answer for; nil for all.
  /// - Returns: Plays that are declared or have reached somebody.
  public func plays(
    declared: [DeclaredPlay], names: Names, published: PublishedLooks = .none,
    units: [String: [Int64: String]] = [:],
    only: Set<PlayID>? = nil
  ) -> PlaysAnswer {
    let cases = cases(declared, names, published, only)
    let costs = costs(cases.daily)
    let tables = tables(cases.plays)
    let ruled = cases.plays.map { play -> PlayJudgement? in
      guard play.grade == .ruleBased, let rule = play.terms.rule else { return nil }
      return judge(play, rule: rule, units: units[rule.attribute] ?? [:])
    }
    let judged = Workers.run(pieces: cases.plays.count, begin: { [(Int, PlaysAnswer.Play)]() }) {
      judged, place in
      let play = cases.plays[place]
      let verdict =
        play.grade == .ruleBased
        ? ruled[place] : tables[place].map { PlayJudgement.judge(play, $0) }
      judged.append(
        (place, self.play(verdict ?? .waiting(play), cost: costs[play.terms.number] ?? 0)))
    }
    return PlaysAnswer(
      heading: heading, plays: judged.joined().sorted { $0.0 < $1.0 }.map(\.1))
  }

  /// The last day that is over.
  private var closed: CalendarDay { dayIsOver ? day : day.advanced(by: -1) }

  /// Every declared or exposed play, latest launch first.
  private func cases(
    _ declared: [DeclaredPlay], _ names: Names, _ published: PublishedLooks,
    _ only: Set<PlayID>?
  ) -> (plays: [PlayCase], daily: DailyTotals) {
    let sums = timelines.total(SumPair(Exposures(), DailyTotals()), rules)
    let exposed = Dictionary(grouping: sums.first.arms, by: \.key.play)
    let plays = terms(declared, names).values.compactMap { terms -> PlayCase? in
      if let only, !only.contains(terms.play) { return nil }
      let arms = exposed[terms.number] ?? []
      guard terms.from != nil || !arms.isEmpty else { return nil }
      return PlayCase(
        terms, Dictionary(uniqueKeysWithValues: arms.map { ($0.key, $0.value) }), closed: closed,
        customers: timelines.customers, published[terms.play])
    }
    return (
      plays.sorted {
        let (one, other) = ($0.launch ?? $0.terms.from, $1.launch ?? $1.terms.from)
        guard let one, let other, one != other else { return $0.terms.play < $1.terms.play }
        return one > other
      }, sums.second
    )
  }

  /// Cost up to the day, by the ledger's number of the play that it names.
  private func costs(_ totals: DailyTotals) -> [Int64: Int128] {
    var costs: [Int64: Int128] = [:]
    for (key, total) in totals.totals where key.kind == .cost && key.play != 0 {
      costs[key.play, default: 0] += total.amount
    }
    return costs
  }

  /// The tables of each play; nil before its first look.
  private func tables(_ plays: [PlayCase]) -> [PlayTables?] {
    var questions: [PlayQuestion] = []
    var places: [Int] = []
    for (place, play) in plays.enumerated() {
      guard let question = play.question(plan.zone) else { continue }
      questions.append(question)
      places.append(place)
    }
    cap(&questions, places.map { plays[$0] })
    let outcomes = timelines.total(PlayOutcomes(questions), rules)
    let (counts, values) = (outcomes.allCounts(), outcomes.allValues())
    var tables = [PlayTables?](repeating: nil, count: plays.count)
    for (asked, place) in places.enumerated() {
      guard let days = plays[place].days else { continue }
      tables[place] =
        questions[asked].isOfValue
        ? PlayTables(days, values[asked], ratio: 1 + plays[place].terms.worthwhile)
        : PlayTables(days, counts[asked])
    }
    return tables
  }

  /// Sets the caps of questions about amounts.
  ///
  /// One customer counts at most the 99th percentile of customers' amounts in a window's length
  /// before the launch.
  private func cap(_ questions: inout [PlayQuestion], _ plays: [PlayCase]) {
    let asked = plays.indices.filter { plays[$0].isOfValue }
    guard !asked.isEmpty else { return }
    let prior = timelines.total(PriorValues(asked.map { questions[$0] }), rules)
    for (place, question) in asked.enumerated() {
      let cap = min(prior.quantile(0.99, of: place) ?? .max, PlayOutcomes.mostCap)
      questions[question].cap = cap
      questions[question].raisedCap = Int64(
        (Double(cap) * (1 + plays[question].terms.worthwhile)).rounded())
    }
  }

  private func play(_ judge: PlayJudgement, cost: Int128) -> PlaysAnswer.Play {
    let play = judge.play
    let (treated, control) = (play.arms(kept: false), play.arms(kept: true))
    let isOpen = judge.verdict == .tooEarly
    let next = judge.looksNeeded.map { play.looks + max($0, 1) } ?? play.looksPlanned
    return PlaysAnswer.Play(
      terms: play.terms, grade: play.grade, verdict: judge.verdict,
      otherwiseNow: judge.otherwise,
      decidedOn: play.published.decision?.day ?? judge.decidedAt.flatMap(play.day(ofLook:)),
      launch: play.launch,
      deadline: play.deadline, treated: side(treated.values),
      control: control.isEmpty ? nil : side(control.values), heldOut: play.heldOut,
      lift: judge.lift, interval: judge.interval,
      worth: worth(treated, control, heldOut: play.heldOut), cost: money(cost),
      looks: play.looks, looksPlanned: play.looksPlanned,
      readyBy: isOpen ? play.day(ofLook: min(next, play.looksPlanned)) : nil,
      customersNeeded: judge.customersNeeded, power: judge.power,
      hiddenFactor: judge.hiddenFactor, doubt: judge.doubt)
  }

  private func side(_ arms: some Sequence<Exposures.Arm>) -> PlaysAnswer.Side {
    let sum = arms.reduce(Exposures.Arm()) { $0.adding($1) }
    return PlaysAnswer.Side(
      customers: Int(sum.customers), activated: Int(sum.activated), paid: Int(sum.spent),
      money: money(sum.money))
  }

  /// Extra money per treated customer over control, times all treated customers.
  ///
  /// The difference is taken within each day of exposure and averaged over days.
  private func worth(
    _ treated: [CalendarDay: Exposures.Arm], _ control: [CalendarDay: Exposures.Arm],
    heldOut: Int
  ) -> Known<Money> {
    guard !control.isEmpty else {
      return .unknown(
        why: heldOut > 0 ? "no held-out customer's window is over yet" : "there was no holdout")
    }
    var (weights, sum, customers) = (0.0, 0.0, 0.0)
    for (day, reached) in treated {
      customers += Double(reached.customers)
      guard let kept = control[day] else { continue }
      let (n, m) = (Double(reached.customers), Double(kept.customers))
      let weight = n * m / (n + m)
      weights += weight
      sum += weight * (Double(reached.money) / n - Double(kept.money) / m)
    }
    guard weights > 0 else { return .unknown(why: "no day has customers of both groups") }
    return .known(amount(sum / weights * customers))
  }
}
