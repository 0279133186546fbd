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
    var placed = waiting
    if let arrived {
      guard let plain = PlainArrivals(arrived, source).placed else { return nil }
      placed = placed.isEmpty ? plain : placed + plain
    }
    let still = placed.filter { $0.fact.at >= end.milliseconds }
    let due = waiting.count { isVisible($0.fact, by: end) }
    if !placed.allSatisfy({ isVisible($0.fact, by: end) }) {
      placed.removeAll { !isVisible($0.fact, by: end) }
    }
    let void = arrived?.links.filter { $0.kind == .retract } ?? []
    // What is hidden already is out of force, or lies elsewhere.
    guard void.allSatisfy({ !hidden.contains($0.to) }), !source.reachesFurther(void) else {
      return nil
    }
    return Arrivals(
      arrived: arrived, end: end, waiting: still, placed: placed, void: void.map(\.to),
      changes: Arrivals.changes(placed, due: due, void: void))
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
    fileprivate let void: [Int64]
    /// Whom they change, by the streams in which something does; customers ascend.
    let changes: [StreamSet: [Change]]

    /// Whether nothing is on its way, and nothing has happened that was known before.
    var isEmpty: Bool { arrived == nil && changes.isEmpty }

    /// The changes that facts make of whom they belong to, the first of which waited, and those that retractions
    /// make.
    fileprivate static func changes(
      _ placed: [(fact: LooseFact, customer: UInt32)], due: Int, void: [FactReference]
    ) -> [StreamSet: [Change]] {
      guard void.isEmpty else {
        let customers = Set(placed.map(\.customer)).union(void.map { UInt32($0.customer) })
        return [.all: customers.sorted().map { Change(customer: $0, since: .min) }]
      }
      // What was known while a fact waited may be of earlier and hang on it: a refund of a payment to come.
      var moved = placed.enumerated().map { place, placed in
        (
          customer: placed.customer, stream: placed.fact.stream,
          since: place < due ? .min : placed.fact.at
        )
      }
      moved.sort { $0.customer < $1.customer }
      var groups: [StreamSet: [Change]] = [:]
      var place = 0
      while place < moved.count {
        let customer = moved[place].customer
        var (changed, since) = (StreamSet.none, Int64.max)
        while place < moved.count, moved[place].customer == customer {
          changed.insert(moved[place].stream)
          since = min(since, moved[place].since)
          place += 1
        }
        groups[changed, default: []].append(Change(customer: customer, since: since))
      }
      return groups
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
    if !arrivals.void.isEmpty {
      for change in arrivals.changes.values.joined() { mark(change.customer) }
    }
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
