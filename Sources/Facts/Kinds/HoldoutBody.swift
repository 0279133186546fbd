/// The random assignment of a customer to one arm of a play.
public struct HoldoutBody: Hashable, Sendable {
  /// The arm: kept from the play, or to be reached.
  public let arm: Arm
  /// The wave of the draw, from 1; nil for a play that is drawn only once.
  public let wave: Int?

  /// The two arms of a play.
  public enum Arm: String, CaseIterable, Sendable {
    /// Kept from the play on purpose.
    case kept
    /// Assigned to be reached, whether the play then reaches them or not.
    case reach
  }

  /// The largest wave number that is accepted.
  public static let mostWaves = 1000

  /// Kept from the play for good, without waves.
  public static let kept = HoldoutBody(arm: .kept)

  /// An assignment, with its wave if the play is drawn in several.
  public init(arm: Arm, wave: Int? = nil) {
    self.arm = arm
    self.wave = wave
  }
}
