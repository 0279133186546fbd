import Facts
import Planning

/// A rate table for one member and pay period: tiers in minor units of credit, with a rate each.
///
/// Interpolated tiers become rates too: a tier's amount over its width.
struct RateCurve {
  let how: RateTable.How
  let accumulate: RateTable.Accumulate
  let bound: RateTable.Bound
  let tiers: [PricedTier]

  /// A tier in minor units of credit.
  struct PricedTier {
    /// The start of the tier; the first tier also prices credit below zero.
    let start: Exact
    /// The end of the tier; nil for the open last tier.
    let end: Exact?
    /// Minor units of pay per minor unit of credit.
    let rate: Exact
    let yearGate: Bool
  }

  /// The reason why a table cannot be used for a member and period.
  enum Undefined: Error, Hashable {
    /// Tiers are shares of quota, or multipliers of target pay / quota, and the quota isn't above
    /// zero.
    case noQuota
    case noTargetPay
  }

  /// Converts a plan's rate table.
  ///
  /// `quota` and `targetPay` are the period's, in minor units of a currency with `digits` decimals.
  init(_ table: RateTable, digits: Int, quota: Exact?, targetPay: Exact?) throws(Undefined) {
    how = table.how
    accumulate = table.accumulate
    bound = table.bound
    let minor = Exact.power(ofTen: digits)
    var tiers: [PricedTier] = []
    var start = Exact.zero
    for tier in table.tiers {
      let end = try tier.upTo.map { (upTo) throws(Undefined) -> Exact in
        guard table.by == .attainment else { return Exact(upTo) * minor }
        return Exact(upTo) * (try RateCurve.positive(quota))
      }
      let rate: Exact
      switch tier.pays {
      case .rate(let share): rate = Exact(share)
      case .multiplier(let times):
        guard let targetPay else { throw .noTargetPay }
        rate = Exact(times) * targetPay / (try RateCurve.positive(quota))
      case .amount(let amount): rate = end.map { Exact(amount) * minor / ($0 - start) } ?? .zero
      }
      tiers.append(PricedTier(start: start, end: end, rate: rate, yearGate: tier.yearGate))
      start = end ?? start
    }
    self.tiers = tiers
  }

  /// A curve of tiers that are already priced, over a running count of units.
  init(how: RateTable.How, tiers: [PricedTier]) {
    self.how = how
    self.tiers = tiers
    accumulate = .period
    bound = .lower
  }

  private static func positive(_ quota: Exact?) throws(Undefined) -> Exact {
    guard let quota, quota > .zero else { throw .noQuota }
    return quota
  }

  /// True if any tier opens only past the year's quota.
  var hasYearGate: Bool { tiers.contains(where: \.yearGate) }

  /// The rate of a tier's credit while its year gate is shut.
  ///
  /// It is the rate of the nearest lower tier without a year gate; zero if no such tier exists, or
  /// if tiers are interpolated.
  func shutRate(of index: Int) -> Exact {
    guard how != .interpolated else { return .zero }
    return tiers[..<index].last { !$0.yearGate }?.rate ?? .zero
  }

  /// The index of the tier that contains a position, by the table's `bound`.
  ///
  /// Positions past the end belong to the last tier.
  func tier(at position: Exact) -> Int {
    let index = tiers.firstIndex { tier in
      guard let end = tier.end else { return true }
      return bound == .lower ? position <= end : position < end
    }
    return index ?? tiers.count - 1
  }

  /// True if a position is past the end of the last tier, where credit earns nothing.
  func isPast(_ position: Exact) -> Bool {
    guard let end = tiers.last?.end else { return false }
    return bound == .lower ? position > end : position >= end
  }

  /// The tiers as pieces of constant rate, with year-gated tiers split in two at `opening`.
  ///
  /// `opening` is the position past which the gate is open; nil if it stays shut.
  func pieces(opening: Exact?) -> [Piece] {
    tiers.enumerated().flatMap { index, tier -> [Piece] in
      let open = Piece(tier: index, start: tier.start, end: tier.end, rate: tier.rate, shut: false)
      guard tier.yearGate else { return [open] }
      let rate = shutRate(of: index)
      func shut(_ end: Exact?) -> Piece {
        Piece(tier: index, start: tier.start, end: end, rate: rate, shut: true)
      }
      guard let opening else { return [shut(tier.end)] }
      if opening <= tier.start { return [open] }
      if let end = tier.end, end <= opening { return [shut(end)] }
      return [
        shut(opening),
        Piece(tier: index, start: opening, end: tier.end, rate: tier.rate, shut: false),
      ]
    }
  }

  /// A stretch of credit at one rate.
  struct Piece {
    let tier: Int
    let start: Exact
    let end: Exact?
    let rate: Exact
    /// True if the year gate is shut here, so that `rate` isn't the tier's own.
    let shut: Bool
  }
}
