/// The verdict on a play's goal.
public enum Verdict: Sendable, Equatable {
  /// The play had an effect; the lift may still be below the worthwhile one.
  case worked(isBelowWorthwhile: Bool)
  /// The play had no sufficient effect, or none was shown by the deadline.
  case didNotWork(Reason)
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
    /// The last look was taken without showing an effect.
    case unproven
    /// None of the treated customers reached the goal.
    case noActivation = "no-activation"
  }

  /// The reason why a verdict is withheld.
  public enum Obstacle: String, Sendable, CaseIterable {
    /// The sizes of the two sides don't match the shares of the lot.
    case sampleRatio = "sample-ratio"
    /// Nobody was held out, so an effect can't be separated from what would have happened anyway.
    case unproven
  }

  /// The word for the field `verdict`.
  public var word: String {
    switch self {
    case .worked: "worked"
    case .didNotWork: "did-not-work"
    case .tooEarly: "too-early"
    case .withheld: "withheld"
    }
  }

  /// The word for the field `reason`; nil for verdicts without one.
  public var reason: String? {
    switch self {
    case .didNotWork(let reason): reason.rawValue
    case .withheld(let obstacle): obstacle.rawValue
    case .worked, .tooEarly: nil
    }
  }
}

/// The strength of evidence that a difference is due to the play.
public enum EvidenceGrade: String, Sendable, CaseIterable {
  /// A random lot decided who was held out.
  case randomised = "A"
  /// A rule decided, which neither customers nor sellers chose.
  case ruleBased = "B"
  /// Customers or sellers chose: the play never counts as having worked.
  case observational = "C"
}
