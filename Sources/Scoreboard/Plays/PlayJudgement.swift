internal import Facts
internal import Statistics
internal import Tally

/// Decides a play's verdict from its tables; the only place where verdicts are reached.
struct PlayJudgement: Sendable {
  /// The play as of the look that decided, otherwise of the last look.
  let play: PlayCase
  let verdict: Verdict
  /// The present verdict, if a different one was published and stands.
  let otherwise: Verdict?
  /// The reason why a play assigned by a rule cannot be judged; nil if it can.
  let doubt: String?
  /// The look that decided, 1 for the first; nil without a decision.
  let decidedAt: Int?
  let lift: Known<Double>
  let interval: PlaysAnswer.Interval
  let customersNeeded: Known<Int>
  /// Looks until a verdict at the present rate; nil if unknown.
  let looksNeeded: Int?
  let power: Double?
  let hiddenFactor: Double?

  init(
    _ play: PlayCase, _ verdict: Verdict, otherwise: Verdict? = nil, doubt: String? = nil,
    decidedAt: Int? = nil,
    lift: Known<Double>,
    interval: PlaysAnswer.Interval = .open, customersNeeded: Known<Int>, looksNeeded: Int? = nil,
    power: Double? = nil, hiddenFactor: Double? = nil
  ) {
    self.play = play
    self.verdict = verdict
    self.otherwise = otherwise
    self.doubt = doubt
    self.decidedAt = decidedAt
    self.lift = lift
    self.interval = interval
    self.customersNeeded = customersNeeded
    self.looksNeeded = looksNeeded
    self.power = power
    self.hiddenFactor = hiddenFactor
  }

  /// The result before the first look.
  static func waiting(_ play: PlayCase) -> PlayJudgement {
    let why =
      play.launch == nil ? "it has reached nobody yet" : "nobody's window is over yet"
    return PlayJudgement(
      play, .tooEarly, lift: .unknown(why: why), customersNeeded: .unknown(why: why))
  }

  /// Judges a play by its tables.
  static func judge(_ play: PlayCase, _ tables: PlayTables) -> PlayJudgement {
    if play.grade == .observational { return observed(play, tables) }
    return tables.values.isEmpty ? byCounts(play, tables) : byValues(play, tables)
  }

  /// Takes looks day by day until one decides; later data changes nothing.
  private static func byCounts(_ play: PlayCase, _ tables: PlayTables) -> PlayJudgement {
    var test = ExactDailyTest(rules: play.rules)
    for day in tables.counts
    where !play.isSettled(after: test.looks.count, isDecided: test.decision != .undecided) {
      test.look(day)
    }
    let play = play.seen(through: test.looks.count)
    let tables = tables.seen(through: test.looks.count)
    let (lower, upper) = test.interval()
    return decided(
      play, tables, test.decision, lower, upper,
      isSmall: test.looks.last?.showsTooSmall ?? false,
      time: test.looks.last?.informationTime ?? 0,
      power: test.decision == .unproven ? tables.power(play) : nil)
  }

  private static func byValues(_ play: PlayCase, _ tables: PlayTables) -> PlayJudgement {
    let whole = ValueDailyTest(days: tables.values, rules: play.rules)
    let looks =
      whole.looks.indices.map { $0 + 1 }.first {
        play.isSettled(after: $0, isDecided: whole.looks[$0 - 1].decision != .undecided)
      } ?? tables.values.count
    let play = play.seen(through: looks)
    let tables = tables.seen(through: looks)
    let test =
      looks == whole.looks.count
      ? whole : ValueDailyTest(days: tables.values, rules: play.rules)
    let (lower, upper) = test.interval()
    return decided(
      play, tables, test.decision, lower, upper,
      isSmall: test.looks.last?.tooSmall.isCrossed ?? false,
      time: test.looks.last?.informationTime ?? 0, power: nil)
  }

  private static func decided(
    _ play: PlayCase, _ tables: PlayTables, _ decision: SequentialDecision,
    _ lower: Double, _ upper: Double, isSmall: Bool, time: Double, power: Double?
  ) -> PlayJudgement {
    let verdict: Verdict =
      switch decision {
      case .effect: .worked(isBelowWorthwhile: isSmall)
      case .tooSmall: .didNotWork(upper < 0 ? .hurt : .futile)
      case .unproven:
        tables.showsNoActivation
          ? .didNotWork(.noActivation) : .inconclusive(Verdict.Openness(power: power))
      case .undecided: .tooEarly
      }
    let fault = play.hasSampleRatioFault
    let (stands, otherwise) = play.standing(fault ? .withheld(.sampleRatio) : verdict)
    let isOpen = stands == .tooEarly
    let progress = TestProgress(
      rules: play.rules, looks: play.looks, informationTime: time, units: tables.units)
    return PlayJudgement(
      play, stands, otherwise: otherwise, decidedAt: fault || isOpen ? nil : play.looks,
      lift: tables.lift.map { .known($0) }
        ?? .unknown(why: "one group has no outcomes yet"),
      interval: PlaysAnswer.Interval(
        lower: lower > -1 ? lower : nil, upper: upper.isFinite ? upper : nil),
      customersNeeded: isOpen && !fault
        ? progress.unitsNeeded.map { .known($0) } ?? .unknown(why: "nothing has come in yet")
        : .unknown(
          why: fault ? "more customers can't fix a sample ratio mismatch" : "it is decided"),
      looksNeeded: progress.looksNeeded, power: power)
  }

  /// Judges a play without a holdout, which never counts as having worked.
  ///
  /// Customers outside the play's list don't measure a lift; they only show how strong a hidden
  /// factor would have to be.
  private static func observed(_ play: PlayCase, _ tables: PlayTables) -> PlayJudgement {
    let matched = MatchedComparison(cells: cells(tables))
    let isList = play.comparison == .list
    var verdict = Verdict.tooEarly
    if play.isOver {
      verdict = .withheld(.unproven)
      if tables.showsNoActivation {
        verdict = .didNotWork(.noActivation)
      } else if isList,
        matched.decision(worthwhile: play.terms.worthwhile, flatters: !tables.isWinBack)
          == .tooSmall
      {
        verdict = .didNotWork(.futile)
      }
    }
    let (stands, otherwise) = play.standing(verdict)
    let isOpen = stands == .tooEarly
    return PlayJudgement(
      play, stands, otherwise: otherwise,
      decidedAt: isOpen || stands == .withheld(.unproven) ? nil : play.looksPlanned,
      lift: (isList ? matched.ratio : nil).map { .known($0 - 1) }
        ?? .unknown(
          why: "nobody was held out at random; customers it did not reach are no fair comparison"),
      interval: isList
        ? PlaysAnswer.Interval(
          lower: matched.lower.map { $0 - 1 }, upper: matched.upper.map { $0 - 1 }) : .open,
      customersNeeded: .unknown(why: isOpen ? "there is no holdout" : "more data won't help"),
      hiddenFactor: matched.hiddenFactor)
  }

  /// The tables of all days in one list, since the windows don't overlap.
  private static func cells(_ tables: PlayTables) -> [TwoByTwo] {
    tables.counts.flatMap { $0 }
  }
}
