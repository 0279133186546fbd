public import Facts
public import Ledger

/// Every customer's facts in time order, as they were known before a moment, of what happened before
/// another: what all sums are taken over.
///
/// Most customers lie in the index as they are. Those whose facts are not all there, or not all known or
/// in force, are put together when they are read.
public struct Timelines: Sendable {
  /// Facts at or after this are left out.
  public let happenedBefore: Instant
  /// Facts received at or after this are left out, to the second.
  public let receivedBefore: Instant
  private(set) var source: IndexedLedger
  /// Every customer in the index, ends moved to what had happened.
  private let base: Block
  private(set) var overlay = Overlay()
  /// Numbers of facts that are not counted where the index has them: out of force, or moved.
  private(set) var hidden: Set<Int64>
  /// A bit for each customer of the index who is not read there as they are.
  private var special: [UInt64]
  /// Customers who are in no index, and may have facts.
  private var outside: Set<UInt32> = []

  /// The timelines of a ledger; `IndexedLedger` is opened for it.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(
    _ ledger: FactLedger, receivedBefore: Instant, happenedBefore: Instant
  ) throws(LedgerProblem) {
    try self.init(
      IndexedLedger(ledger), receivedBefore: receivedBefore, happenedBefore: happenedBefore)
  }

  /// The timelines of a ledger whose index is open.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(
    _ source: IndexedLedger, receivedBefore: Instant, happenedBefore: Instant
  ) throws(LedgerProblem) {
    self.source = source
    self.happenedBefore = happenedBefore
    self.receivedBefore = receivedBefore
    let void = Retracted(source.retractions, receivedBefore: receivedBefore).facts
    let cut = ViewCut(source.index, receivedBefore: receivedBefore, happenedBefore: happenedBefore)
    base = cut.block
    special = cut.special
    var placing = Placing(
      source, receivedBefore: receivedBefore, happenedBefore: happenedBefore, void: void)
    try placing.run()
    hidden = placing.hidden
    for (fact, customer) in placing.placed { put(fact, customer: customer) }
    for customer in placing.changed { mark(customer) }
  }

  /// The number of the last fact taken in; 0 for none.
  public var last: Int64 { source.last }

  /// How many customers there are, those who are not known in the view among them.
  public var customers: Int { source.customers }

  /// One more than the highest customer.
  var slots: Int { source.customers + 1 }

  /// Whether a fact is part of what is looked at.
  private func isVisible(_ fact: LooseFact) -> Bool {
    fact.at < happenedBefore.milliseconds && fact.received < receivedBefore.milliseconds
  }

  private mutating func put(_ fact: LooseFact, customer: UInt32) {
    overlay.insert(fact, customer: customer)
    mark(customer)
  }

  /// The customer is put together when read.
  private mutating func mark(_ customer: UInt32) {
    if Int(customer) < base.slots {
      special[Int(customer) >> 6] |= 1 << UInt64(customer & 63)
    } else {
      outside.insert(customer)
    }
  }

  /// What sums may ask beside the customers.
  func context(_ rules: Rules) -> SumContext {
    let keys = source.keys.keys
    return SumContext(
      keys, Plays(keys, names: source.playNames, visibleDeclarations, rules: rules), rules)
  }

  /// The declarations of plays that are known, and in force.
  var visibleDeclarations: [Declaration] {
    source.declarations.filter {
      $0.at < happenedBefore.milliseconds && $0.received < receivedBefore.milliseconds
        && !hidden.contains($0.number)
    }
  }

  /// The customers who are put together when they are read, ascending.
  private var specials: [UInt32] {
    var found: [UInt32] = []
    for (word, bits) in special.enumerated() where bits != 0 {
      var bits = bits
      while bits != 0 {
        let bit = bits.trailingZeroBitCount
        found.append(UInt32(word * 64 + bit))
        bits &= bits - 1
      }
    }
    return found + outside.sorted()
  }

  /// Customers, as a block of their own, as they are now.
  func block(of customers: ArraySlice<UInt32>) -> Block {
    let index = source.index.block
    return Merge(
      index, overlay, hidden, receivedBefore: receivedBefore, happenedBefore: happenedBefore,
      lastAt: source.index.image.header.lastAt
    ).block(of: customers)
  }

  /// Gives every customer once, in blocks, on every processor, and adds what each thread made of them.
  func reduce<Sum: Sendable>(
    _ empty: Sum, threads: Int = Workers.count,
    add: @Sendable (inout Sum, Block, Range<Int>) -> Void,
    merge: (inout Sum, Sum) -> Void
  ) -> Sum {
    let specials = specials
    let plain = base.with(leftOut: specials.isEmpty ? [] : special)
    let pieces = (base.slots + Timelines.slotsPerPiece - 1) / Timelines.slotsPerPiece
    let more = (specials.count + Timelines.specialsPerPiece - 1) / Timelines.specialsPerPiece
    let sums = Workers.run(pieces: pieces + more, threads: threads, begin: { empty }) {
      sum, piece in
      if piece < pieces {
        let first = piece * Timelines.slotsPerPiece
        add(&sum, plain, first..<min(plain.slots, first + Timelines.slotsPerPiece))
      } else {
        let first = (piece - pieces) * Timelines.specialsPerPiece
        let own = block(
          of: specials[first..<min(specials.count, first + Timelines.specialsPerPiece)])
        add(&sum, own, 0..<own.slots)
      }
    }
    guard var sum = sums.first else { return empty }
    for other in sums.dropFirst() { merge(&sum, other) }
    return sum
  }

  private static let slotsPerPiece = 8192
  private static let specialsPerPiece = 1024
}

extension Timelines {
  /// When the first fact happened, in milliseconds since 1970; nil where there is none.
  public var firstAt: Int64? {
    let first = reduce(Int64.max) { first, block, slots in
      for stream in block.all where stream.count > 0 {
        for slot in slots where !block.isLeftOut(slot) {
          let rows = stream.rows(of: slot)
          if !rows.isEmpty { first = min(first, stream.at(rows.lowerBound)) }
        }
      }
    } merge: {
      $0 = min($0, $1)
    }
    return first == .max ? nil : first
  }

  /// What the ledger has kept since, if it changes no customer but those whom facts name: not a retraction
  /// of something other than a plain fact, a refund that came before its payment, a deal that changes
  /// hands. Nil where a new view is needed.
  func arrivals() throws(LedgerProblem) -> Arrivals? {
    guard let arrived = try source.arrivals() else { return Arrivals.none }
    return arrivals(arrived)
  }

  /// The same for rows handed over by whoever kept them.
  func arrivals(_ rows: [FactRow], _ links: [FactReference]) -> Arrivals? {
    arrivals(source.decode(rows, links))
  }

  private func arrivals(_ arrived: ArrivedFacts) -> Arrivals? {
    guard var placed = PlainArrivals(arrived, source).placed else { return nil }
    placed.removeAll { !isVisible($0.fact) }
    let void = arrived.links.filter { $0.kind == .retract }
    // What is hidden already is out of force, or lies elsewhere.
    guard void.allSatisfy({ !hidden.contains($0.to) }) else { return nil }
    let customers = Set(placed.map(\.customer)).union(void.map { UInt32($0.customer) })
    return Arrivals(
      arrived: arrived, placed: placed, void: void.map(\.to), customers: customers.sorted())
  }

  /// Facts on their way into timelines.
  struct Arrivals {
    fileprivate let arrived: ArrivedFacts?
    fileprivate let placed: [(fact: LooseFact, customer: UInt32)]
    fileprivate let void: [Int64]
    /// Whom they change, ascending.
    let customers: [UInt32]

    /// Nothing new.
    static let none = Arrivals(arrived: nil, placed: [], void: [], customers: [])

    /// The customers by the streams in which something changes for them.
    var byChange: [(changed: StreamSet, customers: [UInt32])] {
      guard void.isEmpty else { return [(.all, customers)] }
      var changes: [UInt32: StreamSet] = [:]
      for (fact, customer) in placed { changes[customer, default: .none].insert(fact.stream) }
      var groups: [StreamSet: [UInt32]] = [:]
      for (customer, changed) in changes { groups[changed, default: []].append(customer) }
      return groups.map { ($0.key, $0.value.sorted()) }
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
  }
}
