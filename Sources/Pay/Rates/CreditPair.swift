/// What one fact counts for a member, in minor units: credit that climbs the quota and the tiers, and
/// credit that is paid. They are the same unless a split divides only one.
public struct CreditPair: Hashable, Sendable {
  /// Counts for attainment and for the place in the rate table.
  public let quota: Exact
  /// What the rate is paid on.
  public let paid: Exact

  /// Two credits.
  public init(quota: Exact, paid: Exact) {
    self.quota = quota
    self.paid = paid
  }

  /// The same credit for both.
  public init(_ amount: Exact) { self.init(quota: amount, paid: amount) }
}

/// The year's credit and quota as a pay period begins: what year gates are held against.
struct YearStanding {
  /// Quota credit of the year's earlier pay periods, in minor units.
  let before: Exact
  /// Nil where the year has no quota; its gates stay shut.
  let quota: Exact?
}

/// What each credit of a pay period earns, unrounded, over one denominator.
struct Priced {
  var numerators: [Int128]
  var denominator: Int128
  /// In place of the two where no common denominator fits.
  var parts: [Exact]?

  /// What a credit earns in minor units.
  subscript(index: Int) -> Exact {
    parts.map { $0[index] } ?? Exact(numerators[index], over: denominator)
  }

  /// What all of them earn.
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
