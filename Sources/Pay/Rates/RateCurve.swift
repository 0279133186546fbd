import Facts
import Planning

/// A rate table for one member and pay period: where each tier lies in minor units of credit, and
/// what a minor unit of credit earns there.
///
/// Interpolated tiers become rates too: a tier's amount over its width.
struct RateCurve {
  let how: RateTable.How
  let accumulate: RateTable.Accumulate
  let bound: RateTable.Bound
  let tiers: [PricedTier]

  /// A tier in minor units of credit.
  struct PricedTier {
    /// Where it begins. The first also prices credit below zero.
    let start: Exact
    /// Nil where it goes on for ever.
    let end: Exact?
    /// Minor units of pay for one of credit.
    let rate: Exact
    let yearGate: Bool
  }

  /// Why a table cannot be used for a member and period.
  enum Undefined: Error, Hashable {
    /// Tiers at shares of quota, or multiples of target pay / quota, and there is no quota.
    case noQuota
    case noTargetPay
  }

  /// Quota and target pay are the period's, in minor units of a currency with so many digits.
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

  /// A curve over units that count on, of tiers that are priced already.
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

  /// Whether any tier opens only past the year's quota.
  var hasYearGate: Bool { tiers.contains(where: \.yearGate) }

  /// The rate that prices a tier's credit while the year gate is shut: the nearest tier's below that
  /// is open; nothing where there is none, and where tiers are interpolated.
  func shutRate(of index: Int) -> Exact {
    guard how != .interpolated else { return .zero }
    return tiers[..<index].last { !$0.yearGate }?.rate ?? .zero
  }

  /// The tier that a position belongs to, by the table's `bound`; the last one past its end.
  func tier(at position: Exact) -> Int {
    let index = tiers.firstIndex { tier in
      guard let end = tier.end else { return true }
      return bound == .lower ? position <= end : position < end
    }
    return index ?? tiers.count - 1
  }

  /// Whether a position lies past the end of the last tier, where credit earns nothing.
  func isPast(_ position: Exact) -> Bool {
    guard let end = tiers.last?.end else { return false }
    return bound == .lower ? position > end : position >= end
  }

  /// The tiers with those behind the year gate cut in two at `opening`, the position past which they
  /// are open; nil where they stay shut.
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

  /// A stretch of credit that is priced at one rate.
  struct Piece {
    let tier: Int
    let start: Exact
    let end: Exact?
    let rate: Exact
    /// Whether the year gate keeps its tier's own rate away.
    let shut: Bool
  }
}
