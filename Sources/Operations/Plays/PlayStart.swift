public import Facts
public import Ledger
internal import Planning
internal import Scoreboard
internal import Statistics
internal import Surfaces
internal import Tally

/// Starts a play: declares it, assigns its customers at random and fixes its terms.
public struct PlayStart: Sendable {
  private let play: PlayID
  private let lever: Lever
  private let goal: PlayDeclaration.Goal
  private let name: String?
  private let hypothesis: String?
  private let owner: MemberID?
  private let from: CalendarDay?
  private let to: CalendarDay?
  private let window: Int?
  private let worthwhile: DecimalText?
  private let budget: DecimalText?
  private let split: Split
  private let customers: [CustomerID]?
  private let folder: String

  /// How the list is to be divided.
  private enum Split: Sendable {
    case usual
    case holdout(Double)
    case everybody(rule: PlayDeclaration.Rule?)
    case waves(Int, every: Int?)
  }

  /// The fields of a play that a form may send. Lists, rules and waves are for the command line.
  public static let formFields = [
    "play", "lever", "owner", "name", "from", "to", "goal", "window", "worthwhile", "hypothesis",
    "budget", "holdout",
  ]

  /// Reads a play's fields: those of ``formFields``, `everybody`, `rule`, `waves` and `every`. Lists
  /// of `customers` are written into `folder`.
  ///
  /// - Throws: ``Failure`` that names the field at fault.
  public init(
    _ fields: [String: String], customers: [CustomerID]? = nil, folder: String = "."
  ) throws(Failure) {
    play = try PlayFields.id(fields["play"] ?? "")
    lever = try PlayFields.word(fields["lever"] ?? "", "lever")
    goal = try PlayFields.word(fields["goal"] ?? "activation", "goal")
    (name, hypothesis) = (fields["name"], fields["hypothesis"])
    owner = if let text = fields["owner"] { try PlayFields.member(text) } else { nil }
    from = if let text = fields["from"] { try PlayFields.day(text, "from") } else { nil }
    to = if let text = fields["to"] { try PlayFields.day(text, "to") } else { nil }
    window = if let text = fields["window"] { try PlayFields.days(text, "window") } else { nil }
    worthwhile =
      if let text = fields["worthwhile"] { try PlayFields.share(text, "worthwhile") } else { nil }
    budget = if let text = fields["budget"] { try PlayFields.amount(text) } else { nil }
    split = try PlayStart.split(fields)
    self.customers = customers
    self.folder = folder
  }

  private static func split(_ fields: [String: String]) throws(Failure) -> Split {
    if let rule = fields["rule"] { return .everybody(rule: try PlayFields.rule(rule)) }
    if fields["everybody"] != nil { return .everybody(rule: nil) }
    if let text = fields["waves"] {
      guard let waves = Int(text), (2...HoldoutBody.mostWaves).contains(waves) else {
        throw Failure(
          field: "waves", problem: "'\(text)' is no number from 2 to \(HoldoutBody.mostWaves)",
          remedy: "write one in digits")
      }
      let every: Int? =
        if let text = fields["every"] { try PlayFields.days(text, "every") } else { nil }
      return .waves(waves, every: every)
    }
    guard let text = fields["holdout"] else { return .usual }
    let share = try PlayFields.share(text, "holdout").nearest
    guard share < 1 else {
      throw Failure(
        field: "holdout", problem: "\(text) holds everybody out", remedy: "write it like 10%")
    }
    return .holdout(share)
  }

  /// Starts the play. Its facts, its sealed terms with the lot's key, and the audit line are one
  /// transaction.
  ///
  /// - Returns: The fixed terms, and a line for each list.
  /// - Throws: ``Failure`` if the play cannot start so; then nothing is stored.
  public func run(
    _ writer: inout LedgerWriter, by principal: Principal, at now: Instant
  ) throws -> String {
    let ledger = writer.ledger
    let plan = try ledger.plan(at: .distantFuture)
    PlayLists.clear(play, folder: folder)
    guard try ledger.latestDeclaration(of: play) == nil else {
      throw Failure(
        problem: "play '\(play)' is there already, and its terms are fixed",
        remedy: "start a new one under another id; 'fulcrum play draw' adds customers to it")
    }
    let launch = try launch(plan, now: now)
    guard let declared = launch.fact(at: now) else {
      throw Failure(
        problem: "the id '\(play)' is too long", remedy: "take one of at most 100 bytes")
    }
    let draw = try PlayLists(launch, plan, folder: folder).draw(customers ?? [], now: now)
    do {
      _ = try writer.keep([declared] + draw.facts, at: now) { change in
        _ = try change.seal([
          Seal(.terms, play.text, day: launch.declaration.from, body: launch.sealed(plan))
        ])
        try change.audit("play started", play.text, by: principal)
      }
    } catch {
      draw.abandon()
      throw error
    }
    try draw.place()
    return summary(launch, plan, draw.lines)
  }

  private func launch(_ plan: Plan, now: Instant) throws(Failure) -> PlayLaunch {
    let from = from ?? plan.zone.day(of: now)
    if let to, to < from {
      throw Failure(
        field: "to", problem: "\(to) is before the first day, \(from)", remedy: "give a later day")
    }
    let division = try division(window: window ?? plan.activation.within ?? Rules.defaultWindow)
    var share: DecimalText?
    if case .holdout(let part) = division { share = DecimalText("\(part)") }
    var rule: PlayDeclaration.Rule?
    if case .everybody(let given) = split { rule = given }
    var generator = SystemRandomNumberGenerator()
    return PlayLaunch(
      play: play, lever: lever,
      declaration: PlayDeclaration(
        owner: owner, name: name, from: from, to: to, goal: goal, window: window,
        worthwhile: worthwhile, hypothesis: hypothesis, budget: budget, holdout: share, rule: rule),
      division: division,
      hash: KeyedHash(low: generator.next(), high: generator.next()))
  }

  private func division(window: Int) throws(Failure) -> PlayLaunch.Division {
    switch split {
    case .usual: return .holdout(PlayLaunch.usualHoldout(list: customers?.count))
    case .holdout(let share): return .holdout(share)
    case .everybody: return .everybody
    case .waves(let waves, let every):
      let days = every ?? window
      guard days >= window else {
        throw Failure(
          field: "every", problem: "\(days) days would let waves overlap the window of \(window)",
          remedy: "give \(window)d or more, or a shorter window")
      }
      return .waves(waves, every: days)
    }
  }

  private func summary(_ launch: PlayLaunch, _ plan: Plan, _ lists: [String]) -> String {
    let terms = launch.terms(plan)
    let looks = terms.looks(launch: launch.declaration.from)
    let last = launch.declaration.from.advanced(by: looks - 1 + terms.window)
    let sealed = Wrapping.lines(
      "\(play.text) starts on \(launch.declaration.from). Fixed at launch: "
        + "\(terms.goal.rawValue) within \(Figures.plural(terms.window, "day")), smallest "
        + "worthwhile lift \(Figures.percent(terms.worthwhile)), last check after the close of "
        + "\(last).")
    return sealed + lists.joined(separator: "\n")
  }
}
