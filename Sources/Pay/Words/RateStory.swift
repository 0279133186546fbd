import Facts
import Planning

/// Explains the earnings of each credit of a period by its tiers and their rates.
struct RateStory {
  private let work: PeriodWork
  private let earned: EarnedPay
  private let curve: RateCurve?
  private let pieces: [RateCurve.Piece]
  /// The position in the rate table at which each credit starts.
  private let starts: [Exact]
  private let total: Exact
  private let opening: Exact?

  init(_ work: PeriodWork, _ earned: EarnedPay) {
    self.work = work
    self.earned = earned
    var curve: RateCurve?
    do throws(RateCurve.Undefined) { curve = try work.rules.curve() } catch { curve = nil }
    self.curve = curve
    let year = work.yearStanding
    opening = year.quota.map { $0 - year.before }
    pieces = curve?.pieces(opening: opening) ?? []
    var position = Exact.zero
    var starts: [Exact] = []
    for item in work.items {
      starts.append(position)
      position += item.pair.quota
    }
    self.starts = starts
    total = position
  }

  private var words: PayWords { work.words }

  /// The line of a credit that is paid at once.
  func line(_ index: Int, _ item: PeriodWork.CreditItem, pay: Int128) -> PayLine {
    var line = base(item, pay: pay)
    let told = tell(index, item)
    line.tier = told.tier
    line.rate = told.rate
    line.why = subject(item) + told.sentence
    return line
  }

  /// The line of a booked deal whose pay follows its customer's payments.
  func booked(_ index: Int, _ item: PeriodWork.CreditItem) -> PayLine {
    var line = base(item, pay: 0)
    let told = tell(index, item)
    line.tier = told.tier
    line.rate = told.rate
    line.credit = item.pair.quota
    line.paidCredit = item.pair.paid
    let earns = words.amount(earned.priced[index])
    line.why =
      subject(item) + told.sentence
      + (item.event?.kind == .won
        ? " It earns \(earns), payable as the customer pays." : " What was not yet paid lapses.")
    return line
  }

  /// The line of quota credit that a clawback takes back, without pay of its own.
  func credited(_ item: PeriodWork.CreditItem) -> PayLine {
    var line = base(item, pay: 0)
    line.credit = item.pair.quota
    line.paidCredit = item.pair.paid
    line.why = subject(item) + "It counts against the quota and pays nothing itself."
    return line
  }

  private func base(_ item: PeriodWork.CreditItem, pay: Int128) -> PayLine {
    var line = PayLine(.rates, day: item.day, pay: pay, why: "")
    line.fact = item.event.map { work.run.events.id($0) }
    line.deal =
      item.event.flatMap { event in
        event.deal >= 0 ? work.name(of: .deal(event.deal)) : nil
      } ?? work.name(of: item.key)
    return line
  }

  /// `Deal d-17 was won on 2026-03-04. `
  private func subject(_ item: PeriodWork.CreditItem) -> String {
    guard let event = item.event else {
      guard item.key != nil else { return "If it happens: " }
      let name = work.name(of: item.key).map { "of deal \($0) " } ?? ""
      return "The clawback \(name)takes \(words.amount(-item.pair.quota)) of quota credit back. "
    }
    let name = event.deal >= 0 ? work.name(of: .deal(event.deal)) ?? "" : ""
    let day = "on \(event.day)"
    let share = shareWords(item, event)
    switch event.kind {
    case .won: return "Deal \(name) was won \(day)\(share). "
    case .lost: return "Deal \(name) was lost again \(day)\(share). "
    case .payment:
      return "A payment came in \(day)\(name.isEmpty ? "" : " for deal \(name)")\(share). "
    case .refund: return "A refund went out \(day)\(share). "
    case .cost: return "A cost was booked \(day). "
    case .activation: return "A customer activated \(day)\(share). "
    }
  }

  /// `, 60% of 10,000.00`; empty if the credit is the whole event.
  private func shareWords(_ item: PeriodWork.CreditItem, _ event: PayEvent) -> String {
    let amount = Exact(event.amount)
    guard amount != .zero, item.pair.quota != amount || item.pair.paid != amount else { return "" }
    let quota = PayWords.percent(item.pair.quota / amount)
    let paid = PayWords.percent(item.pair.paid / amount)
    let of = words.amount(amount)
    return quota == paid
      ? ", \(quota) of \(of)" : ", \(quota) of \(of) for the quota and \(paid) for pay"
  }

  private func tell(
    _ index: Int, _ item: PeriodWork.CreditItem
  ) -> (tier: String?, rate: String?, sentence: String) {
    let credit = words.amount(item.pair.paid)
    if item.event == nil, item.key != nil { return (nil, nil, "It pays nothing itself.") }
    if item.event?.amount == 0 { return (nil, nil, "No amount is known, so it counts nothing.") }
    if earned.gated {
      return (nil, nil, "Attainment is below the gate, so \(credit) pays nothing.")
    }
    guard let curve, earned.undefined == nil else {
      return (nil, nil, "The rate table cannot be used, so \(credit) pays nothing.")
    }
    switch (curve.how, curve.accumulate) {
    case (.whole, .period): return whole(curve, at: total, what: "the period's credit", credit)
    case (.whole, .each):
      let size = item.pair.quota < .zero ? -item.pair.quota : item.pair.quota
      return whole(curve, at: size, what: "the credit", credit)
    case (_, .each):
      let size = item.pair.quota < .zero ? -item.pair.quota : item.pair.quota
      return slices(from: .zero, to: size, credit, alone: true)
    case (_, .period):
      return slices(from: starts[index], to: starts[index] + item.pair.quota, credit, alone: false)
    }
  }

  private func whole(
    _ curve: RateCurve, at position: Exact, what: String, _ credit: String
  ) -> (tier: String?, rate: String?, sentence: String) {
    let tier = curve.tier(at: position)
    let isOpen = opening.map { position > $0 } ?? false
    let rate = PayWords.rate(curve.wholeRate(at: position, isOpen: isOpen))
    let shut = curve.tiers[tier].yearGate && !isOpen ? ", whose year gate is shut" : ""
    return (
      "\(tier + 1)", rate,
      "With \(words.amount(position)) \(what) reaches tier \(tier + 1)\(shut), which prices all of it: "
        + "\(credit) at \(rate)."
    )
  }

  private func slices(
    from: Exact, to: Exact, _ credit: String, alone: Bool
  ) -> (tier: String?, rate: String?, sentence: String) {
    let (low, high) = from < to ? (from, to) : (to, from)
    var parts: [(tier: Int, width: Exact, rate: Exact, shut: Bool)] = []
    for (index, piece) in pieces.enumerated() {
      let start = index == 0 ? low : max(low, piece.start)
      let end = piece.end.map { min($0, high) } ?? high
      if start < end { parts.append((piece.tier, end - start, piece.rate, piece.shut)) }
    }
    if let end = pieces.last?.end, high > end {
      let past = high - max(low, end)
      if past > .zero { parts.append((pieces.count, past, .zero, false)) }
    }
    let texts = parts.map { part in
      let what =
        part.tier >= (curve?.tiers.count ?? 0)
        ? "past the last tier, where nothing is paid"
        : "in tier \(part.tier + 1) at \(PayWords.rate(part.rate))"
      return "\(words.amount(part.width)) \(what)\(part.shut ? " while its year gate is shut" : "")"
    }
    let tiers = parts.map { $0.tier + 1 }
    let tier = tiers.first.map { first in
      first == tiers.last ? "\(first)" : "\(first)–\(tiers.last ?? first)"
    }
    let rates = parts.map { PayWords.rate($0.rate) }.joined(separator: ", ")
    let moves =
      from > to
      ? "comes down from \(words.amount(from)) to \(words.amount(to))"
      : "climbs from \(words.amount(from)) to \(words.amount(to))"
    let start = alone ? "Each credit stands alone: " : "The period's credit \(moves): "
    return (
      tier, rates.isEmpty ? nil : rates,
      start + (texts.isEmpty ? "nothing is priced" : texts.joined(separator: ", ")) + "."
    )
  }
}
