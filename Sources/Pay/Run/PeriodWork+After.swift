import Facts
import Planning

extension PeriodWork {
  /// Makes pay up to the draw, or repays the loan of earlier draws from pay above it.
  mutating func settleDraw() throws(PayProblem) {
    guard let draw = terms.plan.draw, isEmployed else { return }
    guard let amount = rules.minor(draw.amount).rounded else { throw .tooLarge }
    let earned = pay.earned
    switch account.settle(earned: earned, draw: amount, recoverable: draw.recoverable) {
    case .advance(let more, let recoverable):
      add(
        PayLine(
          .draw, day: through, pay: more,
          why: words.advance(
            earned: earned, draw: amount, more: more, recoverable: recoverable, loan: account.loan))
      )
    case .repayment(let less):
      add(
        PayLine(
          .repayment, day: through, pay: -less,
          why: words.repayment(earned: earned, draw: amount, less: less, loan: account.loan)))
    case .nothing: break
    }
  }

  /// Claws back the stated share of the pay for sales whose customers refunded or lapsed.
  mutating func takeBack() throws(PayProblem) {
    guard let clawback = terms.plan.clawback, !clawbacks.isEmpty else { return }
    var amounts: [Exact] = []
    var lines: [PayLine] = []
    for item in clawbacks {
      guard let deal = deals[item.key] else { continue }
      let after = min(.one, deal.clawed + item.part)
      let part = after - deal.clawed
      let amount = Exact(clawback.share) * part * Exact(deal.paid)
      deals[item.key]?.clawed = after
      guard amount > .zero else { continue }
      amounts.append(-amount)
      var line = PayLine(.clawback, day: item.day, pay: 0, why: "")
      line.deal = name(of: item.key)
      if case .fact(let place) = item.key, line.deal == nil {
        line.deal = run.events.facts.id(run.events.facts.facts[Int(place)])
      }
      line.fact = item.refund.map { run.events.id($0) }
      line.why = words.clawback(item, deal, clawback, part: part, name: line.deal ?? "")
      lines.append(line)
    }
    guard let shared = Sharing.share(amounts) else { throw .tooLarge }
    for (line, part) in zip(lines, shared.parts) {
      var line = line
      line.pay = part
      add(line)
    }
  }

  /// Withholds the pay of held deals, and pays withheld amounts of released ones.
  mutating func holdBack() {
    guard !run.records.holds.isEmpty else { return }
    for hold in run.records.holds {
      guard let number = run.heldDeals[hold.deal], hold.from <= through else { continue }
      let released = hold.released.map { $0 <= through } ?? false
      for key in keys(ofDeal: number) {
        guard var deal = deals[key] else { continue }
        if !released {
          let kept = deal.paid - deal.counted
          if kept != 0 {
            deal.held += kept
            add(line(.hold, hold, pay: -kept, why: words.hold(hold)))
          }
        } else if deal.held != 0 {
          add(line(.release, hold, pay: deal.held, why: words.release(hold)))
          deal.held = 0
        }
        deals[key] = deal
      }
    }
    deals = deals.mapValues { deal in
      var deal = deal
      deal.counted = deal.paid
      return deal
    }
  }

  /// The sale keys of a deal: the deal for bookings, and its payments for measures of payments.
  private func keys(ofDeal number: Int32) -> [DealKey] {
    [.deal(number)]
      + (run.events.paymentsOfDeal[number] ?? []).map { .fact(run.events.payments[Int($0)].fact) }
  }

  private func line(
    _ rule: PayLine.Rule, _ hold: DealHold, pay: Int128, why: String
  ) -> PayLine {
    let day = rule == .hold ? max(hold.from, period.first) : hold.released ?? through
    var line = PayLine(rule, day: day, pay: pay, why: why)
    line.deal = hold.deal
    return line
  }

  /// Adds the adjustments that people entered.
  mutating func adjust() {
    for adjustment in run.records.adjustments
    where adjustment.member == pay.member && adjustment.period == period.label {
      var line = PayLine(
        .adjustment, day: adjustment.day, pay: Int128(adjustment.amount),
        why: words.adjustment(adjustment))
      line.about = String(adjustment.number)
      add(line)
    }
  }

  /// Adds a true-up line for a locked period.
  mutating func add(_ trueUp: TrueUp) {
    var line = PayLine(.trueUp, day: period.first, pay: trueUp.pay, why: words.trueUp(trueUp))
    line.about = trueUp.period
    line.fact = trueUp.fact
    add(line)
  }
}
