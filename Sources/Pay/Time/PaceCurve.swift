public import Facts

/// The expected share of a period's credit by the end of each of its business days.
public struct PaceCurve: Sendable, Hashable {
  /// The period that it covers; other periods are measured against a straight line.
  public let period: Period
  private let ended: [Exact]
  private let rested: [Exact]

  /// A curve from shares, rounded to a millionth.
  ///
  /// - Parameters:
  ///   - period: The period that it covers.
  ///   - ended: Shares by the number of business days over, from 0 to all of them.
  ///   - rested: The same shares at the end of the days off that follow.
  public init(period: Period, ended: [Double], rested: [Double]) {
    self.period = period
    self.ended = ended.map(PaceCurve.exact)
    self.rested = rested.map(PaceCurve.exact)
  }

  private static func exact(_ share: Double) -> Exact {
    let scale = 1_000_000.0
    return Exact(Int128((max(0, share) * scale).rounded()), over: 1_000_000)
  }

  /// The expected share after `elapsed` business days; nil past the period's last.
  ///
  /// With `isRested` the days off that follow are over too.
  func share(elapsed: Int, isRested: Bool) -> Exact? {
    let shares = isRested ? rested : ended
    return shares.indices.contains(elapsed) ? shares[elapsed] : nil
  }
}
