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
    var priced = earned.priced
    if let most = rules.limitPerDeal { priced = try EarningsGroup.cap(priced, most, deals) }
    guard let (parts, sum) = Sharing.share(priced.numerators, over: priced.denominator) else {
      throw .tooLarge
    }
    self.parts = parts
    let total = priced.total
    if let limit = earned.limit, limit < total {
      guard let most = limit.rounded, limit.isKnown, total.isKnown else { throw .tooLarge }
      capped = most - sum
      payout = most
    } else {
      capped = 0
      payout = sum
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
