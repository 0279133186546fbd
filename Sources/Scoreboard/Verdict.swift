/// Whether a play did what it was for.
public enum Verdict: Sendable, Equatable {
  /// It did; the lift may still be below the worthwhile one.
  case worked(isBelowWorthwhile: Bool)
  /// It did not, or nothing showed that it did by the deadline.
  case didNotWork(Reason)
  /// Nothing can be said yet.
  case tooEarly
  /// Nothing can be said, and waiting will not mend it.
  case withheld(Obstacle)

  /// Why a play is said not to have worked.
  public enum Reason: String, Sendable, CaseIterable {
    /// It did harm.
    case hurt
    /// Its lift is below the worthwhile one.
    case futile
    /// The last look came, and nothing showed that it worked.
    case unproven
    /// Nobody who was to be reached did what it was for.
    case noActivation = "no-activation"
  }

  /// What keeps a verdict back.
  public enum Obstacle: String, Sendable, CaseIterable {
    /// The two sides are not as large as the lot would make them.
    case sampleRatio = "sample-ratio"
    /// Nobody was kept from it, so that it cannot be told from what would have come anyway.
    case unproven
  }

  /// The word of the field `verdict`.
  public var word: String {
    switch self {
    case .worked: "worked"
    case .didNotWork: "did-not-work"
    case .tooEarly: "too-early"
    case .withheld: "withheld"
    }
  }

  /// The word of the field `reason`; nil where there is none.
  public var reason: String? {
    switch self {
    case .didNotWork(let reason): reason.rawValue
    case .withheld(let obstacle): obstacle.rawValue
    case .worked, .tooEarly: nil
    }
  }
}

/// How far what is seen can be trusted to be the play's doing.
public enum EvidenceGrade: String, Sendable, CaseIterable {
  /// Chance decided who was kept from it.
  case randomised = "A"
  /// A rule decided that neither customers nor sellers chose.
  case ruleBased = "B"
  /// Customers or sellers chose: it is never said to have worked.
  case observational = "C"
}
