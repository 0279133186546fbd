/// A member's credit from one fact, in minor units: quota credit and paid credit.
///
/// The two are equal unless a split divides only one of them.
public struct CreditPair: Hashable, Sendable {
  /// Quota credit, which decides attainment and the position in the rate table.
  public let quota: Exact
  /// Paid credit, to which the rate applies.
  public let paid: Exact

  /// A pair of quota credit and paid credit.
  public init(quota: Exact, paid: Exact) {
    self.quota = quota
    self.paid = paid
  }

  /// The same credit for both.
  public init(_ amount: Exact) { self.init(quota: amount, paid: amount) }
}

/// The year's credit and quota at the start of a pay period, which decide when year gates open.
struct YearStanding {
  /// Quota credit of the year's earlier pay periods, in minor units.
  let before: Exact
  /// The year's quota in minor units; nil if it has none, and then year gates stay shut.
  let quota: Exact?
}

/// The unrounded earnings of each credit of a pay period, over one denominator.
struct Priced {
  var numerators: [Int128]
  var denominator: Int128
  /// The earnings as fractions, used instead of the above if no common denominator fits.
  var parts: [Exact]?

  /// The earnings of a credit, in minor units.
  subscript(index: Int) -> Exact {
    parts.map { $0[index] } ?? Exact(numerators[index], over: denominator)
  }

  /// The earnings of all credits, in minor units; ``Exact/tooLarge`` on overflow.
  var total: Exact {
    if let parts { return parts.reduce(.zero, +) }
    var sum: Int128 = 0
    for numerator in numerators {
      let (next, over) = sum.addingReportingOverflow(numerator)
      guard !over else { return .tooLarge }
      sum = next
    }
    return Exact(sum, over: denominator)
  }
}
