/// The pay of a period's credits in whole minor units, with each credit's part of it.
///
/// The sum is rounded once; the parts add up to it.
struct EarningsGroup {
  /// Pay by credit; the parts add up to ``payout`` − ``capped``.
  let parts: [Int128]
  /// The reduction by the payout cap; zero or less.
  let capped: Int128
  /// The pay of all credits, after the caps.
  let payout: Int128

  /// Rounds and caps the earnings.
  ///
  /// `deals` holds each credit's deal, for a cap per deal; nil if the credit is a deal of its own.
  init(_ earned: EarnedPay, _ rules: PayRules, deals: [Int32?]) throws(PayProblem) {
    guard let (parts, sum) = try EarningsGroup.share(earned.priced, rules, deals) else {
      throw .tooLarge
    }
    self.parts = parts
    // Rounding is monotone, so the minimum of the two rounded values is the rounded minimum.
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

  /// Caps each deal's earnings, for parts without a common denominator.
  private static func cap(_ parts: [Exact], _ most: Exact, _ deals: [Int32?]) -> [Exact] {
    var sums: [Int32: Exact] = [:]
    return zip(parts, deals).map { part, deal in
      let before = deal.flatMap { sums[$0] } ?? .zero
      let after = before + part
      if let deal { sums[deal] = after }
      return max(-most, min(most, after)) - max(-most, min(most, before))
    }
  }

  /// Caps the sum that each deal's credits earn, at `most` and at −`most`.
  private static func cap(
    _ priced: Priced, _ most: Exact, _ deals: [Int32?]
  ) throws(PayProblem) -> Priced {
    // A common denominator of the parts and the limit.
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
