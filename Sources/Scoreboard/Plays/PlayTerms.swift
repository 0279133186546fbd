public import Facts
internal import Planning
internal import Tally

/// A play's description and the criteria of its verdict, fixed when it is launched.
public struct PlayTerms: Sendable, Equatable {
  /// The play's id, as facts name it.
  public let play: PlayID
  /// The ledger's number of the play; 0 for a play that is just being started.
  public let number: Int64
  /// The name for people; the play's id if none was given.
  public internal(set) var name: String
  /// The lever that runs it; nil without a declaration.
  public internal(set) var lever: Lever?
  /// The member who is responsible for it.
  public internal(set) var owner: MemberID?
  /// The reason why it should work, as written.
  public internal(set) var hypothesis: String?
  /// The budget in major units of the business's currency.
  public internal(set) var budget: DecimalText?
  /// The first day on which it may reach anyone; nil if it was never declared.
  public internal(set) var from: CalendarDay?
  /// The last day in the latest declaration; nil if it runs without end.
  public internal(set) var to: CalendarDay?
  /// The last day as declared before the launch, which sets the deadline.
  public internal(set) var plannedTo: CalendarDay?
  /// The outcome that the verdict is about.
  public internal(set) var goal: PlayDeclaration.Goal = .activation
  /// Days after a customer's exposure in which outcomes count.
  public internal(set) var window: Int
  /// The smallest worthwhile lift, above zero: 0.10 is ten per cent.
  public internal(set) var worthwhile = PlayTerms.usualWorthwhile
  /// The share of its list that is held out at random; nil if not declared.
  public internal(set) var holdout: Double?
  /// The rule that selects the customers it reaches; nil without a rule.
  public internal(set) var rule: PlayDeclaration.Rule?
  /// Changes declared after the launch, which don't count: they need a new play.
  public internal(set) var ignored: [String] = []

  /// The probability of a wrong decision on each side, over all looks.
  public static let alpha = 0.025
  /// The rate below which nobody is taken to reach the goal, as long as no rate is known from before:
  /// that of one hundred customers without any.
  static let leastRate = 0.0363
  /// The default window in days if neither the play nor the plan sets one.
  static let usualWindow = Rules.defaultWindow
  /// The most days of exposure, and therefore looks.
  public static let mostLooks = 90
  /// The default worthwhile lift.
  public static let usualWorthwhile = 0.10
  /// The upper limit of a declared worthwhile lift.
  private static let mostWorthwhile = 5.0

  /// The terms of a play that facts name but nothing declares.
  init(_ play: PlayID, number: Int64, window: Int) {
    self.play = play
    self.number = number
    self.window = window
    name = play.text
  }

  /// The terms of a play that starts now; `window` is used if it declares none.
  init(_ play: PlayID, _ lever: Lever, _ declaration: PlayDeclaration, window: Int) {
    self.init(play, number: 0, window: window)
    self.lever = lever
    take(declaration)
    lock(declaration)
  }

  /// The number of looks for a launch on a day.
  ///
  /// One for each day of exposure until the planned end, at least 1 and at most 90.
  public func looks(launch: CalendarDay) -> Int {
    guard let plannedTo else { return PlayTerms.mostLooks }
    return max(1, min(PlayTerms.mostLooks, launch.distance(to: plannedTo) + 1))
  }

  /// Applies a declaration; after the launch, only the parts that verdicts don't depend on.
  mutating func take(_ declared: DeclaredPlay, _ play: PlayDeclaration, isLaunched: Bool) {
    lever = declared.fact.lever
    take(play)
    if isLaunched { note(play) } else { lock(play) }
  }

  /// Sets the parts that may change at any time.
  private mutating func take(_ play: PlayDeclaration) {
    name = play.name ?? self.play.text
    owner = play.owner
    hypothesis = play.hypothesis
    budget = play.budget
    to = play.to
  }

  /// Sets the parts that the launch fixes.
  private mutating func lock(_ play: PlayDeclaration) {
    from = play.from
    plannedTo = play.to
    goal = play.goal ?? .activation
    if let days = play.window { window = days }
    worthwhile = PlayTerms.worthwhile(play)
    holdout = play.holdout?.nearest
    rule = play.rule
  }

  /// Records what a later declaration would change.
  private mutating func note(_ play: PlayDeclaration) {
    if let goal = play.goal, goal != self.goal { ignored.append("goal \(goal.rawValue)") }
    if let days = play.window, days != window { ignored.append("window \(days)d") }
    if play.worthwhile != nil, PlayTerms.worthwhile(play) != worthwhile {
      ignored.append("worthwhile \(play.worthwhile?.description ?? "")")
    }
    if play.rule != rule { ignored.append("rule") }
    if play.from != from { ignored.append("from \(play.from)") }
    if let share = play.holdout?.nearest, share != holdout {
      ignored.append("holdout \(play.holdout?.description ?? "")")
    }
  }

  private static func worthwhile(_ play: PlayDeclaration) -> Double {
    guard let share = play.worthwhile?.nearest, share > 0 else { return usualWorthwhile }
    return min(share, mostWorthwhile)
  }
}

extension DayScoreboard {
  /// The terms of every play that is declared or that facts name, by the ledger's number.
  ///
  /// A play is launched at the start of its first day, or when it was first declared if that was
  /// later. Declarations received by then count.
  func terms(_ declared: [DeclaredPlay], _ names: Names) -> [Int64: PlayTerms] {
    let window = plan.activation.within ?? Rules.defaultWindow
    var terms: [Int64: PlayTerms] = [:]
    for (number, play) in names.plays {
      terms[number] = PlayTerms(play, number: number, window: window)
    }
    for entry in declared {
      guard let play = entry.declaration, var own = terms[entry.number] else { continue }
      let isLaunched = own.from.map { entry.received >= plan.zone.start(of: $0) } ?? false
      own.take(entry, play, isLaunched: isLaunched)
      terms[entry.number] = own
    }
    return terms
  }
}
