internal import Facts
internal import Planning
internal import Statistics
internal import Tally

/// One play as of a day: its terms, exposures, comparison and looks.
struct PlayCase: Sendable {
  let terms: PlayTerms
  /// Exposed customers and their outcomes, by day and side.
  let arms: [Exposures.Key: Exposures.Arm]
  /// The last day that is over.
  let closed: CalendarDay
  /// The first day of exposure; nil before it.
  let launch: CalendarDay?
  let looksPlanned: Int
  /// The most looks that count; see ``seen(through:)``.
  private var seen = Int.max
  let comparison: PlayQuestion.Comparison
  let grade: EvidenceGrade
  /// The terms and looks that were published for the play.
  let published: PublishedLooks.Play

  /// The approximate number of customers to sample from those not reached.
  private static let mostOthers = 50_000

  init(
    _ terms: PlayTerms, _ arms: [Exposures.Key: Exposures.Arm], closed: CalendarDay,
    customers: Int, _ published: PublishedLooks.Play
  ) {
    let terms = terms.fixed(by: published.terms)
    self.published = published
    self.terms = terms
    self.closed = closed
    let first = published.launch ?? terms.from
    let arms = arms.filter { key, _ in first.map { key.day >= $0 } ?? true }
    self.arms = arms
    let isRuled = terms.rule != nil && !arms.keys.contains { $0.side == .heldOut }
    let begun = isRuled ? terms.from : arms.keys.map(\.day).min()
    launch = published.launch ?? begun.flatMap { $0 <= closed ? $0 : nil }
    looksPlanned = launch.map(terms.looks(launch:)) ?? terms.plannedLooks
    let sides = Set(arms.keys.map(\.side))
    if sides.contains(.heldOut) || (arms.isEmpty && terms.holdout != nil) {
      comparison = .lot(isDrawn: sides.contains(.drawn))
      grade = .randomised
    } else {
      grade = isRuled ? .ruleBased : .observational
      comparison =
        sides.contains(.drawn)
        ? .list
        : .others(PlayCase.others(arms, oneIn: customers / PlayCase.mostOthers + 1))
    }
  }

  private static func others(
    _ arms: [Exposures.Key: Exposures.Arm], oneIn: Int
  ) -> PlayQuestion.Others {
    var sum: Int64 = 0
    let days = arms.sorted { $0.key.day < $1.key.day }.map { key, arm in
      sum += arm.customers
      return (day: key.day.number, reached: sum)
    }
    return PlayQuestion.Others(
      days: days.map(\.day), reached: days.map(\.reached), oneIn: UInt64(oneIn))
  }

  /// The day after whose close the last look is taken.
  var deadline: CalendarDay? {
    launch.map { $0.advanced(by: looksPlanned - 1 + terms.window) }
  }

  /// True if the last look has been taken.
  var isOver: Bool { deadline.map { closed >= $0 } ?? false }

  /// Days of exposure whose windows are over; each gives one look.
  var days: Range<CalendarDay>? {
    guard let launch else { return nil }
    let end = min(
      launch.advanced(by: min(looksPlanned, seen)), closed.advanced(by: 1 - terms.window))
    return launch < end ? launch..<end : nil
  }

  /// The same case as of an earlier look.
  func seen(through looks: Int) -> PlayCase {
    var play = self
    play.seen = looks
    return play
  }

  /// The number of looks so far.
  var looks: Int { days.map { $0.lowerBound.distance(to: $0.upperBound) } ?? 0 }

  /// The day after whose close a look is taken; the first is look 1.
  func day(ofLook look: Int) -> CalendarDay? {
    launch.map { $0.advanced(by: look - 1 + terms.window) }
  }

  var rules: SequentialRules {
    SequentialRules(
      alpha: PlayTerms.alpha, worthwhile: terms.worthwhile, looks: looksPlanned)
  }

  /// The number of looks that were published without a decision.
  ///
  /// A decision that would now fall on one of them falls on the next look instead.
  var undecidedLooks: Int {
    guard let launch, let day = published.undecidedThrough else { return 0 }
    return min(looks, max(0, launch.distance(to: day) - terms.window + 1))
  }

  /// True if no further look can change the result.
  ///
  /// A published decision stands as published. Looks published as undecided stay so: the decision
  /// comes on a later look at the earliest.
  func isSettled(after looks: Int, isDecided: Bool) -> Bool {
    if let decision = published.decision { return looks >= decision.looks }
    return isDecided && looks > undecidedLooks
  }

  /// The verdict that stands, and the present one if it differs.
  func standing(_ now: Verdict) -> (stands: Verdict, otherwise: Verdict?) {
    if let decision = published.decision {
      let isSame = decision.verdict.word == now.word && decision.verdict.reason == now.reason
      return isSame ? (now, nil) : (decision.verdict, now)
    }
    switch now {
    case .worked, .didNotWork, .inconclusive:
      return looks > undecidedLooks ? (now, nil) : (.tooEarly, now)
    case .tooEarly, .withheld: return (now, nil)
    }
  }

  /// The question for the engine; nil before the first look and for plays assigned by a rule.
  func question(_ zone: Zone) -> PlayQuestion? {
    guard let days, grade != .ruleBased else { return nil }
    return PlayQuestion(
      play: terms.number, goal: terms.goal,
      launch: zone.start(of: days.lowerBound).milliseconds,
      days: days.lowerBound.number..<days.upperBound.number,
      window: Int64(terms.window) * 86_400_000, comparison: comparison)
  }

  /// True if outcomes are amounts: only a lot makes two sides with comparable amounts.
  var isOfValue: Bool {
    grade == .randomised && (terms.goal == .money || terms.goal == .time)
  }

  /// Customers of one side whose windows are over, by day of exposure.
  func arms(kept: Bool) -> [CalendarDay: Exposures.Arm] {
    guard let days else { return [:] }
    var sum: [CalendarDay: Exposures.Arm] = [:]
    for (key, arm) in arms where days.contains(key.day) && isOn(key.side, kept: kept) {
      sum[key.day] = arm.adding(sum[key.day])
    }
    return sum
  }

  /// The number of customers held out so far, whether their windows are over or not.
  var heldOut: Int {
    arms.reduce(0) { $0 + (isOn($1.key.side, kept: true) ? Int($1.value.customers) : 0) }
  }

  /// True if the kind of exposure puts customers on a side.
  func isOn(_ side: Exposures.Side, kept: Bool) -> Bool {
    if kept { return side == .heldOut }
    switch comparison {
    case .lot(isDrawn: true), .list: return side == .drawn
    case .lot(isDrawn: false), .others: return side != .heldOut
    }
  }

  /// True if, on any day so far, the sides' sizes deviate too far from the lot's shares.
  var hasSampleRatioFault: Bool {
    guard case .lot = comparison, let holdout = terms.holdout else { return false }
    var (treated, control) = (0, 0)
    for (_, keys) in Dictionary(grouping: arms, by: \.key.day).sorted(by: { $0.key < $1.key }) {
      for (key, arm) in keys {
        if isOn(key.side, kept: true) { control += Int(arm.customers) }
        if isOn(key.side, kept: false) { treated += Int(arm.customers) }
      }
      let ratio = SampleRatio([.init(share: 1 - holdout, treated: treated, control: control)])
      if ratio.isAlarm { return true }
    }
    return false
  }
}

extension PlayTerms {
  /// The number of looks planned before anybody is exposed.
  fileprivate var plannedLooks: Int { from.map(looks(launch:)) ?? PlayTerms.mostLooks }
}

extension Exposures.Arm {
  /// The sum of both arms.
  func adding(_ other: Exposures.Arm?) -> Exposures.Arm {
    guard let other else { return self }
    var sum = self
    sum.customers += other.customers
    sum.activated += other.activated
    sum.spent += other.spent
    sum.money += other.money
    return sum
  }
}
