public import Facts
public import Ledger

/// A ledger with its index, and what the ledger has kept since the index was made.
///
/// The index lies beside the ledger's file. It is opened if it is whole and of this ledger, extended when
/// too much has been kept since, and made anew otherwise; a ledger in memory has one in memory.
public struct IndexedLedger: Sendable {
  /// What the index was made from, which it is never trusted over.
  public let ledger: FactLedger
  let index: FactIndex
  /// Facts kept since the index, in the order kept.
  var tail = Chunks<LooseFact>()
  var keys: KeyTable
  var retractions: [Retraction]
  var declarations: [Declaration]
  /// Refunds in the index whose payment was kept since it was made: from, to, and the payment's customer.
  var lateRefunds: [FactReference] = []
  /// The number of the last fact taken in; 0 for none.
  public internal(set) var last: Int64
  var customers: Int
  var playNames: [Int64: PlayID] = [:]
  var tailReceived: ClosedRange<Int64>?
  /// Owners of deals that the tail names, or whose facts are loose.
  private var tailDeals: [UInt32: UInt32] = [:]

  /// Of the index's facts, how many may be kept since before it is extended: one in so many.
  private static let share: Int64 = 50
  /// A tail shorter than this is never worth a new index.
  private static let shortest: Int64 = 20_000

  /// Opens the index of a ledger, or makes it.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read. An index that cannot be read or written
  ///   is no problem: it is made again, in memory if need be.
  public init(_ ledger: FactLedger) throws(LedgerProblem) {
    let found = IndexedLedger.existing(ledger)
    let last = try ledger.lastNumber()
    // With more to read than there is, reading all of it at once is quicker.
    if let found, found.last <= last, last - found.last <= max(IndexedLedger.shortest, found.last),
      try IndexedLedger.isOf(ledger, found)
    {
      self.init(ledger, found)
      playNames = try ledger.playNames()
      self = try caughtUp()
      let since = last - found.last
      if ledger.path != nil, since > max(IndexedLedger.shortest, found.last / IndexedLedger.share) {
        self = try folded()
      }
    } else {
      self.init(ledger, try IndexedLedger.build(ledger, through: last))
      playNames = try ledger.playNames()
    }
  }

  /// The same with an index made anew, whatever lies beside the ledger.
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

  /// Why the index is not beside the ledger but only in memory; nil where it is beside it, or the ledger is in memory.
  public var indexProblem: String? { index.unkept }

  /// How many facts there are.
  public var facts: Int { Int(index.image.header.facts) + tail.count }

  /// Whether so much was kept since the index was made that folding it in pays where passes are made all the
  /// time; see ``folded()``. Each fact of the tail has its customer put together anew in every pass, so that
  /// a server folds sooner than a command, which makes one.
  public var isWorthFolding: Bool {
    ledger.path != nil
      && last - index.last > max(IndexedLedger.shortest / 2, index.last / IndexedLedger.share / 10)
  }

  /// When the first fact was received; nil where there is none.
  public var firstReceived: Instant? {
    let first = min(index.image.header.firstReceived, tailReceived?.lowerBound ?? .max)
    return first == .max ? nil : Instant(milliseconds: first)
  }

  /// Whether any fact was received before a moment.
  public func knewAnything(before moment: Instant) -> Bool {
    firstReceived.map { $0 < moment } ?? false
  }

  /// Bytes of the index that a full pass reads, all its bytes, and how many facts it holds.
  public var indexSize: (hot: Int, all: Int, facts: Int) {
    (index.image.sizes.hot, index.image.sizes.all, Int(index.image.header.facts))
  }

  /// Numbers of facts that were taken back by what was known before a moment.
  func retracted(receivedBefore moment: Instant) -> Set<Int64> {
    var retracting: [Int64: [Int64]] = [:]
    for retraction in retractions where retraction.received < moment.milliseconds {
      retracting[retraction.to, default: []].append(retraction.from)
    }
    return Retractions.retracted(retracting)
  }

  /// Whether facts that happened before a moment, or retractions, were received at it or later. Facts up to
  /// number `known` are known not to be among them.
  public func hasLateFacts(since moment: Instant, known: Int64 = 0) -> Bool {
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

  /// When the first fact beside the index, or the first declaration of a play, happens that is not before a
  /// moment; milliseconds since 1970, the highest number for none.
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

  /// The kind of a fact by its number; a note where there is none.
  func kind(of number: Int64) -> FactKind {
    if let fact = tail.first(where: { $0.number == number }) {
      return keys.keys[Int(fact.key)].kind
    }
    do { return try ledger.row(of: number)?.kind ?? .note } catch { return .note }
  }

  /// The customer whom all facts of a deal name, 0 where none names any; one that there is none of where
  /// they name several.
  func owner(ofDeal deal: UInt32) -> UInt32? { tailDeals[deal] ?? index.owner(ofDeal: deal) }

  mutating func noteDeal(_ fact: LooseFact) {
    guard fact.isDeal, fact.hasDetail else { return }
    let deal = fact.detail.deal
    let known = owner(ofDeal: deal) ?? fact.customer
    tailDeals[deal] = known == fact.customer ? known : .max
  }
}
