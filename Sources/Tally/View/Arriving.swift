internal import Facts
internal import Ledger

extension Timelines {
  /// What the ledger has kept since, if it changes no customer but those whom facts name: not a retraction
  /// of something other than a plain fact, a refund that came before its payment, a deal that changes
  /// hands. With it comes what happens by `end`. Nil where a new view is needed.
  func arrivals(until end: Instant) throws(LedgerProblem) -> Arrivals? {
    guard nextAt >= end.milliseconds else { return nil }
    return arrivals(try source.arrivals(), until: end)
  }

  /// The same for rows handed over by whoever kept them.
  func arrivals(_ rows: [FactRow], _ links: [FactReference]) -> Arrivals? {
    arrivals(source.decode(rows, links), until: happenedBefore)
  }

  private func arrivals(_ arrived: ArrivedFacts?, until end: Instant) -> Arrivals? {
    var (placed, waiting) = (self.waiting, [(fact: LooseFact, customer: UInt32)]())
    if let arrived {
      guard let plain = PlainArrivals(arrived, source).placed else { return nil }
      placed += plain
    }
    if placed.contains(where: { $0.fact.at >= end.milliseconds }) {
      waiting = placed.filter { $0.fact.at >= end.milliseconds }
    }
    let due = self.waiting.count { isVisible($0.fact, by: end) }
    placed.removeAll { !isVisible($0.fact, by: end) }
    let void = arrived?.links.filter { $0.kind == .retract } ?? []
    // What is hidden already is out of force, or lies elsewhere.
    guard void.allSatisfy({ !hidden.contains($0.to) }), !source.reachesFurther(void) else {
      return nil
    }
    let customers = Set(placed.map(\.customer)).union(void.map { UInt32($0.customer) })
    return Arrivals(
      arrived: arrived, end: end, waiting: waiting, placed: placed, due: due, void: void.map(\.to),
      customers: customers.sorted())
  }

  /// A customer for whom something changes.
  struct Change: BitwiseCopyable, Sendable {
    let customer: UInt32
    /// The moment before which nothing does, in milliseconds since 1970.
    let since: Int64
  }

  /// Facts on their way into timelines.
  struct Arrivals {
    fileprivate let arrived: ArrivedFacts?
    fileprivate let end: Instant
    fileprivate let waiting: [(fact: LooseFact, customer: UInt32)]
    fileprivate let placed: [(fact: LooseFact, customer: UInt32)]
    /// How many of them, the first, were waiting.
    fileprivate let due: Int
    fileprivate let void: [Int64]
    /// Whom they change, ascending.
    let customers: [UInt32]

    /// Whether nothing is on its way, and nothing has happened that was known before.
    var isEmpty: Bool { arrived == nil && customers.isEmpty }

    /// The customers by the streams in which something changes for them, ascending.
    var byChange: [(changed: StreamSet, customers: [Change])] {
      guard void.isEmpty else {
        return [(.all, customers.map { Change(customer: $0, since: .min) })]
      }
      var changes: [UInt32: (changed: StreamSet, since: Int64)] = [:]
      changes.reserveCapacity(placed.count)
      for (place, (fact, customer)) in placed.enumerated() {
        var change = changes[customer] ?? (.none, .max)
        change.changed.insert(fact.stream)
        // What was known while it waited may be of earlier and hang on it: a refund of a payment to come.
        change.since = place < due ? .min : min(change.since, fact.at)
        changes[customer] = change
      }
      var groups: [StreamSet: [Change]] = [:]
      for customer in customers {
        guard let change = changes[customer] else { continue }
        groups[change.changed, default: []].append(Change(customer: customer, since: change.since))
      }
      return groups.map { ($0.key, $0.value) }
    }

    /// Whether a context knows less of keys and plays than is known with them.
    func meansMore(than context: SumContext) -> Bool {
      guard let arrived else { return false }
      return context.keys.count != arrived.keys.keys.count || !arrived.declarations.isEmpty
    }
  }

  /// Takes facts in.
  mutating func accept(_ arrivals: Arrivals) {
    if let arrived = arrivals.arrived { source.append(arrived) }
    hidden.formUnion(arrivals.void)
    for (fact, customer) in arrivals.placed { put(fact, customer: customer) }
    for customer in arrivals.customers { mark(customer) }
    happenedBefore = arrivals.end
    waiting = arrivals.waiting
    for declaration in arrivals.arrived?.declarations ?? []
    where declaration.at >= happenedBefore.milliseconds {
      nextAt = min(nextAt, declaration.at)
    }
    firstMoment =
      arrivals.void.isEmpty ? firstMoment.with(arrivals.placed.map(\.fact.at)) : FirstMoment()
  }
}
