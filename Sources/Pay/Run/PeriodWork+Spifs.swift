import Facts
import Planning

extension PeriodWork {
  /// Pays the SPIFs that overlap the period, each as its own group of lines.
  mutating func paySpifs() throws(PayProblem) {
    for spif in terms.plan.spifs where spif.from <= through && period.first <= spif.to {
      if case .pot = spif.pays {
        try payPot(spif)
      } else {
        try pay(spif)
      }
    }
  }

  /// One counted event of a SPIF: units (deals, activations), and credit in minor units.
  struct SpifItem {
    let event: PayEvent
    let units: Exact
    let credit: Exact
  }

  private mutating func pay(_ spif: Spif) throws(PayProblem) {
    let first = max(spif.from, period.first)
    let counted = SpifCount(books, terms.plan, spif)
    let items = counted.items(of: code, in: first..<min(spif.to, through).advanced(by: 1))
    let before = counted.items(of: code, in: spif.from..<first)
    let work = SpifPay(spif, rules, items, before)
    let (parts, caughtUp) = try work.pay()
    guard let shared = Sharing.share(parts + [caughtUp]) else { throw .tooLarge }
    for (item, part) in zip(items, shared.parts) {
      var line = PayLine(
        .spif, day: item.event.day, pay: part, why: detail ? words.spif(spif, item) : "")
      line.about = spif.id
      line.fact = run.events.id(item.event)
      line.deal = name(of: item.event.deal >= 0 ? .deal(item.event.deal) : nil)
      line.paidCredit = item.credit
      add(line)
    }
    if let rest = shared.parts.last, rest != 0 {
      var line = PayLine(.spif, day: through, pay: rest, why: words.caughtUp(spif, rest))
      line.about = spif.id
      add(line)
    }
  }

  /// Pays the member's share of a pot, once the SPIF is over.
  private mutating func payPot(_ spif: Spif) throws(PayProblem) {
    guard period.contains(spif.to), spif.to <= run.day else { return }
    let pot = SpifPot(books, terms.planName, terms.plan, spif, rules)
    guard let share = try pot.share(of: code) else { return }
    var line = PayLine(.spif, day: spif.to, pay: share.pay, why: words.pot(spif, share))
    line.about = spif.id
    add(line)
  }
}

/// The credits that a SPIF counts.
struct SpifCount {
  private let books: PlanBooks
  private let plan: PayPlan
  private let spif: Spif

  init(_ books: PlanBooks, _ plan: PayPlan, _ spif: Spif) {
    self.books = books
    self.plan = plan
    self.spif = spif
  }

  /// A member's counted events on some days, in time order.
  ///
  /// A deal paid in several payments is one unit, counted with the first.
  func items(of member: Int32, in days: Range<CalendarDay>) -> [PeriodWork.SpifItem] {
    guard !days.isEmpty else { return [] }
    var seen = Set<Int32>()
    let all = books.credits(of: member, plan.stream(of: spif), in: spif.from..<days.upperBound)
    return all.compactMap { event, credit, pair in
      guard matches(event) else { return nil }
      var units = unit(event, credit, pair)
      if event.kind == .payment, event.deal >= 0, !seen.insert(event.deal).inserted {
        units = .zero
      }
      if event.kind == .refund || event.kind == .cost { units = .zero }
      guard days.contains(event.day) else { return nil }
      return PeriodWork.SpifItem(event: event, units: units, credit: pair.paid)
    }
  }

  private func unit(_ event: PayEvent, _ credit: MemberCredit, _ pair: CreditPair) -> Exact {
    let share = books.book(plan.stream(of: spif))?.shares[Int(credit.shares)].paid ?? .one
    let part =
      event.amount != 0 && credit.amount != event.amount
      ? Exact(Int128(credit.amount), over: Int128(event.amount)) : .one
    return event.kind == .lost ? -(share * part) : share * part
  }

  private func matches(_ event: PayEvent) -> Bool {
    let facts = books.crediting.events.facts
    switch spif.what {
    case .deals, .activations: return true
    case .product(let product):
      return event.product >= 0 && event.product == facts.products.find(product)
    case .play(let play): return event.play >= 0 && event.play == facts.plays.find(play.text)
    }
  }
}
