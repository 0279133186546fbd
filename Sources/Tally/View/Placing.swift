internal import Facts
internal import Ledger

/// Assigns the facts beside the index to customers in a view, and moves indexed facts if needed.
///
/// A deal belongs to the customer that its latest fact names; a refund without a customer to the
/// payer.
struct Placing {
  private let source: IndexedLedger
  private let index: FactIndex
  private let before: (received: Int64, happened: Int64)
  private(set) var hidden: Set<Int64>
  private(set) var placed: [(fact: LooseFact, customer: UInt32)] = []
  /// Indexed customers whose facts differ from those in the index.
  private(set) var changed: Set<UInt32> = []

  init(
    _ source: IndexedLedger, receivedBefore: Instant, happenedBefore: Instant, void: Set<Int64>
  ) {
    self.source = source
    index = source.index
    before = (receivedBefore.milliseconds, happenedBefore.milliseconds)
    hidden = void
  }

  private func isVisible(_ fact: LooseFact) -> Bool {
    fact.at < before.happened && fact.received < before.received && !hidden.contains(fact.number)
  }

  mutating func run() throws(LedgerProblem) {
    for retraction in source.retractions where hidden.contains(retraction.to) {
      changed.insert(UInt32(retraction.customer))
    }
    let loose = (0..<index.loose.count).map { index.loose[$0] } + source.tail
    var deals: [UInt32: [LooseFact]] = [:]
    var strays: [LooseFact] = []
    let late = Dictionary(source.lateRefunds.map { ($0.from, $0) }) { first, _ in first }
    for var fact in loose where isVisible(fact) {
      if let link = late[fact.number] {
        fact.detail.of = link.to
        fact.hasDetail = true
      }
      if fact.isDeal, fact.hasDetail {
        deals[fact.detail.deal, default: []].append(fact)
      } else if fact.isStray {
        strays.append(fact)
      } else {
        placed.append((fact, fact.customer))
      }
    }
    for (deal, facts) in deals { place(deal, facts) }
    for link in source.lateRefunds { strays += moveLateRefund(link) }
    let paid =
      strays.isEmpty ? [:] : Dictionary(loose.map { ($0.number, $0) }) { first, _ in first }
    for fact in strays { placed.append((fact, try payer(fact, paid))) }
  }

  /// Assigns a deal's facts, indexed ones included, to the customer that the latest of them names.
  private mutating func place(_ deal: UInt32, _ facts: [LooseFact]) {
    let home = index.owner(ofDeal: deal)
    guard let home, facts.contains(where: { $0.customer != home }) else {
      let owner = home ?? Placing.named(facts)
      for fact in facts { placed.append((fact, owner)) }
      return
    }
    let own = rows(.deal, of: Int(home)) { $0.detail.deal == deal && isVisible($0) }
    let owner = Placing.named(facts + own)
    for fact in facts { placed.append((fact, owner)) }
    if owner != home { move(own, from: home, to: owner) }
  }

  private static func named(_ facts: [LooseFact]) -> UInt32 {
    facts.filter { $0.customer != 0 }.max { $0.precedes($1) }?.customer ?? 0
  }

  private func rows(
    _ kind: StreamKind, of customer: Int, where keep: (LooseFact) -> Bool
  ) -> [LooseFact] {
    guard customer < index.block.slots else { return [] }
    let stream = index.block[kind]
    return stream.rows(of: customer).map { stream.fact($0, kind, customer: customer) }.filter(keep)
  }

  private mutating func move(_ facts: [LooseFact], from: UInt32, to: UInt32) {
    changed.insert(from)
    for var fact in facts {
      hidden.insert(fact.number)
      fact.isMoved = true
      placed.append((fact, to))
    }
  }

  /// Links an indexed refund to its payment, which was kept after it.
  ///
  /// The refund then counts as a refund of its own customer. If it names no customer, it is
  /// returned, to be assigned to the payer.
  private mutating func moveLateRefund(_ link: FactReference) -> [LooseFact] {
    for customer in Set([UInt32(link.customer), 0]) {
      let found = rows(.money, of: Int(customer)) { $0.number == link.from && isVisible($0) }
      for var fact in found {
        fact.detail.of = link.to
        fact.hasDetail = true
        fact.isMoved = true
        changed.insert(customer)
        hidden.insert(fact.number)
        guard customer == 0 else {
          placed.append((fact, customer))
          continue
        }
        return [fact]
      }
    }
    return []
  }

  /// The customer whose payment a refund takes back; 0 if unknown.
  private func payer(
    _ refund: LooseFact, _ loose: [Int64: LooseFact]
  ) throws(LedgerProblem) -> UInt32 {
    if let paid = loose[refund.detail.of] {
      return isVisible(paid) ? paid.customer : 0
    }
    guard !hidden.contains(refund.detail.of),
      let paid = try source.ledger.row(of: refund.detail.of),
      paid.at < before.happened, paid.received < before.received
    else { return 0 }
    return UInt32(paid.customer)
  }
}

/// Assigns arrived facts to the customers they name, if they change only those.
struct PlainArrivals {
  /// Facts with their customers; nil if any fact changes another customer.
  let placed: [(fact: LooseFact, customer: UInt32)]?

  init(_ arrived: ArrivedFacts, _ source: IndexedLedger) {
    let new = arrived.facts.first?.number ?? .max
    let plain: Set<FactKind> = [.money, .touch, .time, .holdout, .cost]
    let isPlain = arrived.links.allSatisfy { link in
      switch link.kind {
      case .money: link.from >= new
      case .retract: link.to < new && plain.contains(source.kind(of: link.to))
      default: true
      }
    }
    guard isPlain, !arrived.facts.contains(where: { $0.isStray }) else {
      placed = nil
      return
    }
    var placed: [(fact: LooseFact, customer: UInt32)] = []
    var owners: [UInt32: UInt32] = [:]
    for fact in arrived.facts {
      if fact.isDeal, fact.hasDetail {
        let deal = fact.detail.deal
        let owner = owners[deal] ?? source.owner(ofDeal: deal) ?? fact.customer
        guard owner == fact.customer else {
          self.placed = nil
          return
        }
        owners[deal] = owner
      }
      // Facts other than deals name their customer themselves.
      placed.append((fact, fact.customer))
    }
    self.placed = placed
  }
}
