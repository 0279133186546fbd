import Foundation

/// Compares units that were reached with units that were not, without random assignment.
///
/// Units are compared within cells of units that were alike before. The reason why some were
/// reached may also have made them do better, so an effect is never shown: the ratio's lower bound
/// is the strength that a hidden factor needs to explain all of it.
///
/// Source: Mantel–Haenszel risk ratio with the variance of Greenland and Robins, "Estimation of a
/// common effect parameter from sparse follow-up data", Biometrics 41 (1985).
public struct MatchedComparison: Sendable, Equatable {
  /// The risk ratio of reached to other units, over all cells; nil if either group has no event.
  public let ratio: Double?
  /// The 97.5 % lower bound of the ratio.
  public let lower: Double?
  /// The 97.5 % upper bound of the ratio.
  public let upper: Double?
  /// The 97.5 % upper bound of the ratio without matching.
  public let crudeUpper: Double?
  /// Events among the reached.
  public let events: Int

  /// The strength G of a hidden factor that would explain the difference; 1 if none is needed.
  ///
  /// If the reached, for an unrecorded reason, had G times the others' rate anyway, that would
  /// explain it.
  public var hiddenFactor: Double? { lower.map { max($0, 1) } }

  /// The decision: "unproven" or "too small", never an effect.
  ///
  /// It is "too small" if the reached had no event at all, or if a comparison that flatters the
  /// reached has its upper bound below the worthwhile lift.
  ///
  /// - Parameters:
  ///   - worthwhile: The smallest lift worth having.
  ///   - flatters: True if those reached would have done better anyway. False if the play reaches
  ///     out to customers who stopped: then the comparison proves nothing either way.
  /// - Returns: `tooSmall` or `unproven`.
  public func decision(worthwhile: Double, flatters: Bool) -> SequentialDecision {
    if events == 0 { return .tooSmall }
    guard flatters, let crudeUpper else { return .unproven }
    return crudeUpper < 1 + worthwhile ? .tooSmall : .unproven
  }

  /// Compares over cells.
  ///
  /// - Parameter cells: The reached as treated, the others as control; units of a cell were alike
  ///   before.
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
