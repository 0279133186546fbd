import Facts

extension SmallFacts {
  /// Adds deals and money that name no customer.
  mutating func sellToNobody() {
    for _ in 0..<random.whole(1...2) { deal(with: nil) }
    if random.happens(0.5) { pay(nil, deal: nil, at: instant()) }
  }

  /// Adds a deal through any stages, which may end more than once and name its customer late.
  mutating func deal(with customer: CustomerID?) {
    let deal: DealID = simulatedID("d\(made.count)")
    var at = instant()
    let showsAmount = !random.happens(0.15)
    let namesLate = random.happens(0.2)
    var amount = money()
    let stages = self.stages()
    for (number, stage) in stages.enumerated() {
      let named = namesLate && number < stages.count - 1 ? nil : customer
      if random.happens(0.2) { amount = money() }
      let shown = showsAmount && (stage != .lost || random.happens(0.5)) ? amount : nil
      add(
        .deal(
          DealBody(
            deal: deal, stage: stage, amount: shown, closes: closes(at), splits: splits())),
        at: at, named, member: member())
      at = instant(after: at, days: 25)
    }
    if random.happens(0.5) { pay(customer, deal: deal, at: at) }
  }

  private mutating func stages() -> [DealBody.Stage] {
    let ways: [[DealBody.Stage]] = [
      [.open, .won], [.open, .named("qualified"), .named("proposal"), .won],
      [.open, .named("qualified"), .lost], [.won], [.open, .won, .lost],
      [.open, .won, .lost, .won], [.won, .won], [.lost], [.open, .named("proposal")],
      [.open, .lost, .won], [.named("elsewhere"), .won, .open],
    ]
    return random.pick(ways, else: [.won])
  }

  private mutating func closes(_ at: Instant) -> CalendarDay? {
    guard random.happens(0.4) else { return nil }
    return plan.zone.zone.day(of: at).advanced(by: random.whole(-10...60))
  }
}
