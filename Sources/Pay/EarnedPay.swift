import Facts
import Planning

/// What the rate table of a plan pays for the credits of one pay period: priced, gated and capped.
struct EarnedPay {
  /// What each credit earns, in the order given; zero where the gate is shut.
  var priced: Priced
  /// Quota credit / quota; nil without a quota.
  let attainment: Exact?
  /// Whether the gate keeps everything back.
  let gated: Bool
  /// The most that may be paid, in minor units; nil for no limit.
  let limit: Exact?
  /// Why the table could not be used; nil where it could.
  let undefined: RateCurve.Undefined?
}

/// The rules of one pay plan for one member and pay period, as far as credits and quota decide.
struct PayRules {
  let plan: PayPlan
  let digits: Int
  /// In minor units, ramped and prorated; nil where the plan sets none.
  let quota: Exact?
  /// The share of the period that the member is there, 1 for all of it.
  let presence: Exact

  /// Target pay of the period in minor units.
  var targetPay: Exact? { plan.targetPay.map { minor($0) * presence } }

  /// A decimal of major units in minor ones.
  func minor(_ amount: DecimalText) -> Exact { Exact(amount) * Exact.power(ofTen: digits) }

  /// The rate table for this member and period; nil where the plan has none.
  func curve() throws(RateCurve.Undefined) -> RateCurve? {
    guard let rates = plan.rates else { return nil }
    return try RateCurve(rates, digits: digits, quota: quota, targetPay: targetPay)
  }

  /// Works out what credits earn.
  ///
  /// - Throws: ``PayProblem/tooLarge`` where a figure does not fit.
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

  /// The cap on the payout in minor units; nil for none.
  var limit: Exact? {
    switch plan.cap {
    case .share(let share): targetPay.map { Exact(share) * $0 }
    case .amount(let amount): minor(amount)
    case .perDeal, nil: nil
    }
  }

  /// The cap on what one deal may earn, in minor units; nil for none.
  var limitPerDeal: Exact? {
    if case .perDeal(let amount) = plan.cap { return minor(amount) }
    return nil
  }
}
