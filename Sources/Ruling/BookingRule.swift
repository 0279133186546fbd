/// The stage of a deal as far as booking goes: stages that a plan names are open ones.
public enum DealStage: UInt8, Sendable, BitwiseCopyable {
  case open, won, lost

  /// The stage of a name.
  public init(_ name: String) {
    switch name {
    case "won": self = .won
    case "lost": self = .lost
    default: self = .open
    }
  }
}

/// Decides when a deal counts as booked: once when its stage becomes won, and again, with the opposite sign, when a
/// won deal is lost.
///
/// A booking counts the amount known when the deal is won, at the rate of that day. Later changes of the amount do not
/// count, and a loss takes back exactly what was booked.
public enum BookingRule {
  /// What a stage does to a deal.
  public enum Step: Sendable {
    case books, takesBack
  }

  /// Returns what a new stage does to a deal; nil if it changes nothing.
  @inlinable
  public static func step(to stage: DealStage, isBooked: Bool) -> Step? {
    switch stage {
    case .won where !isBooked: .books
    case .lost where isBooked: .takesBack
    default: nil
    }
  }
}
