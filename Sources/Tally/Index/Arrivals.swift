internal import Facts
public import Ledger

/// Facts after those in a ledger's index and tail, read but not yet added.
struct ArrivedFacts {
  let facts: [LooseFact]
  /// References between facts, of which at least one is new.
  let links: [FactReference]
  let keys: KeyTable
  let declarations: [Declaration]
  /// The highest customer number.
  let customers: Int
  /// Play ids by number, if they were read again.
  let playNames: [Int64: PlayID]?
}

extension IndexedLedger {
  /// The facts that the ledger has kept since; nil if none.
  func arrivals() throws(LedgerProblem) -> ArrivedFacts? {
    let now = try ledger.lastNumber()
    guard now > last else { return nil }
    let links = try ledger.links(after: last, through: now)
    var decoder = FactDecoder(keys: keys, links: links)
    var facts: [LooseFact] = []
    try ledger.scan(after: last, through: now) { facts.append(decoder.decode($0, $1)) }
    return ArrivedFacts(
      facts: facts, links: links, keys: decoder.keys, declarations: decoder.declarations,
      customers: max(customers, try ledger.customerCount()), playNames: try ledger.playNames())
  }

  /// Converts rows that follow those already added and have no fields beyond their columns.
  func decode(_ rows: [FactRow], _ links: [FactReference]) -> ArrivedFacts {
    var decoder = FactDecoder(keys: keys, links: links)
    let nothing = ""
    let facts = rows.map { decoder.decode($0, nothing.utf8Span.span) }
    return ArrivedFacts(
      facts: facts, links: links, keys: decoder.keys, declarations: decoder.declarations,
      customers: rows.reduce(customers) { max($0, Int($1.customer)) }, playNames: nil)
  }

  /// Adds arrived facts to the tail.
  mutating func append(_ arrived: ArrivedFacts) {
    guard let now = arrived.facts.last?.number else { return }
    keys = arrived.keys
    declarations += arrived.declarations
    for link in arrived.links where link.kind == .retract {
      retractions.append(
        Retraction(from: link.from, to: link.to, received: link.received, customer: link.customer))
    }
    lateRefunds += arrived.links.filter { $0.kind == .money && $0.from <= last }
    tail.append(contentsOf: arrived.facts)
    for fact in arrived.facts {
      let seen = tailReceived ?? fact.received...fact.received
      tailReceived = min(seen.lowerBound, fact.received)...max(seen.upperBound, fact.received)
      noteDeal(fact)
    }
    last = now
    customers = arrived.customers
    playNames = arrived.playNames ?? playNames
  }

  /// True if the retractions change customers other than those the retracted facts name.
  ///
  /// That is the case for refunds without a customer, and for payments that such refunds take back.
  func reachesFurther(_ retractions: [FactReference]) -> Bool {
    guard !retractions.isEmpty else { return false }
    let taken = Set(retractions.map(\.to))
    let loose = (0..<index.loose.count).lazy.map { index.loose[$0] }
    func hangs(_ fact: LooseFact) -> Bool {
      fact.isStray && (taken.contains(fact.number) || taken.contains(fact.detail.of))
    }
    return loose.contains(where: hangs) || tail.contains(where: hangs)
      || lateRefunds.contains { taken.contains($0.from) || taken.contains($0.to) }
  }

  /// The same ledger and index, with facts kept since in the tail.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public func caughtUp() throws(LedgerProblem) -> IndexedLedger {
    guard let arrived = try arrivals() else { return self }
    var source = self
    source.append(arrived)
    return source
  }
}
