public import Facts

/// The reason why pay cannot be computed.
public enum PayProblem: Explained, Hashable, Sendable {
  /// A figure that 128 bits cannot hold exactly.
  case tooLarge

  /// The problem in one clause.
  public var problem: String {
    switch self {
    case .tooLarge: "a figure is too large to be worked out exactly"
    }
  }

  /// The remedy, in one clause.
  public var remedy: String {
    switch self {
    case .tooLarge: "check the amounts, quotas and rates; they have far more digits than pay needs"
    }
  }
}
