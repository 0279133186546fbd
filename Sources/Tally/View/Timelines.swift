public import Facts
public import Ledger

/// Every customer's facts in time order, known before one moment and happened before another.
///
/// All sums are taken over timelines. Most customers are read straight from the index. Customers
/// whose facts are not all there, or not all known or in force, are merged when they are read.
public struct Timelines: Sendable {
  /// The moment at or after which facts are left out.
  public internal(set) var happenedBefore: Instant
  /// The moment at or after which received facts are left out, to the second.
  public let receivedBefore: Instant
  /// The ledger and its index, as read.
  public internal(set) var source: IndexedLedger
  /// Every customer in the index, with row ends moved to those that had happened.
  private let base: Block
  private(set) var overlay = Overlay()
  /// Numbers of indexed facts that don't count where the index has them: retracted or moved.
  var hidden: Set<Int64>
  /// One bit per indexed customer who has to be merged when read.
  private var special: [UInt64]
  /// Customers beyond the index who may have facts.
  private var outside: Set<UInt32> = []
  /// The time of the first fact left out because it hasn't happened yet, in milliseconds since
  /// 1970.
  ///
  /// Facts in ``waiting`` are not included; the highest number if nothing is left out.
  var nextAt: Int64
  /// Facts added since that haven't happened yet.
  var waiting: [(fact: LooseFact, customer: UInt32)] = []
  var firstMoment = FirstMoment()

  /// Opens the index of a ledger and makes its timelines.
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

  /// The number of the last fact included; 0 for none.
  public var last: Int64 { source.last }

  /// The number of customers, including those not known in the view.
  public var customers: Int { source.customers }

  /// True if a known fact that hasn't happened yet happens before a moment.
  public func isWaiting(until end: Instant) -> Bool {
    nextAt < end.milliseconds || waiting.contains { $0.fact.at < end.milliseconds }
  }

  /// One more than the highest customer number.
  var slots: Int { source.customers + 1 }

  /// True if a fact has happened by `end` and is known in the view.
  func isVisible(_ fact: LooseFact, by end: Instant) -> Bool {
    fact.at < end.milliseconds && fact.received < receivedBefore.milliseconds
  }

  mutating func put(_ fact: LooseFact, customer: UInt32) {
    overlay.insert(fact, customer: customer)
    mark(customer)
  }

  /// Marks a customer to be merged when read.
  mutating func mark(_ customer: UInt32) {
    if Int(customer) < base.slots {
      special[Int(customer) >> 6] |= 1 << UInt64(customer & 63)
    } else {
      outside.insert(customer)
    }
  }

  /// The context that sums read beside the customers.
  func context(_ rules: Rules) -> SumContext {
    let keys = source.keys.keys
    return SumContext(
      keys, Plays(keys, names: source.playNames, visibleDeclarations, rules: rules), rules)
  }

  /// The declarations of plays that are known and in force.
  var visibleDeclarations: [Declaration] {
    source.declarations.filter {
      $0.at < happenedBefore.milliseconds && $0.received < receivedBefore.milliseconds
        && !hidden.contains($0.number)
    }
  }

  /// The customers that are merged when they are read, ascending.
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

  /// A block of some customers as they are now.
  ///
  /// `since` has for each customer the moment before which nothing changes, or is empty.
  func block(of customers: ArraySlice<UInt32>, since: ArraySlice<Int64> = []) -> Block {
    let index = source.index.block
    return Merge(
      index, overlay, hidden, receivedBefore: receivedBefore, happenedBefore: happenedBefore,
      lastAt: source.index.image.header.lastAt
    ).block(of: customers, since: since)
  }

  /// Blocks of changed customers as they are now, read from the index or merged.
  ///
  /// Each customer has the moment before which nothing changes.
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

  /// True if a customer is read straight from the index.
  private func isPlain(_ customer: UInt32) -> Bool {
    Int(customer) < base.slots && special[Int(customer) >> 6] & 1 << UInt64(customer & 63) == 0
  }

  /// Passes every customer once, in blocks, on all processors, and merges the threads' results.
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
  /// The facts as known at a moment; nil if nothing was known then or nothing came late.
  ///
  /// Late means: of before the moment, but received at or after it. Facts up to number `known` have
  /// been checked before and are skipped.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public static func known(
    at moment: Instant, to ledger: IndexedLedger, lateAfter known: Int64 = 0
  ) throws(LedgerProblem) -> Timelines? {
    guard ledger.knewAnything(before: moment),
      ledger.hasLateFacts(since: moment, checkedThrough: known)
    else { return nil }
    return try Timelines(ledger, receivedBefore: moment, happenedBefore: moment)
  }

  /// The time of the first fact in milliseconds since 1970; nil without facts.
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
