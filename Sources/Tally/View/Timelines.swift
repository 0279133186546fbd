public import Facts
public import Ledger

/// Every customer's facts in time order, as they were known before a moment, of what happened before
/// another: what all sums are taken over.
///
/// Most customers lie in the index as they are. Those whose facts are not all there, or not all known or
/// in force, are put together when they are read.
public struct Timelines: Sendable {
  /// Facts at or after this are left out.
  public internal(set) var happenedBefore: Instant
  /// Facts received at or after this are left out, to the second.
  public let receivedBefore: Instant
  /// The ledger and its index, as read.
  public internal(set) var source: IndexedLedger
  /// Every customer in the index, ends moved to what had happened.
  private let base: Block
  private(set) var overlay = Overlay()
  /// Numbers of facts that are not counted where the index has them: out of force, or moved.
  var hidden: Set<Int64>
  /// A bit for each customer of the index who is not read there as they are.
  private var special: [UInt64]
  /// Customers who are in no index, and may have facts.
  private var outside: Set<UInt32> = []
  /// When the first fact happens that is left out because it has not happened, in milliseconds since 1970,
  /// those that ``waiting`` holds aside; the highest number for none.
  var nextAt: Int64
  /// Facts taken in since, that have not happened yet.
  var waiting: [(fact: LooseFact, customer: UInt32)] = []
  var firstMoment = FirstMoment()

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
    let void = source.retracted(receivedBefore: receivedBefore)
    let cut = ViewCut(source.index, receivedBefore: receivedBefore, happenedBefore: happenedBefore)
    base = cut.block
    special = cut.special
    nextAt = min(cut.next, source.firstBeside(notBefore: happenedBefore.milliseconds))
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

  /// Whether something that is known happens before a moment, and had not happened yet.
  public func isWaiting(until end: Instant) -> Bool {
    nextAt < end.milliseconds || waiting.contains { $0.fact.at < end.milliseconds }
  }

  /// One more than the highest customer.
  var slots: Int { source.customers + 1 }

  /// Whether a fact is part of what is looked at.
  func isVisible(_ fact: LooseFact, by end: Instant) -> Bool {
    fact.at < end.milliseconds && fact.received < receivedBefore.milliseconds
  }

  mutating func put(_ fact: LooseFact, customer: UInt32) {
    overlay.insert(fact, customer: customer)
    mark(customer)
  }

  /// The customer is put together when read.
  mutating func mark(_ customer: UInt32) {
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

  /// Customers, as a block of their own, as they are now; `since` has for each the moment before which nothing
  /// changes, or is empty.
  func block(of customers: ArraySlice<UInt32>, since: ArraySlice<Int64> = []) -> Block {
    let index = source.index.block
    return Merge(
      index, overlay, hidden, receivedBefore: receivedBefore, happenedBefore: happenedBefore,
      lastAt: source.index.image.header.lastAt
    ).block(of: customers, since: since)
  }

  /// Customers as they are now, where they lie or put together, each with the moment before which nothing
  /// changes.
  func blocks(of changes: ArraySlice<Change>) -> [Block] {
    let plain = changes.filter { isPlain($0.customer) }
    let others = plain.count == changes.count ? [] : changes.filter { !isPlain($0.customer) }
    var blocks: [Block] = []
    if !plain.isEmpty {
      blocks.append(base.gathered(plain.map(\.customer)[...], since: plain.map(\.since)[...]))
    }
    if !others.isEmpty {
      blocks.append(block(of: others.map(\.customer)[...], since: others.map(\.since)[...]))
    }
    return blocks
  }

  /// Whether a customer is read in the index as they are.
  private func isPlain(_ customer: UInt32) -> Bool {
    Int(customer) < base.slots && special[Int(customer) >> 6] & 1 << UInt64(customer & 63) == 0
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
  /// The facts as they were known at a moment; nil where nothing of before it became known since, or nothing was
  /// known then. Facts up to number `known` are known not to have come late.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public static func known(
    at moment: Instant, to ledger: IndexedLedger, lateAfter known: Int64 = 0
  ) throws(LedgerProblem) -> Timelines? {
    guard ledger.knewAnything(before: moment), ledger.hasLateFacts(since: moment, known: known)
    else { return nil }
    return try Timelines(ledger, receivedBefore: moment, happenedBefore: moment)
  }

  /// When the first fact happened, in milliseconds since 1970; nil where there is none.
  public var firstAt: Int64? { firstMoment.value { findFirst() } }

  private func findFirst() -> Int64? {
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
}
