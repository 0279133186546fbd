/// What keeps pay from being worked out.
public enum PayProblem: Error, Hashable, Sendable {
  /// A figure that 128 bits cannot hold exactly.
  case tooLarge

  /// What is wrong, in one clause.
  public var problem: String {
    switch self {
    case .tooLarge: "a figure is too large to be worked out exactly"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .tooLarge: "check the amounts, quotas and rates; they have far more digits than pay needs"
    }
  }
}
