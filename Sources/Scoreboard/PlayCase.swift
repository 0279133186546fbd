internal import Facts
internal import Planning
internal import Statistics
internal import Tally

/// One play on a day: who was exposed to it when, and what is asked about them.
struct PlayCase: Sendable {
  let terms: PlayTerms
  /// Customers by day of exposure and how they came to be exposed.
  let arms: [Exposures.Key: Exposures.Arm]
  /// The last day that is over.
  let closed: CalendarDay
  /// The first day of exposure; nil while there is none.
  let launch: CalendarDay?
  let looksPlanned: Int
  /// Looks that are seen at most.
  private var seen = Int.max
  let comparison: PlayQuestion.Comparison
  let grade: EvidenceGrade
  /// What was published of it.
  let published: PublishedLooks.Play

  /// Of customers who were not reached, about so many are looked at.
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
    let isRuled = terms.rule != nil && !arms.keys.contains { $0.side == .kept }
    let begun = isRuled ? terms.from : arms.keys.map(\.day).min()
    launch = published.launch ?? begun.flatMap { $0 <= closed ? $0 : nil }
    looksPlanned = launch.map(terms.looks(launch:)) ?? terms.plannedLooks
    let sides = Set(arms.keys.map(\.side))
    if sides.contains(.kept) || (arms.isEmpty && terms.holdout != nil) {
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

  /// The day after whose close the last look is.
  var deadline: CalendarDay? {
    launch.map { $0.advanced(by: looksPlanned - 1 + terms.window) }
  }

  /// Whether the last look has come.
  var isOver: Bool { deadline.map { closed >= $0 } ?? false }

  /// Days of exposure whose windows are over, one look each.
  var days: Range<CalendarDay>? {
    guard let launch else { return nil }
    let end = min(
      launch.advanced(by: min(looksPlanned, seen)), closed.advanced(by: 1 - terms.window))
    return launch < end ? launch..<end : nil
  }

  /// The same as it was seen at an earlier look.
  func seen(through looks: Int) -> PlayCase {
    var play = self
    play.seen = looks
    return play
  }

  /// How many looks there have been.
  var looks: Int { days.map { $0.lowerBound.distance(to: $0.upperBound) } ?? 0 }

  /// The day after whose close a look is; the first is look 1.
  func day(ofLook look: Int) -> CalendarDay? {
    launch.map { $0.advanced(by: look - 1 + terms.window) }
  }

  var rules: SequentialRules {
    SequentialRules(
      alpha: PlayTerms.alpha, worthwhile: terms.worthwhile, looks: looksPlanned)
  }

  /// Looks whose publication decided nothing: a decision that would fall on one of them falls on the next.
  var undecidedLooks: Int {
    guard let launch, let day = published.undecidedThrough else { return 0 }
    return min(looks, max(0, launch.distance(to: day) - terms.window + 1))
  }

  /// Whether nothing further is looked at: what was published as decided stands as it was, and what was
  /// published as open is decided on a later look at the earliest.
  func isSettled(after looks: Int, isDecided: Bool) -> Bool {
    if let decision = published.decision { return looks >= decision.looks }
    return isDecided && looks > undecidedLooks
  }

  /// The verdict that stands, and what would be said now where that is another.
  func standing(_ now: Verdict) -> (stands: Verdict, otherwise: Verdict?) {
    if let decision = published.decision {
      let isSame = decision.verdict.word == now.word && decision.verdict.reason == now.reason
      return isSame ? (now, nil) : (decision.verdict, now)
    }
    switch now {
    case .worked, .didNotWork: return looks > undecidedLooks ? (now, nil) : (.tooEarly, now)
    case .tooEarly, .withheld: return (now, nil)
    }
  }

  /// What the engine is asked; nil before the first look.
  func question(_ zone: Zone) -> PlayQuestion? {
    guard let days, grade != .ruleBased else { return nil }
    return PlayQuestion(
      play: terms.number, goal: terms.goal,
      launch: zone.start(of: days.lowerBound).milliseconds,
      days: days.lowerBound.number..<days.upperBound.number,
      window: Int64(terms.window) * 86_400_000, comparison: comparison)
  }

  /// Whether outcomes are amounts: only a lot makes two sides whose amounts can be held together.
  var isOfValue: Bool {
    grade == .randomised && (terms.goal == .money || terms.goal == .time)
  }

  /// Customers of one side whose windows are over; all of them where `matured` is not asked for.
  func arms(kept: Bool) -> [CalendarDay: Exposures.Arm] {
    guard let days else { return [:] }
    var sum: [CalendarDay: Exposures.Arm] = [:]
    for (key, arm) in arms where days.contains(key.day) && isOn(key.side, kept: kept) {
      sum[key.day] = arm.adding(sum[key.day])
    }
    return sum
  }

  /// Whether how customers came to be exposed puts them on a side.
  func isOn(_ side: Exposures.Side, kept: Bool) -> Bool {
    if kept { return side == .kept }
    switch comparison {
    case .lot(isDrawn: true), .list: return side == .drawn
    case .lot(isDrawn: false), .others: return side != .kept
    }
  }

  /// Whether the two sides came, on any day up to now, in other shares than the lot should give.
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
  /// How many looks are planned before anybody is exposed.
  fileprivate var plannedLooks: Int { from.map(looks(launch:)) ?? PlayTerms.mostLooks }
}

extension Exposures.Arm {
  /// Both together.
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
