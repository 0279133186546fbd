internal import Facts
internal import Ledger

extension Timelines {
  /// The facts kept since, and those that happen by `end`, if they change only customers they name.
  ///
  /// Nil if a new view is needed: for a retraction of anything but a plain fact, a refund kept
  /// before its payment, or a deal that changes its customer.
  func arrivals(until end: Instant) throws(LedgerProblem) -> Arrivals? {
    guard nextAt >= end.milliseconds else { return nil }
    return arrivals(try source.arrivals(), until: end)
  }

  /// The same for rows passed on by their writer.
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
    // A hidden fact is already retracted, or was moved to another customer.
    guard void.allSatisfy({ !hidden.contains($0.to) }), !source.reachesFurther(void) else {
      return nil
    }
    return Arrivals(
      arrived: arrived, end: end, waiting: still, placed: placed, void: void.map(\.to),
      changes: Arrivals.changes(placed, due: due, void: void))
  }

  /// A customer with changes.
  struct Change: BitwiseCopyable, Sendable {
    let customer: UInt32
    /// The moment before which nothing changes for the customer, in milliseconds since 1970.
    let since: Int64
  }

  /// Facts to be added to timelines.
  struct Arrivals {
    fileprivate let arrived: ArrivedFacts?
    fileprivate let end: Instant
    fileprivate let waiting: [(fact: LooseFact, customer: UInt32)]
    fileprivate let placed: [(fact: LooseFact, customer: UInt32)]
    fileprivate let void: [Int64]
    /// Changed customers by the set of streams that change; customers ascend.
    let changes: [StreamSet: [Change]]

    /// True if there are no new facts and no waiting facts have come due.
    var isEmpty: Bool { arrived == nil && changes.isEmpty }

    /// Per-customer changes from `placed` and from `void` retractions.
    ///
    /// The first `due` facts of `placed` were waiting for their time.
    fileprivate static func changes(
      _ placed: [(fact: LooseFact, customer: UInt32)], due: Int, void: [FactReference]
    ) -> [StreamSet: [Change]] {
      guard void.isEmpty else {
        let customers = Set(placed.map(\.customer)).union(void.map { UInt32($0.customer) })
        return [.all: customers.sorted().map { Change(customer: $0, since: .min) }]
      }
      // A fact that waited may be referred to by earlier known facts: a refund of a future payment.
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

    /// True if the arrivals bring keys or play declarations that `context` lacks.
    func meansMore(than context: SumContext) -> Bool {
      guard let arrived else { return false }
      return context.keys.count != arrived.keys.keys.count || !arrived.declarations.isEmpty
    }
  }

  /// Adds the arrived facts.
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
