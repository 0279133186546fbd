internal import Facts
internal import Planning
internal import Statistics
internal import Tally

extension DayScoreboard {
  /// The most weeks before the launch that are compared.
  private static let weeksBefore = 26
  private static let week: Int32 = 7

  /// Judges a play assigned by a rule, once, after its deadline.
  ///
  /// Difference in differences: units of customers that it reached against the others, week by
  /// week, before and after.
  ///
  /// - Parameters:
  ///   - play: a play assigned by a rule.
  ///   - rule: the rule that assigns customers.
  ///   - units: the unit of each customer, by the ledger's number of the customer.
  /// - Returns: The judgement; before the deadline, that it is too early.
  func judge(_ play: PlayCase, rule: PlayDeclaration.Rule, units: [Int64: String]) -> PlayJudgement
  {
    guard let launch = play.launch, play.isOver else { return .waiting(play) }
    let names = Set(units.values).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    var unitOfCustomer = [Int32](repeating: -1, count: timelines.customers + 1)
    for (customer, unit) in units where Int(customer) < unitOfCustomer.count {
      unitOfCustomer[Int(customer)] = places[unit] ?? -1
    }
    let known = firstDay.map { max(0, $0.distance(to: launch)) } ?? 0
    let before = min(DayScoreboard.weeksBefore, known / Int(DayScoreboard.week))
    let after = max(1, (play.looksPlanned + play.terms.window) / Int(DayScoreboard.week))
    let cut = UnitTotals.Grid(
      unitOfCustomer: unitOfCustomer, units: names.count,
      first: launch.number - Int32(before) * DayScoreboard.week, length: DayScoreboard.week,
      stretches: before + after)
    let totals = timelines.total(UnitTotals(cut, play.terms.goal), rules).totals
      .map { $0.map(Double.init) }
    let treated = Set(rule.values.compactMap { places[$0].map(Int.init) })
    guard !treated.isEmpty, treated.count < names.count else {
      return .ruled(play, nil, why: "no customer's \(rule.attribute) separates the two groups")
    }
    let test = DifferenceInDifferences(totals: totals, treated: treated, start: before)
    return .ruled(play, test, why: nil)
  }
}

extension PlayJudgement {
  /// The judgement from the single check of a play assigned by a rule.
  static func ruled(
    _ play: PlayCase, _ test: DifferenceInDifferences?, why: String?
  ) -> PlayJudgement {
    let doubt = why ?? test?.doubts.first.map(words)
    var verdict = Verdict.withheld(.unproven)
    if let test, doubt == nil {
      switch test.decision(worthwhile: play.terms.worthwhile) {
      case .effect: verdict = .worked(isBelowWorthwhile: false)
      case .tooSmall: verdict = .didNotWork((test.interval?.upper ?? 0) < 0 ? .hurt : .futile)
      case .unproven, .undecided: verdict = .inconclusive(.undecided)
      }
    }
    let (stands, otherwise) = play.standing(verdict)
    let low = test?.interval?.lower ?? -.infinity
    let high = test?.interval?.upper ?? .infinity
    return PlayJudgement(
      play, stands, otherwise: otherwise, doubt: doubt,
      decidedAt: stands == .withheld(.unproven) ? nil : play.looksPlanned,
      lift: test?.lift.map { .known($0) } ?? .unknown(why: doubt ?? "there is not enough data"),
      interval: PlaysAnswer.Interval(
        lower: low > -1 ? low : nil, upper: high.isFinite ? high : nil),
      customersNeeded: .unknown(why: "it is checked once, after the deadline"))
  }

  private static func words(_ doubt: DifferenceInDifferences.Doubt) -> String {
    switch doubt {
    case .tooFewUnits: "fewer than 20 units stand side by side"
    case .tooFewPeriods: "fewer than 8 weeks before it are known"
    case .emptyUnits: "some units have nothing before or after"
    case .differedBefore: "the two groups had drifted apart before it began"
    }
  }
}
