import Facts
import Planning

extension PayWords {
  func cap(_ rules: PayRules, sum: Int128) -> String {
    let of: String
    switch rules.plan.cap {
    case .share(let share): of = "\(PayWords.percent(Exact(share))) of target pay, "
    default: of = ""
    }
    let limit = rules.limit.map(amount) ?? ""
    return "The rate table comes to \(amount(sum)), and the cap is \(of)\(limit)."
  }

  func released(
    deal: String, amount paid: Exact, share: Exact, earned: Exact, booked: CalendarDay
  ) -> String {
    "The customer paid \(amount(paid)) for deal \(deal), booked on \(booked); with it "
      + "\(PayWords.percent(share)) of the \(amount(earned)) that the deal earns is payable."
  }

  func gate(_ gate: Exact, attainment: Exact?) -> String {
    let reached = attainment.map { "is \(PayWords.percent($0))" } ?? "is undefined without a quota"
    return
      "Attainment \(reached), below the gate of \(PayWords.percent(gate)): the rate table pays nothing."
  }

  func undefined(_ why: RateCurve.Undefined, period: String) -> String {
    switch why {
    case .noQuota:
      "The plan sets no quota above zero for \(period), so the rate table pays nothing."
    case .noTargetPay: "The pay plan names no target pay, so the rate table pays nothing."
    }
  }

  func spif(_ spif: Spif, _ item: PeriodWork.SpifItem) -> String {
    let what = spif.what == .activations ? "activation" : "deal"
    switch spif.pays {
    case .perUnit(let each):
      return "SPIF \(spif.id): \(perUnit(decimal(each), item.units, what))."
    case .rate(let rate):
      return "SPIF \(spif.id): \(PayWords.rate(Exact(rate))) of \(amount(item.credit))."
    case .tiered:
      let units = PayWords.count(item.units)
      let counted = item.units == .one ? what : "\(what)s"
      return "SPIF \(spif.id): \(units) more \(counted), priced by the tiers of the count so far."
    case .pot: return ""
    }
  }

  /// `100.00 for this deal`, `100.00 for each of 3 deals`.
  private func perUnit(_ price: String, _ units: Exact, _ what: String) -> String {
    if units == .one { return "\(price) for this \(what)" }
    if units == .zero { return "\(price) for each \(what), of which this counts none" }
    if units == -Exact.one { return "the \(price) for this \(what) is taken back" }
    if units < .zero {
      return "\(PayWords.percent(-units)) of \(price) for this \(what) is taken back"
    }
    return units < .one
      ? "\(PayWords.percent(units)) of \(price) for this \(what)"
      : "\(price) for each of \(PayWords.count(units)) \(what)s"
  }

  func caughtUp(_ spif: Spif, _ pay: Int128) -> String {
    "SPIF \(spif.id): the count has reached another tier, which prices what counted before too."
  }

  func pot(_ spif: Spif, _ share: SpifPot.Share) -> String {
    guard case .pot(let pot, let ranks) = spif.pays else { return "" }
    let among =
      ranks.isEmpty
      ? "shared equally among \(share.members)"
      : "rank \(share.rank) of \(share.members)"
        + (share.ties > 1 ? ", tied with \(share.ties - 1)" : "")
    return "SPIF \(spif.id) (\(spif.from) to \(spif.to)): a pot of \(decimal(pot)), \(among)."
  }

  func advance(
    earned: Int128, draw: Int128, more: Int128, recoverable: Bool, loan: Int128
  ) -> String {
    let start = "Earnings of \(amount(earned)) are made up to the draw of \(amount(draw))"
    return recoverable
      ? "\(start); it is a loan, which now stands at \(amount(loan))."
      : "\(start), which need not be paid back."
  }

  func repayment(earned: Int128, draw: Int128, less: Int128, loan: Int128) -> String {
    "Earnings of \(amount(earned)) are above the draw of \(amount(draw)), so \(amount(less)) of the "
      + "loan is paid back; \(amount(loan)) is left."
  }

  func clawback(
    _ item: PeriodWork.ClawbackItem, _ deal: DealPay, _ clawback: PayPlan.Clawback, part: Exact,
    name: String
  ) -> String {
    let share = Exact(clawback.share) * part
    let taken = "so \(PayWords.percent(share)) of the \(amount(deal.paid)) it paid is taken back."
    let after = deal.day.distance(to: item.day)
    let days = after == 1 ? "1 day" : "\(after) days"
    guard let refund = item.refund else {
      return "The customer lapsed on \(item.day), \(days) after \(name) was sold, \(taken)"
    }
    return
      "The customer was refunded \(amount(Exact(-refund.amount))) on \(item.day), \(days) after "
      + "\(name) was sold, which is \(PayWords.percent(part)) of it, \(taken)"
  }

  func hold(_ hold: DealHold) -> String {
    "Deal \(hold.deal) is held since \(hold.from): \(hold.why). Its credit counts; it pays when released."
  }

  func release(_ hold: DealHold) -> String {
    "Deal \(hold.deal), held since \(hold.from), was released"
      + (hold.released.map { " on \($0)" } ?? "") + "; what was kept back is paid."
  }

  func adjustment(_ adjustment: Adjustment) -> String {
    "\(adjustment.author) adjusted it on \(adjustment.day): \(adjustment.reason)."
  }

  func trueUp(_ trueUp: TrueUp) -> String {
    switch trueUp.kind {
    case .new:
      "\(trueUp.period) was locked before fact \(trueUp.fact ?? "") was known; "
        + "this is what it would have paid there."
    case .gone:
      "Fact \(trueUp.fact ?? "") paid this in \(trueUp.period), which was locked before the fact was "
        + "found wrong."
    case .moved:
      "Other lines of \(trueUp.period), which was locked, would have paid differently with what is "
        + "known now."
    }
  }

  /// A decimal of major units with the currency's digits.
  private func decimal(_ major: DecimalText) -> String {
    amount(Exact(major) * Exact.power(ofTen: currency.digits))
  }
}
