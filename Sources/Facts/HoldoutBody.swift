/// What the lot said of a customer and a play.
public struct HoldoutBody: Hashable, Sendable {
  /// Whether the customer is kept from the play, or drawn to be reached.
  public let arm: Arm
  /// Which wave the lot was drawn for, from 1; nil where it was drawn once for all.
  public let wave: Int?

  /// The two sides of a lot.
  public enum Arm: String, CaseIterable, Sendable {
    /// Kept from the play on purpose.
    case kept
    /// To be reached, whether they then are or not.
    case reach
  }

  /// Waves beyond this are not taken.
  public static let mostWaves = 1000

  /// Kept from the play, for good.
  public static let kept = HoldoutBody(arm: .kept)

  /// A side of the lot, of a wave where there are several.
  public init(arm: Arm, wave: Int? = nil) {
    self.arm = arm
    self.wave = wave
  }
}
