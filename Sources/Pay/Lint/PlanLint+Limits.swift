import Facts
import Planning

extension PlanLint {
  /// Findings on limits: unreachable tiers, uncapped pay and draws.
  ///
  /// A tier is unreachable beyond the cap, too far up, or behind a year gate that never opens. A
  /// draw is reported if it is at or above the cap.
  var limitFindings: [PayFinding] {
    guard let curve else { return drawFindings }
    return farFindings(curve) + yearGateFindings(curve) + uncapped(curve) + drawFindings
  }

  /// The number of quotas of credit from which a tier counts as out of reach.
  private static let furthest = Exact(10)

  private func farFindings(_ curve: RateCurve) -> [PayFinding] {
    curve.tiers.enumerated().compactMap { index, tier in
      guard index > 0 else { return nil }
      let place = "rates.tiers[\(index)]"
      let pays = earns(tier.start, curve)
      let paysPast = max(pays, curve.how == .whole ? tier.rate * tier.start : pays)
      if isCapped(by: pays), isCapped(by: min(pays, paysPast)), let limit = rules.limit {
        return find(
          .unreachable, place,
          "The cap of \(words.amount(limit)) is reached before the tier begins at "
            + "\(position(tier.start)), where pay would be \(words.amount(pays)).",
          stake: pays - limit)
      }
      let far = PlanLint.furthest * quota
      guard tier.start >= far, isQuotaReal || pay.rates?.by == .attainment else { return nil }
      return find(
        .unreachable, place,
        "The tier begins at \(position(tier.start)), \(PayWords.percent(tier.start / quota)) of the "
          + "largest quota: nobody comes to it.", stake: tier.rate * tier.start)
    }
  }

  private func yearGateFindings(_ curve: RateCurve) -> [PayFinding] {
    let people = whole.people.filter { $0.pay == name }
    return curve.tiers.enumerated().compactMap { index, tier in
      guard tier.yearGate else { return nil }
      let place = "rates.tiers[\(index)].year-gate"
      if !people.isEmpty, !isQuotaReal {
        return find(
          .unreachable, place,
          "Nobody on the plan has a quota, so the year gate never opens.",
          stake: tier.end.map { tier.rate * ($0 - tier.start) })
      }
      guard pay.period == .year, let end = tier.end, end <= quota else { return nil }
      return find(
        .unreachable, place,
        "The tier ends at \(position(end)), and its gate opens only past the year's whole quota.",
        stake: tier.rate * (end - tier.start))
    }
  }

  private func uncapped(_ curve: RateCurve) -> [PayFinding] {
    guard pay.cap == nil, let last = curve.tiers.last, last.end == nil, last.rate > .zero else {
      return []
    }
    let credit = max(Exact(3) * quota, last.start + quota)
    return [
      find(
        .uncapped, "rates.tiers[\(curve.tiers.count - 1)]",
        "Pay grows without a cap: credit of \(words.amount(credit)) pays "
          + "\(words.amount(earns(credit, curve))), and each 1,000.00 more pays "
          + "\(words.amount(Exact(1000) * Exact.power(ofTen: words.currency.digits) * last.rate)).",
        stake: earns(credit, curve))
    ]
  }

  /// Findings for a draw that the cap keeps everyone from exceeding.
  private var drawFindings: [PayFinding] {
    guard let draw = pay.draw, let limit = rules.limit, limit <= rules.minor(draw.amount),
      pay.spifs.isEmpty
    else { return [] }
    let loan = draw.recoverable ? ", and its loan is never paid back" : ""
    return [
      find(
        .unreachable, "draw.amount",
        "The cap of \(words.amount(limit)) is not above the draw of "
          + "\(words.amount(rules.minor(draw.amount))): nobody earns past the draw\(loan).",
        stake: rules.minor(draw.amount) - limit)
    ]
  }

  /// Findings on SPIFs: overlapping days for the same sales, and steps between tiers.
  var spifFindings: [PayFinding] {
    pay.spifs.indices.flatMap { index in overlaps(index) + steps(index) }
  }

  private func overlaps(_ index: Int) -> [PayFinding] {
    let spif = pay.spifs[index]
    return pay.spifs[..<index].compactMap { other in
      guard other.what == spif.what, other.from <= spif.to, spif.from <= other.to else {
        return nil
      }
      let days = "\(max(other.from, spif.from)) to \(min(other.to, spif.to))"
      return find(
        .overlap, "spifs[\(index)]",
        "SPIF \(spif.id) pays for the same as SPIF \(other.id) on \(days), so that it is paid twice.",
        stake: stake(of: spif))
    }
  }

  private func stake(of spif: Spif) -> Exact? {
    switch spif.pays {
    case .perUnit(let amount), .pot(let amount, _): rules.minor(amount)
    case .rate(let share):
      Exact(share) * Exact(1000) * Exact.power(ofTen: words.currency.digits)
    case .tiered(_, let tiers): tiers.first.flatMap { amount(of: $0) }
    }
  }

  private func amount(of tier: Tier) -> Exact? {
    if case .amount(let amount) = tier.pays { return rules.minor(amount) }
    return nil
  }

  private func steps(_ index: Int) -> [PayFinding] {
    guard case .tiered(let how, let tiers) = pay.spifs[index].pays else { return [] }
    let spif = pay.spifs[index].id
    var found: [PayFinding] = []
    for (place, tier) in tiers.enumerated().dropLast() where how == .whole {
      guard let end = tier.upTo, let below = amount(of: tier),
        let above = amount(of: tiers[place + 1]),
        above < below
      else { continue }
      let count = PayWords.count(Exact(end))
      found.append(
        find(
          .jump, "spifs[\(index)].tiers[\(place)].up-to",
          "SPIF \(spif): past \(count) all units pay \(words.amount(above)) instead of "
            + "\(words.amount(below)). More sold, less earned.", stake: Exact(end) * (below - above)
        ))
    }
    if how != .interpolated, let last = tiers.last, let end = last.upTo,
      let pays = amount(of: last),
      pays > .zero
    {
      found.append(
        find(
          .gap, "spifs[\(index)].tiers[\(tiers.count - 1)].up-to",
          "SPIF \(spif): units past \(PayWords.count(Exact(end))) earn nothing: the last tier ends "
            + "there.", stake: pays))
    }
    return found
  }
}
