public import Facts
internal import Planning
internal import Tally

/// What a play is, and by what it is judged: fixed when it is launched.
public struct PlayTerms: Sendable, Equatable {
  /// As facts name it.
  public let play: PlayID
  /// The ledger's number of it.
  public let number: Int64
  /// For people to read; the play's id where none was given.
  public internal(set) var name: String
  /// Who did it; nil where its declaration is missing.
  public internal(set) var lever: Lever?
  /// Who answers for it.
  public internal(set) var owner: MemberID?
  /// Why it should work, as written.
  public internal(set) var hypothesis: String?
  /// In major units of the business's currency.
  public internal(set) var budget: DecimalText?
  /// The first day on which it may reach anyone; nil for a play that was never declared.
  public internal(set) var from: CalendarDay?
  /// The last day, as declared last; nil while it runs on.
  public internal(set) var to: CalendarDay?
  /// The last day as it was declared before the launch, which sets the deadline.
  public internal(set) var plannedTo: CalendarDay?
  /// What its verdict is on.
  public internal(set) var goal: PlayDeclaration.Goal = .activation
  /// Days after a customer's exposure in which outcomes count.
  public internal(set) var window: Int
  /// The smallest lift worth having, above zero: 0.10 is ten per cent.
  public internal(set) var worthwhile = PlayTerms.usualWorthwhile
  /// The share of its list that is kept from it by lot; nil where it was not said.
  public internal(set) var holdout: Double?
  /// The rule that decides whom it reaches; nil where none does.
  public internal(set) var rule: PlayDeclaration.Rule?
  /// What was declared otherwise after the launch, and does not count: it takes a new play.
  public internal(set) var ignored: [String] = []

  /// The chance of a wrong call on each side, over all looks.
  public static let alpha = 0.025
  /// Days of a window where neither the play nor the plan says.
  static let usualWindow = Rules.defaultWindow
  /// Days of exposure, and with them looks, at most.
  public static let mostLooks = 90
  /// The smallest lift worth having where a play does not say.
  public static let usualWorthwhile = 0.10
  /// Lifts above this are worth having by any measure.
  private static let mostWorthwhile = 5.0

  /// A play that facts name and nothing declares.
  init(_ play: PlayID, number: Int64, window: Int) {
    self.play = play
    self.number = number
    self.window = window
    name = play.text
  }

  /// The terms of a play that is started now; `window` counts where it declares none.
  init(_ play: PlayID, _ lever: Lever, _ declaration: PlayDeclaration, window: Int) {
    self.init(play, number: 0, window: window)
    self.lever = lever
    take(declaration)
    lock(declaration)
  }

  /// How many looks there are when it is launched on a day: one for each day of exposure until its planned
  /// end, and 90 at most.
  public func looks(launch: CalendarDay) -> Int {
    guard let plannedTo else { return PlayTerms.mostLooks }
    return max(1, min(PlayTerms.mostLooks, launch.distance(to: plannedTo) + 1))
  }

  /// Takes a declaration in: all of it before the launch, afterwards only what verdicts do not rest on.
  mutating func take(_ declared: DeclaredPlay, _ play: PlayDeclaration, isLaunched: Bool) {
    lever = declared.fact.lever
    take(play)
    if isLaunched { note(play) } else { lock(play) }
  }

  /// What may change at any time.
  private mutating func take(_ play: PlayDeclaration) {
    name = play.name ?? self.play.text
    owner = play.owner
    hypothesis = play.hypothesis
    budget = play.budget
    to = play.to
  }

  /// What is fixed by the launch.
  private mutating func lock(_ play: PlayDeclaration) {
    from = play.from
    plannedTo = play.to
    goal = play.goal ?? .activation
    if let days = play.window { window = days }
    worthwhile = PlayTerms.worthwhile(play)
    holdout = play.holdout?.nearest
    rule = play.rule
  }

  /// Notes what a later declaration would change.
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
  /// A play is launched at the start of its first day, or when it was first declared if that was later.
  /// What was declared by then counts.
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
