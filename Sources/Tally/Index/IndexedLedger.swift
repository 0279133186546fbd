public import Facts
public import Ledger
internal import Ruling

/// A ledger with its index and the tail of facts kept since the index was made.
///
/// The index file is beside the ledger's file. It is opened if it is complete and of this ledger,
/// extended if the tail is too long, and rebuilt otherwise. A ledger in memory has its index in
/// memory.
public struct IndexedLedger: Sendable {
  /// The ledger that the index was made from; the index is never trusted over it.
  public let ledger: FactLedger
  let index: FactIndex
  /// The tail: facts kept since the index was made, in the order kept.
  var tail = Chunks<LooseFact>()
  var keys: KeyTable
  var retractions: [Retraction]
  var declarations: [Declaration]
  /// Refunds in the index whose payment is in the tail: from, to, and the payment's customer.
  var lateRefunds: [FactReference] = []
  /// The number of the last fact included; 0 for none.
  public internal(set) var last: Int64
  var customers: Int
  var playNames: [Int64: PlayID] = [:]
  var tailReceived: ClosedRange<Int64>?
  /// Owners of deals in the tail or with loose facts; `.max` if a deal's facts disagree.
  private var tailDeals: [UInt32: UInt32] = [:]

  /// The index is extended once the tail exceeds 1/`tailShare` of the indexed facts.
  private static let tailShare: Int64 = 50
  /// A tail shorter than this never causes a new index.
  private static let minTail: Int64 = 20_000

  /// Opens the index of a ledger, or builds it.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read. An index that cannot be read or
  ///   written isn't an error: it is rebuilt, in memory if necessary.
  public init(_ ledger: FactLedger) throws(LedgerProblem) {
    let found = IndexedLedger.existing(ledger)
    let last = try ledger.lastNumber()
    // If the tail is longer than the index, rebuilding in parallel is faster.
    if let found, found.last <= last, last - found.last <= max(IndexedLedger.minTail, found.last),
      try IndexedLedger.isOf(ledger, found)
    {
      self.init(ledger, found)
      playNames = try ledger.playNames()
      self = try caughtUp()
      let since = last - found.last
      if ledger.path != nil,
        since > max(IndexedLedger.minTail, found.last / IndexedLedger.tailShare)
      {
        self = try folded()
      }
    } else {
      self.init(ledger, try IndexedLedger.build(ledger, through: last))
      playNames = try ledger.playNames()
    }
  }

  /// The same with a rebuilt index, ignoring any index file beside the ledger.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(anew ledger: FactLedger) throws(LedgerProblem) {
    self.init(ledger, try IndexedLedger.build(ledger, through: try ledger.lastNumber()))
    playNames = try ledger.playNames()
  }

  /// A ledger with an index of its first facts.
  init(_ ledger: FactLedger, _ index: FactIndex) {
    self.ledger = ledger
    self.index = index
    keys = KeyTable(index.keys)
    let retractions = index.retractions
    self.retractions = (0..<retractions.count).map { retractions[$0] }
    let declarations = index.declarations
    self.declarations = (0..<declarations.count).map { declarations[$0] }
    last = index.last
    customers = Int(index.image.header.slots) - 1
    for place in 0..<index.loose.count { noteDeal(index.loose[place]) }
  }

  /// The reason why the index is only in memory; nil if it has a file, or the ledger is in memory.
  public var indexProblem: String? { index.unkept }

  /// The number of facts in the index and the tail.
  public var facts: Int { Int(index.image.header.facts) + tail.count }

  /// True if the tail is long enough that folding it in pays off for a server; see ``folded()``.
  ///
  /// Every pass merges the customers of the tail's facts again. A server makes many passes, so it
  /// folds sooner than a command, which makes one.
  public var isWorthFolding: Bool {
    ledger.path != nil
      && last - index.last
        > max(IndexedLedger.minTail / 2, index.last / IndexedLedger.tailShare / 10)
  }

  /// The time when the first fact was received; nil without facts.
  public var firstReceived: Instant? {
    let first = min(index.image.header.firstReceived, tailReceived?.lowerBound ?? .max)
    return first == .max ? nil : Instant(milliseconds: first)
  }

  /// True if any fact was received before a moment.
  public func knewAnything(before moment: Instant) -> Bool {
    firstReceived.map { $0 < moment } ?? false
  }

  /// The bytes of the index that a full pass reads, all its bytes, and its number of facts.
  public var indexSize: (hot: Int, all: Int, facts: Int) {
    (index.image.sizes.hot, index.image.sizes.all, Int(index.image.header.facts))
  }

  /// The numbers of facts retracted by the facts received before a moment.
  func retracted(receivedBefore moment: Instant) -> Set<Int64> {
    var retracting: [Int64: [Int64]] = [:]
    for retraction in retractions where retraction.received < moment.milliseconds {
      retracting[retraction.to, default: []].append(retraction.from)
    }
    return Retractions.retracted(retracting)
  }

  /// True if retractions, or facts of before a moment, were received at or after that moment.
  ///
  /// Facts up to number `known` have been checked before and are skipped.
  public func hasLateFacts(since moment: Instant, checkedThrough known: Int64 = 0) -> Bool {
    let start = moment.milliseconds
    if retractions.contains(where: { $0.received >= start }) { return true }
    if tail.contains(where: { $0.number > known && $0.received >= start && $0.at < start }) {
      return true
    }
    guard index.last > known else { return false }
    let loose = index.loose
    if (0..<loose.count).contains(where: { loose[$0].received >= start && loose[$0].at < start }) {
      return true
    }
    return index.image.header.lastReceived >= start && index.hasLateFacts(since: start)
  }

  /// The time of the first loose or tail fact, or play declaration, at or after a moment.
  ///
  /// In milliseconds since 1970; the highest number if none does.
  func firstBeside(notBefore end: Int64) -> Int64 {
    var first = Int64.max
    for fact in tail where fact.at >= end { first = min(first, fact.at) }
    for place in 0..<index.loose.count where index.loose[place].at >= end {
      first = min(first, index.loose[place].at)
    }
    for declaration in declarations where declaration.at >= end {
      first = min(first, declaration.at)
    }
    return first
  }

  /// The kind of a fact by its number; a note if the fact doesn't exist.
  func kind(of number: Int64) -> FactKind {
    if let fact = tail.first(where: { $0.number == number }) {
      return keys.keys[Int(fact.key)].kind
    }
    do { return try ledger.row(of: number)?.kind ?? .note } catch { return .note }
  }

  /// The deal's customer: 0 if no fact names one, `.max` if they disagree, nil if unknown.
  func owner(ofDeal deal: UInt32) -> UInt32? { tailDeals[deal] ?? index.owner(ofDeal: deal) }

  mutating func noteDeal(_ fact: LooseFact) {
    guard fact.isDeal, fact.hasDetail else { return }
    let deal = fact.detail.deal
    let known = owner(ofDeal: deal) ?? fact.customer
    tailDeals[deal] = known == fact.customer ? known : .max
  }
}
