import Planning

extension RateCurve {
  /// Prices each credit, in the order given.
  ///
  /// All arithmetic is on integers over one denominator, so that it is exact and no fraction needs
  /// reducing per credit.
  ///
  /// - Parameters:
  ///   - credits: The period's credits in time order.
  ///   - year: The year's credit and quota, for year gates.
  ///   - base: The credit already counted in the same table, for a table that runs on over periods;
  ///     the credits climb from there.
  /// - Returns: The earnings of each credit; nil if a figure does not fit.
  func price(
    _ credits: [CreditPair], _ year: YearStanding, from base: Exact = .zero
  ) -> Priced? {
    var scale = CurveScale(self)
    scale.admit(position: base)
    let opening = hasYearGate ? year.quota.map { $0 - year.before } : nil
    if let opening { scale.admit(position: opening) }
    for credit in credits { scale.admit(credit) }
    guard let units = scale.whole(), let start = (base * Exact(units.position)).whole else {
      return nil
    }
    switch (how, accumulate) {
    case (.whole, .period):
      let total = credits.reduce(base) { $0 + $1.quota }
      let rate = wholeRate(at: total, isOpen: opening.map { total > $0 } ?? false)
      return IntegerTable([flat(rate)], units)?.climb(credits, units, from: start)
    case (_, .period):
      let table = IntegerTable(pieces(opening: opening), units)
      return table?.climb(credits, units, from: start)
    case (_, .each): return each(credits, opening, units)
    }
  }

  /// A single piece at one rate, up to the end of the last tier.
  private func flat(_ rate: Exact) -> Piece {
    Piece(tier: 0, start: .zero, end: tiers.last?.end, rate: rate, shut: false)
  }

  /// The rate of the tier at a position; if its year gate is shut, see ``shutRate(of:)``.
  func wholeRate(at position: Exact, isOpen: Bool) -> Exact {
    guard !tiers.isEmpty else { return .zero }
    let index = tier(at: position)
    return tiers[index].yearGate && !isOpen ? shutRate(of: index) : tiers[index].rate
  }

  /// Prices each credit on its own, from the bottom of the table.
  ///
  /// A credit below zero takes back what a credit of its size would have paid.
  private func each(_ credits: [CreditPair], _ opening: Exact?, _ units: CurveUnits) -> Priced? {
    var left = opening
    let shared = hasYearGate ? nil : IntegerTable(pieces(opening: nil), units)
    var result = Priced(numerators: [], denominator: units.denominator)
    for credit in credits {
      let size = CreditPair(quota: credit.quota.size, paid: credit.paid.signed(by: credit.quota))
      let table: IntegerTable?
      if how == .whole {
        let isOpen = left.map { credit.quota.size > $0 } ?? false
        let rate = wholeRate(at: credit.quota.size, isOpen: isOpen)
        table = IntegerTable([flat(rate)], units)
      } else {
        table = shared ?? IntegerTable(pieces(opening: left), units)
      }
      guard let priced = table?.climb([size], units, from: 0) else { return nil }
      if units.ratio == nil {
        result.parts = (result.parts ?? []) + [priced[0].signed(by: credit.quota)]
      } else {
        result.numerators.append(
          credit.quota < .zero ? -priced.numerators[0] : priced.numerators[0])
      }
      left = left.map { $0 - credit.quota }
    }
    return result
  }
}

extension Exact {
  /// The absolute value.
  var size: Exact { self < .zero ? -self : self }

  /// The value, negated if `other` is below zero.
  func signed(by other: Exact) -> Exact { other < .zero ? -self : self }
}

/// Collects the scale factors that turn a curve and its credits into integers.
struct CurveScale {
  private var unit: Int128 = 1
  private var rate: Int128 = 1
  private var ratio: Int128 = 1
  private var overflowed = false
  /// True if the ratios of paid to quota credit have no common denominator that fits.
  private var unfitting = false

  init(_ curve: RateCurve) {
    for tier in curve.tiers {
      admit(position: tier.start)
      if let end = tier.end { admit(position: end) }
      CurveScale.widen(&rate, by: tier.rate, &overflowed)
    }
  }

  mutating func admit(position: Exact) { CurveScale.widen(&unit, by: position, &overflowed) }

  mutating func admit(_ credit: CreditPair) {
    if !credit.quota.isWhole { admit(position: credit.quota) }
    guard credit.paid != credit.quota else { return }
    if credit.quota == .zero {
      admit(position: credit.paid)
    } else {
      CurveScale.widen(&ratio, by: credit.paid / credit.quota, &unfitting)
    }
  }

  func whole() -> CurveUnits? {
    let (first, over) = unit.multipliedReportingOverflow(by: rate)
    guard !overflowed, !over else { return nil }
    let (all, past) = first.multipliedReportingOverflow(by: ratio)
    // Leaves 47 bits for the pay itself above the denominator.
    if past || unfitting || all.magnitude > UInt128(1) << 80 {
      return CurveUnits(position: unit, rate: rate, ratio: nil, denominator: first)
    }
    return CurveUnits(position: unit, rate: rate, ratio: ratio, denominator: all)
  }

  private static func widen(_ common: inout Int128, by value: Exact, _ overflowed: inout Bool) {
    guard value.isKnown else {
      overflowed = true
      return
    }
    guard value.denominator != 1 else { return }
    let divisor = Exact.commonDivisor(common.magnitude, value.denominator.magnitude)
    let (product, over) = common.multipliedReportingOverflow(by: value.denominator / divisor)
    common = product
    overflowed = overflowed || over
  }
}

/// The scale factors: integer units per minor unit of credit, per 1 of rate, and per 1 of paid /
/// quota credit.
struct CurveUnits {
  let position: Int128
  let rate: Int128
  /// Nil if each credit is priced over a denominator of its own.
  let ratio: Int128?
  /// The denominator of all earnings: the product of the factors.
  let denominator: Int128
}
