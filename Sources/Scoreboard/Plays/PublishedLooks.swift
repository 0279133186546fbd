public import Facts

/// Looks and terms of plays published on earlier days.
///
/// The first decision stands, and terms stay as fixed at the launch.
public struct PublishedLooks: Sendable {
  /// The published looks and terms of one play.
  struct Play: Sendable, Equatable {
    /// The day of launch, from the first look.
    var launch: CalendarDay?
    /// The day of the last look that was published without a decision.
    var undecidedThrough: CalendarDay?
    /// The first decision.
    var decision: Decision?
    /// The sealed terms.
    var terms: JSON?
  }

  /// A verdict as published.
  struct Decision: Sendable, Equatable {
    let verdict: Verdict
    let day: CalendarDay
    let looks: Int
  }

  private var plays: [String: Play] = [:]

  /// No published looks.
  public static let none = PublishedLooks([])

  /// Reads seals of kind `terms` and `look`, in the order of days; others are ignored.
  public init(_ seals: [Seal]) {
    for seal in seals {
      switch seal.kind {
      case .terms:
        if plays[seal.subject]?.terms == nil {
          plays[seal.subject, default: Play()].terms = seal.body
        }
      case .look: plays[seal.subject, default: Play()].take(seal)
      case .forecast: break
      }
    }
  }

  subscript(_ play: PlayID) -> Play { plays[play.text] ?? Play() }
}

extension PublishedLooks.Play {
  fileprivate mutating func take(_ seal: Seal) {
    if launch == nil { launch = seal.body.day("launch") }
    guard decision == nil else { return }
    let verdict = seal.body.text("verdict").flatMap {
      Verdict(word: $0, reason: seal.body.text("reason"), power: seal.body.number("power"))
    }
    switch verdict {
    case .worked, .didNotWork, .inconclusive:
      guard let verdict else { return }
      decision = PublishedLooks.Decision(
        verdict: verdict, day: seal.body.day("decided_on") ?? seal.day,
        looks: seal.body.whole("looks") ?? 1)
    case .tooEarly, .withheld, nil: undecidedThrough = seal.day
    }
  }
}

extension JSON {
  func text(_ key: String) -> String? {
    if case .string(let text) = self[key] { return text }
    return nil
  }

  func day(_ key: String) -> CalendarDay? { text(key).flatMap { CalendarDay($0) } }

  func whole(_ key: String) -> Int? {
    if case .number(let text) = self[key] { return Int(text) }
    return nil
  }

  func number(_ key: String) -> Double? {
    if case .number(let text) = self[key] { return Double(text) }
    return nil
  }
}

extension Verdict {
  /// Reads the fields `verdict`, `reason` and `power`; nil for unknown words.
  ///
  /// Looks that were sealed before there was a word for it say `did-not-work` and `unproven` for what is
  /// inconclusive.
  init?(word: String, reason: String?, power: Double?) {
    switch word {
    case "worked": self = .worked(isBelowWorthwhile: false)
    case "did-not-work" where reason == "unproven":
      self = .inconclusive(Openness(power: power))
    case "inconclusive":
      guard let openness = reason.flatMap(Openness.init(rawValue:)) else { return nil }
      self = .inconclusive(openness)
    case "did-not-work":
      guard let reason = reason.flatMap(Reason.init(rawValue:)) else { return nil }
      self = .didNotWork(reason)
    case "too-early": self = .tooEarly
    case "withheld":
      guard let obstacle = reason.flatMap(Obstacle.init(rawValue:)) else { return nil }
      self = .withheld(obstacle)
    default: return nil
    }
  }
}

extension PlayTerms {
  /// The same terms with those sealed at the launch.
  func fixed(by sealed: JSON?) -> PlayTerms {
    guard let sealed else { return self }
    var terms = self
    if let goal = sealed.text("goal").flatMap(PlayDeclaration.Goal.init(rawValue:)) {
      terms.goal = goal
    }
    if let days = sealed.whole("window") { terms.window = days }
    if let share = sealed.number("worthwhile") { terms.worthwhile = share }
    terms.from = sealed.day("from") ?? terms.from
    terms.plannedTo = sealed.day("planned_to")
    terms.holdout = sealed.number("holdout")
    if let rule = sealed["rule"], let attribute = rule.text("attribute"),
      case .array(let values) = rule["is"]
    {
      terms.rule = PlayDeclaration.Rule(
        attribute,
        values: values.compactMap { if case .string(let text) = $0 { text } else { nil } })
    }
    return terms
  }
}
