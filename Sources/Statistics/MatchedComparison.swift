import Foundation

/// Units that were reached against units that were not, where nobody decided by lot who is reached.
///
/// Compared within cells of units that looked alike before. Whatever made some be reached may also have
/// made them do better, so an effect is never shown: the ratio's lower bound is how strong a hidden
/// factor must be to explain it all.
///
/// Source: Mantel–Haenszel risk ratio with the variance of Greenland and Robins, "Estimation of a common
/// effect parameter from sparse follow-up data", Biometrics 41 (1985).
public struct MatchedComparison: Sendable, Equatable {
  /// The rate of the reached over that of the others, cell by cell; nil where either had no event.
  public let ratio: Double?
  /// The ratio's 97.5 % lower bound.
  public let lower: Double?
  /// The ratio's 97.5 % upper bound.
  public let upper: Double?
  /// The 97.5 % upper bound of the ratio without matching.
  public let crudeUpper: Double?
  /// Events among the reached.
  public let events: Int

  /// G: had the reached, for a reason that nobody recorded, G times the others' rate anyway, that would
  /// explain the difference. 1 where none is needed.
  public var hiddenFactor: Double? { lower.map { max($0, 1) } }

  /// "Unproven", or "too small" where the reached had no event at all, or where even a comparison that
  /// flatters the reached has its upper bound below the worthwhile lift.
  ///
  /// - Parameters:
  ///   - worthwhile: The smallest lift worth having.
  ///   - flatters: Whether those reached would have done better anyway. Not so where one reaches out to
  ///     those who stopped: there the comparison proves nothing either way.
  /// - Returns: Never an effect.
  public func decision(worthwhile: Double, flatters: Bool) -> SequentialDecision {
    if events == 0 { return .tooSmall }
    guard flatters, let crudeUpper else { return .unproven }
    return crudeUpper < 1 + worthwhile ? .tooSmall : .unproven
  }

  /// - Parameter cells: The reached as treated, the others as control; units of a cell were alike before.
  public init(cells: [TwoByTwo]) {
    let matched = Self.bounds(cells)
    ratio = matched?.ratio
    lower = matched?.lower
    upper = matched?.upper
    let all = cells.reduce(TwoByTwo.nothing, +)
    crudeUpper = Self.bounds([all])?.upper
    events = all.treatedEvents
  }

  private static func bounds(
    _ cells: [TwoByTwo]
  ) -> (ratio: Double, lower: Double, upper: Double)? {
    var (above, below, spread) = (0.0, 0.0, 0.0)
    for cell in cells where cell.treated > 0 && cell.control > 0 {
      let (a, b) = (Double(cell.treatedEvents), Double(cell.controlEvents))
      let (reached, others) = (Double(cell.treated), Double(cell.control))
      let n = reached + others
      above += a * others / n
      below += b * reached / n
      spread += ((a + b) * reached * others - a * b * n) / (n * n)
    }
    guard above > 0, below > 0 else { return nil }
    let ratio = above / below
    let reach = Normal.quantile(0.975) * (spread / (above * below)).squareRoot()
    return (ratio, ratio * exp(-reach), ratio * exp(reach))
  }
}
