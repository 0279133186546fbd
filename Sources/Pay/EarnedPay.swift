import Facts
import Planning

/// The rate table's pay for one pay period's credits, with the plan's gate and cap.
struct EarnedPay {
  /// The earnings of each credit, in the order given, before the cap; zero below the gate.
  var priced: Priced
  /// Quota credit divided by quota; nil without a quota above zero.
  let attainment: Exact?
  /// True if attainment is below the gate, so that nothing is paid.
  let gated: Bool
  /// The cap on the payout, in minor units; nil for no limit.
  let limit: Exact?
  /// The reason why the rate table cannot be used; nil if it can.
  let undefined: RateCurve.Undefined?
}

/// One pay plan's rules for one member and pay period, as far as credit and quota decide.
struct PayRules {
  let plan: PayPlan
  let digits: Int
  /// The quota in minor units, ramped and prorated; nil if the plan sets none.
  let quota: Exact?
  /// The share of the period in which the member is employed, 1 for all of it.
  let presence: Exact

  /// Target pay of the period, times ``presence``, in minor units.
  var targetPay: Exact? { plan.targetPay.map { minor($0) * presence } }

  /// Converts a decimal of major units to minor units.
  func minor(_ amount: DecimalText) -> Exact { Exact(amount) * Exact.power(ofTen: digits) }

  /// The rate table for this member and period; nil if the plan has none.
  func curve() throws(RateCurve.Undefined) -> RateCurve? {
    guard let rates = plan.rates else { return nil }
    return try RateCurve(rates, digits: digits, quota: quota, targetPay: targetPay)
  }

  /// Prices the credits of a period.
  ///
  /// - Throws: ``PayProblem/tooLarge`` if a figure does not fit.
  func earn(_ credits: [CreditPair], _ year: YearStanding) throws(PayProblem) -> EarnedPay {
    let attainment = quota.flatMap { quota in
      quota > .zero ? credits.reduce(Exact.zero) { $0 + $1.quota } / quota : nil
    }
    let nothing = Priced(numerators: credits.map { _ in 0 }, denominator: 1)
    let curve: RateCurve?
    do { curve = try self.curve() } catch {
      return EarnedPay(
        priced: nothing, attainment: attainment, gated: false, limit: limit, undefined: error)
    }
    var gated = false
    if let gate = plan.gate { gated = attainment.map { $0 < Exact(gate) } ?? true }
    var priced = nothing
    if let curve, !gated {
      guard let found = curve.price(credits, year) else { throw .tooLarge }
      priced = found
    }
    return EarnedPay(
      priced: priced, attainment: attainment, gated: gated, limit: limit, undefined: nil)
  }

  /// The cap on the payout, in minor units; nil if the plan does not cap payouts.
  var limit: Exact? {
    switch plan.cap {
    case .share(let share): targetPay.map { Exact(share) * $0 }
    case .amount(let amount): minor(amount)
    case .perDeal, nil: nil
    }
  }

  /// The cap on the earnings of one deal, in minor units; nil if the plan does not cap deals.
  var limitPerDeal: Exact? {
    if case .perDeal(let amount) = plan.cap { return minor(amount) }
    return nil
  }
}
