/// The pay of a period's credits in whole minor units: rounded once, and each credit's part of it.
struct EarningsGroup {
  /// By credit; they add up to ``payout`` − ``capped``.
  let parts: [Int128]
  /// What the cap on the payout takes off; zero or less.
  let capped: Int128
  /// What the group pays.
  let payout: Int128

  /// Rounds and caps. `deals` names each credit's deal, for a cap per deal; nil where the credit is a
  /// deal of its own.
  init(_ earned: EarnedPay, _ rules: PayRules, deals: [Int32?]) throws(PayProblem) {
    guard let (parts, sum) = try EarningsGroup.share(earned.priced, rules, deals) else {
      throw .tooLarge
    }
    self.parts = parts
    // Rounding keeps order, so the lesser of the two rounded is the lesser rounded.
    guard let limit = earned.limit else {
      (capped, payout) = (0, sum)
      return
    }
    guard let most = limit.rounded else { throw .tooLarge }
    payout = min(most, sum)
    capped = payout - sum
  }

  private static func share(
    _ priced: Priced, _ rules: PayRules, _ deals: [Int32?]
  ) throws(PayProblem) -> (parts: [Int128], sum: Int128)? {
    if let parts = priced.parts {
      return Sharing.share(rules.limitPerDeal.map { cap(parts, $0, deals) } ?? parts)
    }
    let capped = try rules.limitPerDeal.map { (most) throws(PayProblem) in
      try cap(priced, most, deals)
    }
    let all = capped ?? priced
    return Sharing.share(all.numerators, over: all.denominator)
  }

  /// The same limit on parts without a common denominator.
  private static func cap(_ parts: [Exact], _ most: Exact, _ deals: [Int32?]) -> [Exact] {
    var sums: [Int32: Exact] = [:]
    return zip(parts, deals).map { part, deal in
      let before = deal.flatMap { sums[$0] } ?? .zero
      let after = before + part
      if let deal { sums[deal] = after }
      return max(-most, min(most, after)) - max(-most, min(most, before))
    }
  }

  /// Limits what the credits of one deal earn together, either way.
  private static func cap(
    _ priced: Priced, _ most: Exact, _ deals: [Int32?]
  ) throws(PayProblem) -> Priced {
    // Over a denominator that holds the limit too.
    let common = Exact.commonDivisor(priced.denominator.magnitude, most.denominator.magnitude)
    let scale = most.denominator / common
    let denominator = priced.denominator.multipliedReportingOverflow(by: scale)
    guard !denominator.overflow,
      let limit = (most * Exact(denominator.partialValue)).whole
    else { throw .tooLarge }
    var sums: [Int32: Int128] = [:]
    var result = Priced(numerators: [], denominator: denominator.partialValue)
    for (numerator, deal) in zip(priced.numerators, deals) {
      let scaled = numerator.multipliedReportingOverflow(by: scale)
      guard !scaled.overflow else { throw .tooLarge }
      let before = deal.flatMap { sums[$0] } ?? 0
      let after = before.addingReportingOverflow(scaled.partialValue)
      guard !after.overflow else { throw .tooLarge }
      let held = { (value: Int128) in max(-limit, min(limit, value)) }
      result.numerators.append(held(after.partialValue) - held(before))
      if let deal { sums[deal] = after.partialValue }
    }
    return result
  }
}
