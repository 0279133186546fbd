public import Facts

/// The share of a period that is usually in by the end of each of its business days.
public struct PaceCurve: Sendable, Hashable {
  /// The period that it is of; others are held against a straight line.
  public let period: Period
  private let ended: [Exact]
  private let rested: [Exact]

  /// A curve from shares, rounded to a millionth.
  ///
  /// - Parameters:
  ///   - period: Whose it is.
  ///   - ended: From none to all business days over, one more than there are.
  ///   - rested: The same with the days off that follow them.
  public init(period: Period, ended: [Double], rested: [Double]) {
    self.period = period
    self.ended = ended.map(PaceCurve.exact)
    self.rested = rested.map(PaceCurve.exact)
  }

  private static func exact(_ share: Double) -> Exact {
    let scale = 1_000_000.0
    return Exact(Int128((max(0, share) * scale).rounded()), over: 1_000_000)
  }

  /// What is usually in once so many business days are over; nil past the period's.
  func share(elapsed: Int, isRested: Bool) -> Exact? {
    let shares = isRested ? rested : ended
    return shares.indices.contains(elapsed) ? shares[elapsed] : nil
  }
}
