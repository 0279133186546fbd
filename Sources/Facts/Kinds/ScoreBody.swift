/// A customer's satisfaction score.
public struct ScoreBody: Hashable, Sendable {
  /// The scale of ``score``.
  public let scale: Scale
  /// The score, within the scale's range.
  public let score: Int

  /// A satisfaction scale.
  public enum Scale: String, CaseIterable, Sendable {
    case csat5, nps, ces7, stars5
    /// The scores of the scale.
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
