/// The verdict on a play's goal.
public enum Verdict: Sendable, Equatable {
  /// The play had an effect; the lift may still be below the worthwhile one.
  case worked(isBelowWorthwhile: Bool)
  /// The play did harm, its lift is below the worthwhile one, or nobody reached the goal.
  case didNotWork(Reason)
  /// The last look left it open. Final for this play: to look on would break the error rate.
  case inconclusive(Openness)
  /// Undecided so far; later looks may decide.
  case tooEarly
  /// Undecidable, and waiting won't help.
  case withheld(Obstacle)

  /// The reason for a verdict of did-not-work.
  public enum Reason: String, Sendable, CaseIterable {
    /// It did harm.
    case hurt
    /// Its lift is below the worthwhile one.
    case futile
    /// None of enough treated customers reached the goal.
    case noActivation = "no-activation"
  }

  /// What the last look left open.
  public enum Openness: String, Sendable, CaseIterable {
    /// The test would have shown a worthwhile lift less than half the time.
    case tooSmall = "too-small"
    /// The test would have shown a worthwhile lift half the time or more.
    case undecided

    /// From the test's power at the worthwhile lift; nil if it is unknown.
    init(power: Double?) { self = (power ?? 1) < 0.5 ? .tooSmall : .undecided }
  }

  /// The reason why a verdict is withheld.
  public enum Obstacle: String, Sendable, CaseIterable {
    /// The group sizes don't match the planned split.
    case sampleRatio = "sample-ratio"
    /// Nobody was held out, so an effect can't be separated from what would have happened anyway.
    case unproven
  }

  /// The word for the field `verdict`.
  public var word: String {
    switch self {
    case .worked: "worked"
    case .didNotWork: "did-not-work"
    case .inconclusive: "inconclusive"
    case .tooEarly: "too-early"
    case .withheld: "withheld"
    }
  }

  /// The word for the field `reason`; nil for verdicts without one.
  public var reason: String? {
    switch self {
    case .didNotWork(let reason): reason.rawValue
    case .inconclusive(let openness): openness.rawValue
    case .withheld(let obstacle): obstacle.rawValue
    case .worked, .tooEarly: nil
    }
  }
}

extension Verdict: CaseIterable {
  /// Every verdict, with every reason.
  public static var allCases: [Verdict] {
    [.worked(isBelowWorthwhile: false), .worked(isBelowWorthwhile: true)]
      + Reason.allCases.map { .didNotWork($0) }
      + Openness.allCases.map { .inconclusive($0) } + [.tooEarly]
      + Obstacle.allCases.map { .withheld($0) }
  }
}

/// The strength of evidence that a difference is due to the play.
public enum EvidenceGrade: String, Sendable, CaseIterable {
  /// Customers were held out at random.
  case randomised = "A"
  /// A rule decided, which neither customers nor sellers chose.
  case ruleBased = "B"
  /// Customers or sellers chose: the play never counts as having worked.
  case observational = "C"
}
