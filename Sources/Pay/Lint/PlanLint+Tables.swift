import Facts
import Planning

extension PlanLint {
  /// Findings on the rate table: jumps, bounds, gaps and overlaps.
  var tableFindings: [PayFinding] {
    guard let curve else { return [] }
    return boundFindings(curve) + gapFindings(curve) + widthFindings(curve)
  }

  /// Findings at tier bounds; each is a step if the tier reached prices all credit.
  private func boundFindings(_ curve: RateCurve) -> [PayFinding] {
    guard curve.how == .whole else { return [] }
    return curve.tiers.indices.dropLast().flatMap { index -> [PayFinding] in
      guard let end = curve.tiers[index].end else { return [] }
      let below = curve.tiers[index].rate * end
      let above = curve.tiers[index + 1].rate * end
      guard below != above else { return [] }
      let place = "rates.tiers[\(index)].up-to"
      let least = words.amount(Exact(1))
      let more = above > below ? "leaps up to" : "falls to"
      let remark = above > below ? "" : " More sold, less earned."
      let rule = curve.bound == .lower ? "lower" : "upper"
      return [
        find(
          .jump, place,
          "At \(position(end)) pay of \(words.amount(below)) \(more) \(words.amount(above)) for "
            + "\(least) more of credit.\(remark)", stake: above - below),
        find(
          .bound, place,
          "Credit of exactly \(position(end)) pays \(words.amount(rule == "lower" ? below : above)) "
            + "with bound: \(rule), and \(words.amount(rule == "lower" ? above : below)) with the "
            + "other.", stake: above - below),
      ]
    }
  }

  /// Findings for a table that does not pay target pay at 100 % of quota, for anyone's quota.
  ///
  /// Tables that price each credit by itself have no pay at a share of quota.
  var targetFindings: [PayFinding] {
    guard let target = rules.targetPay, let curve, curve.accumulate == .period,
      isQuotaReal || isSameAtAnyQuota
    else { return [] }
    let high = earns(quota, curve)
    let low = self.curve(at: smallestQuota).map { earns(smallestQuota, $0) } ?? high
    guard high.rounded != target.rounded, low.rounded != target.rounded,
      !(min(low, high) < target && target < max(low, high))
    else { return [] }
    return [
      find(
        .target, "target-pay",
        "At 100% of quota the table pays \(words.amount(high)); target pay says "
          + "\(words.amount(target)).", stake: high - target)
    ]
  }

  /// True if the table's pay at a share of quota does not depend on the quota's size.
  private var isSameAtAnyQuota: Bool {
    guard let rates = pay.rates, rates.by == .attainment else { return false }
    return rates.tiers.allSatisfy { tier in
      if case .rate = tier.pays { return false }
      return true
    }
  }

  private func gapFindings(_ curve: RateCurve) -> [PayFinding] {
    var found: [PayFinding] = []
    for (index, tier) in curve.tiers.enumerated() where tier.rate == .zero {
      let paysBefore = curve.tiers[..<index].contains { $0.rate > .zero }
      let paysAfter = curve.tiers[(index + 1)...].contains { $0.rate > .zero }
      guard paysBefore, paysAfter, let end = tier.end else { continue }
      found.append(
        find(
          .gap, "rates.tiers[\(index)]",
          "From \(position(tier.start)) to \(position(end)) nothing is earned, between tiers that "
            + "pay.", stake: (end - tier.start) * curve.tiers[index - 1].rate))
    }
    if curve.how != .interpolated, let last = curve.tiers.last, let end = last.end,
      last.rate > .zero, !isCapped(by: earns(end, curve))
    {
      let more = Exact(1000) * Exact.power(ofTen: words.currency.digits)
      found.append(
        find(
          .gap, "rates.tiers[\(curve.tiers.count - 1)].up-to",
          "Credit past \(position(end)) earns nothing: the last tier ends there. Leave its up-to out, "
            + "or say so with a cap. For each \(words.amount(more)) past it "
            + "\(words.amount(more * last.rate)) is not earned.", stake: more * last.rate))
    }
    return found
  }

  /// Findings for tiers narrower than one minor unit.
  private func widthFindings(_ curve: RateCurve) -> [PayFinding] {
    curve.tiers.enumerated().compactMap { index, tier in
      guard let end = tier.end, end - tier.start < .one else { return nil }
      return find(
        .overlap, "rates.tiers[\(index)].up-to",
        "The tier ends less than \(words.amount(Exact(1))) of credit after it begins, at "
          + "\(position(end)).")
    }
  }

  func isCapped(by pay: Exact) -> Bool { rules.limit.map { $0 <= pay } ?? false }

  /// Findings on the gate, at which all earnings held back below it are paid at once.
  var gateFindings: [PayFinding] {
    guard let gate = pay.gate, let curve else { return [] }
    let credit = Exact(gate) * quota
    var found: [PayFinding] = []
    let pays = rules.limit.map { min($0, earns(credit, curve)) } ?? earns(credit, curve)
    if pays > .zero {
      found.append(
        find(
          .jump, "gate",
          "At the gate of \(PayWords.percent(Exact(gate))) of quota (\(words.amount(credit)) "
            + "\(atQuota)) pay leaps from nothing to \(words.amount(pays)).", stake: pays))
    }
    if curve.how == .whole {
      for (index, tier) in curve.tiers.enumerated() {
        guard let end = tier.end, curve.bound == .lower ? end < credit : end <= credit else {
          continue
        }
        found.append(
          find(
            .unreachable, "rates.tiers[\(index)]",
            "The tier ends at \(position(end)), below the gate of "
              + "\(PayWords.percent(Exact(gate))), so that it never prices anything.",
            stake: tier.rate * end))
      }
    }
    return found
  }
}
