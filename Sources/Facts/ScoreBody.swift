/// A customer told how satisfied they are.
public struct ScoreBody: Hashable, Sendable {
  /// What ``score`` is out of.
  public let scale: Scale
  /// Within the scale's range.
  public let score: Int

  /// A scale of satisfaction and its range.
  public enum Scale: String, CaseIterable, Sendable {
    case csat5, nps, ces7, stars5
    /// The scores that the scale has.
    public var range: ClosedRange<Int> {
      switch self {
      case .csat5, .stars5: 1...5
      case .nps: 0...10
      case .ces7: 1...7
      }
    }
  }

  /// A score on a scale.
  public init(scale: Scale, score: Int) {
    self.scale = scale
    self.score = score
  }
}
