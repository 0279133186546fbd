import Facts

/// What small businesses must have among them.
enum Edge: CaseIterable {
  case largeRefund, zeroAmount, sameInstant, timeOnly, noDigits, threeDigits, dealWithoutCustomer
  case moneyWithoutCustomer, retractedRetraction, retractedBeforeReceived, retractedNothing
  case exactRepeat, refundBeforePayment, wonTwice, wonWithoutAmount, lostAgain, namedLate
  case undeclaredPlay, touchedAndHeld, foreignRefund, overlongSplits, longService, longDelay

  /// The edge cases of some facts in order of receipt.
  static func all(in received: [Received]) -> Set<Edge> {
    var seen: Set<Edge> = []
    let facts = received.map(\.fact)
    let byID = Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    if byID.count < facts.count { seen.insert(.exactRepeat) }
    if Set(facts.map(\.at)).count < byID.count { seen.insert(.sameInstant) }
    if received.contains(where: { $0.at.seconds - $0.fact.at.seconds > 30 * 86_400 }) {
      seen.insert(.longDelay)
    }
    for fact in facts { seen.formUnion(alone(fact)) }
    seen.formUnion(refunds(facts, byID))
    seen.formUnion(retractions(facts, byID))
    seen.formUnion(customers(facts))
    seen.formUnion(deals(Array(byID.values)))
    return seen
  }

  private static func alone(_ fact: Fact) -> Set<Edge> {
    var seen: Set<Edge> = []
    if let amount = fact.amount {
      if amount.minor == 0 { seen.insert(.zeroAmount) }
      if amount.currency.digits == 0 { seen.insert(.noDigits) }
      if amount.currency.digits == 3 { seen.insert(.threeDigits) }
    }
    if fact.kind == .deal, fact.customer == nil { seen.insert(.dealWithoutCustomer) }
    if fact.kind == .money, fact.customer == nil { seen.insert(.moneyWithoutCustomer) }
    if fact.kind == .touch, fact.play?.text == "ghost" { seen.insert(.undeclaredPlay) }
    if let money = fact.money {
      if money.splits.count == 2, money.splits.contains(where: { $0.share.places == 0 }) {
        seen.insert(.overlongSplits)
      }
      if let service = money.recurring, service.from.distance(to: service.to) > 300 {
        seen.insert(.longService)
      }
    }
    return seen
  }

  private static func refunds(_ facts: [Fact], _ byID: [FactID: Fact]) -> Set<Edge> {
    var seen: Set<Edge> = []
    var arrived: Set<FactID> = []
    for fact in facts {
      arrived.insert(fact.id)
      guard let refund = fact.money, let of = refund.of, let paid = byID[of]?.money else {
        continue
      }
      if !arrived.contains(of) { seen.insert(.refundBeforePayment) }
      if paid.amount.currency != refund.amount.currency { seen.insert(.foreignRefund) }
      if -refund.amount.minor > paid.amount.minor { seen.insert(.largeRefund) }
    }
    return seen
  }

  private static func retractions(_ facts: [Fact], _ byID: [FactID: Fact]) -> Set<Edge> {
    var seen: Set<Edge> = []
    var arrived: Set<FactID> = []
    for fact in facts {
      arrived.insert(fact.id)
      guard case .retract(let id, _) = fact.body else { continue }
      guard let target = byID[id] else {
        seen.insert(.retractedNothing)
        continue
      }
      if target.kind == .retract { seen.insert(.retractedRetraction) }
      if !arrived.contains(id) { seen.insert(.retractedBeforeReceived) }
    }
    return seen
  }

  private static func customers(_ facts: [Fact]) -> Set<Edge> {
    var seen: Set<Edge> = []
    for (customer, own) in Dictionary(grouping: facts, by: \.customer) where customer != nil {
      let kinds = Set(own.map(\.kind))
      if kinds.contains(.time), !kinds.contains(.money) { seen.insert(.timeOnly) }
      let held = Set(own.filter { $0.kind == .holdout }.map(\.play))
      if own.contains(where: { $0.kind == .touch && held.contains($0.play) }) {
        seen.insert(.touchedAndHeld)
      }
    }
    return seen
  }

  private static func deals(_ facts: [Fact]) -> Set<Edge> {
    var seen: Set<Edge> = []
    let deals = Dictionary(grouping: facts.filter { $0.kind == .deal }) { $0.deal?.deal }
    for own in deals.values {
      let inOrder = own.sorted { $0.at < $1.at }
      let won = inOrder.filter { $0.deal?.stage == .won }
      if won.count > 1 { seen.insert(.wonTwice) }
      if won.contains(where: { $0.deal?.amount == nil }) { seen.insert(.wonWithoutAmount) }
      if let first = won.first,
        inOrder.contains(where: { $0.deal?.stage == .lost && $0.at > first.at })
      {
        seen.insert(.lostAgain)
      }
      if inOrder.first?.customer == nil, inOrder.last?.customer != nil { seen.insert(.namedLate) }
    }
    return seen
  }
}
