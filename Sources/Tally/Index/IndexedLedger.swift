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
  private(set) var tail: [LooseFact] = []
  private(set) var keys: KeyTable
  private(set) var retractions: [Retraction]
  private(set) var declarations: [Declaration]
  /// Refunds in the index whose payment was kept since it was made: from, to, and the payment's customer.
  private(set) var lateRefunds: [FactReference] = []
  /// Facts whose body could not be read, which only damage to the file can cause.
  public private(set) var damaged: [Int64]
  /// The number of the last fact taken in; 0 for none.
  public private(set) var last: Int64
  private(set) var customers: Int
  private(set) var playNames: [Int64: PlayID] = [:]
  private var tailReceived: ClosedRange<Int64>?
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
    if let found, found.last <= last, try IndexedLedger.isOf(ledger, found) {
      self.init(ledger, found)
      try readTail(through: last)
      let since = last - found.last
      if ledger.path != nil, since > max(IndexedLedger.shortest, found.last / IndexedLedger.share) {
        self = try folded()
      }
    } else {
      self.init(ledger, try IndexedLedger.build(ledger, through: last))
      playNames = try ledger.playNames()
    }
  }

  /// A ledger with an index of its first facts.
  private init(_ ledger: FactLedger, _ index: FactIndex) {
    self.ledger = ledger
    self.index = index
    keys = KeyTable(index.keys)
    let retractions = index.retractions
    self.retractions = (0..<retractions.count).map { retractions[$0] }
    let declarations = index.declarations
    self.declarations = (0..<declarations.count).map { declarations[$0] }
    let damaged = index.damaged
    self.damaged = (0..<damaged.count).map { damaged[$0] }
    last = index.last
    customers = Int(index.image.header.slots) - 1
    for place in 0..<index.loose.count { noteDeal(index.loose[place]) }
  }

  /// How many facts there are.
  public var facts: Int { Int(index.image.header.facts) + tail.count }

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

  /// Whether facts that happened before a moment, or retractions, were received at it or later.
  public func hasLateFacts(since moment: Instant) -> Bool {
    let start = moment.milliseconds
    if retractions.contains(where: { $0.received >= start }) { return true }
    if tail.contains(where: { $0.received >= start && $0.at < start }) { return true }
    let loose = index.loose
    if (0..<loose.count).contains(where: { loose[$0].received >= start && loose[$0].at < start }) {
      return true
    }
    return index.image.header.lastReceived >= start && index.hasLateFacts(since: start)
  }

  /// Takes in what the ledger has kept since.
  ///
  /// - Returns: the facts, and which facts name which where one of the two is new.
  mutating func catchUp() throws(LedgerProblem) -> (facts: [LooseFact], links: [FactReference]) {
    let before = tail.count
    let now = try ledger.lastNumber()
    guard now > last else { return ([], []) }
    let links = try readTail(through: now)
    return (Array(tail[before...]), links)
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

  private mutating func noteDeal(_ fact: LooseFact) {
    guard fact.isDeal, fact.hasDetail else { return }
    let deal = fact.detail.deal
    let known = owner(ofDeal: deal) ?? fact.customer
    tailDeals[deal] = known == fact.customer ? known : .max
  }

  /// The same with what the ledger has kept since.
  func caughtUp() throws(LedgerProblem) -> IndexedLedger {
    var source = self
    _ = try source.catchUp()
    return source
  }

  @discardableResult
  private mutating func readTail(through now: Int64) throws(LedgerProblem) -> [FactReference] {
    playNames = try ledger.playNames()
    guard now > last else { return [] }
    let links = try ledger.links(after: last, through: now)
    var rows: [FactRow] = []
    try ledger.scan(after: last, through: now) { rows.append($0) }
    customers = max(customers, try ledger.customerCount())
    take(rows, links)
    return links
  }

  /// Takes in rows that follow those that are in.
  ///
  /// - Parameter links: which facts name which, where one of the two is new.
  mutating func take(_ rows: [FactRow], _ links: [FactReference]) {
    guard let now = rows.last?.number else { return }
    var decoder = FactDecoder(keys: keys, links: links)
    let facts = rows.map { decoder.decode($0) }
    keys = decoder.keys
    declarations += decoder.declarations
    damaged += decoder.damaged
    for link in links where link.kind == .retract {
      retractions.append(
        Retraction(from: link.from, to: link.to, received: link.received, customer: link.customer))
    }
    lateRefunds += links.filter { $0.kind == .money && $0.from <= last }
    tail += facts
    for fact in facts {
      let seen = tailReceived ?? fact.received...fact.received
      tailReceived = min(seen.lowerBound, fact.received)...max(seen.upperBound, fact.received)
      noteDeal(fact)
    }
    last = now
    for row in rows where row.customer > customers { customers = Int(row.customer) }
  }
}

extension IndexedLedger {
  private static func existing(_ ledger: FactLedger) -> FactIndex? {
    guard let path = ledger.path else { return nil }
    do { return FactIndex(try IndexFile.open(IndexFile.path(besideLedger: path))) } catch {
      // Missing, damaged or of another version: whatever it is, a new one takes its place.
      return nil
    }
  }

  /// Whether an index was made from this ledger: the facts at its samples are the same.
  private static func isOf(_ ledger: FactLedger, _ index: FactIndex) throws(LedgerProblem) -> Bool {
    let samples = index.samples
    for place in 0..<samples.count {
      let sample = samples[place]
      guard try hash(ledger, sample.number) == sample.hash else { return false }
    }
    return true
  }

  private static func samples(_ ledger: FactLedger, last: Int64) throws(LedgerProblem) -> [Sample] {
    let most: Int64 = 32
    var samples: [Sample] = []
    for step in 1...most where last > 0 {
      let number = max(1, last / most * step + last % most * step / most)
      guard samples.last?.number != number else { continue }
      if let hash = try hash(ledger, number) { samples.append(Sample(number: number, hash: hash)) }
    }
    return samples
  }

  /// FNV-1a of a fact's id and of when it was received; nil where there is no such fact.
  private static func hash(_ ledger: FactLedger, _ number: Int64) throws(LedgerProblem) -> UInt64? {
    guard let identity = try ledger.identity(of: number) else { return nil }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in identity.id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (hash ^ UInt64(bitPattern: identity.received)) &* 0x100_0000_01B3
  }

  private static func put(
    _ builder: IndexBuilder, besideLedger path: String?
  ) -> FactIndex {
    if let path {
      do {
        return FactIndex(
          try IndexFile.write(IndexFile.path(besideLedger: path)) {
            (storing) throws(IndexProblem) in try builder.build(storing: storing)
          })
      } catch {
        // Beside a ledger where nothing may be written, or on a full disk, the index stays in memory.
      }
    }
    do {
      return FactIndex(try builder.build { ByteStore(zeroed: $0) })
    } catch { preconditionFailure("memory is taken whole or the process ends: \(error)") }
  }

  /// An index of a ledger's facts up to a number, read by all processors at once.
  private static func build(
    _ ledger: FactLedger, through last: Int64
  ) throws(LedgerProblem) -> FactIndex {
    let rows = IndexRows(
      last: last, customers: try ledger.customerCount(),
      links: try ledger.links(after: 0, through: last), isShared: ledger.path != nil
    ) { (after, through, take) throws(LedgerProblem) in
      try ledger.scan(after: after, through: through, take: take)
    }
    return put(
      try builder(rows, samples: try samples(ledger, last: last)), besideLedger: ledger.path)
  }

  private static func builder(
    _ rows: IndexRows, samples: [Sample]
  ) throws(LedgerProblem) -> IndexBuilder {
    let (last, links, scan) = (rows.last, rows.links, rows.scan)
    let workers = !rows.isShared || last < 100_000 ? 1 : Workers.count
    let made = Workers.run(pieces: workers, begin: { [Int: IndexCollection]() }) { made, piece in
      var collection = IndexCollection(FactDecoder(keys: KeyTable(), links: links))
      let after = last * Int64(piece) / Int64(workers)
      let through = last * Int64(piece + 1) / Int64(workers)
      do throws(LedgerProblem) {
        try scan(after, through) { row in
          collection.take(collection.decoder.decode(row))
        }
      } catch { collection.problem = error }
      made[piece] = collection
    }
    let collections = made.flatMap { $0 }.sorted { $0.key < $1.key }.map(\.value)
    for collection in collections { if let problem = collection.problem { throw problem } }
    return IndexBuilder(
      collections, last: last, customers: rows.customers,
      retractions: links.filter { $0.kind == .retract }.map {
        Retraction(from: $0.from, to: $0.to, received: $0.received, customer: $0.customer)
      },
      declarations: collections.flatMap(\.decoder.declarations),
      samples: samples)
  }

  /// An index of rows that lie elsewhere than in a ledger, at a path of its own. The ledger is an empty one
  /// in memory.
  ///
  /// - Throws: ``LedgerProblem`` where rows cannot be read.
  public init(
    indexing rows: IndexRows, at path: String?, playNames: [Int64: PlayID]
  ) throws(LedgerProblem) {
    let builder = try IndexedLedger.builder(rows, samples: [])
    self.init(try FactLedger.inMemory(), IndexedLedger.put(builder, besideLedger: path))
    self.playNames = playNames
  }

  /// The index that lies at a path, of rows that lie elsewhere than in a ledger; nil where there is none
  /// that is whole.
  public init?(indexAt path: String, playNames: [Int64: PlayID]) throws(LedgerProblem) {
    let image: IndexImage
    do { image = try IndexFile.open(IndexFile.path(besideLedger: path)) } catch { return nil }
    self.init(try FactLedger.inMemory(), FactIndex(image))
    self.playNames = playNames
  }

  /// The same ledger with everything in the index, and nothing after it. Does not read the ledger's facts
  /// again.
  public func folded() throws(LedgerProblem) -> IndexedLedger {
    let bins = (index.block.slots + IndexBins.customersPerBin - 1) / IndexBins.customersPerBin
    let index = index
    let (tail, lateRefunds) = (tail, lateRefunds)
    let keys = keys.keys
    let workers = index.last < 100_000 ? 1 : Workers.count
    let made = Workers.run(pieces: workers, begin: { [Int: IndexCollection]() }) { made, piece in
      var collection = IndexCollection(FactDecoder(keys: KeyTable(keys), links: lateRefunds))
      let first = bins * piece / workers * IndexBins.customersPerBin
      let end = bins * (piece + 1) / workers * IndexBins.customersPerBin
      collection.take(index, slots: first..<min(end, index.block.slots))
      made[piece] = collection
    }
    var collections = made.flatMap { $0 }.sorted { $0.key < $1.key }.map(\.value)
    var rest = IndexCollection(FactDecoder(keys: KeyTable(keys), links: []))
    for place in 0..<index.loose.count { rest.take(index.loose[place]) }
    for fact in tail { rest.take(fact) }
    collections.append(rest)
    let builder = IndexBuilder(
      collections, last: last, customers: customers, keys: keys, retractions: retractions,
      declarations: declarations, samples: try IndexedLedger.samples(ledger, last: last),
      damaged: damaged)
    var folded = IndexedLedger(ledger, IndexedLedger.put(builder, besideLedger: ledger.path))
    folded.playNames = playNames
    return folded
  }
}

extension FactIndex {
  /// Whether any of its facts happened before a moment and was received at it or later.
  func hasLateFacts(since moment: Int64) -> Bool {
    let second = UInt32(clamping: floorSeconds(moment + 999))
    return StreamKind.allCases.contains { kind in
      let stream = block[kind]
      let pieces = (stream.count + 999_999) / 1_000_000
      return Workers.run(pieces: pieces, begin: { false }) { found, piece in
        for row in piece * 1_000_000..<min(stream.count, (piece + 1) * 1_000_000) where !found {
          found = stream.received[row] >= second && stream.at(row) < moment
        }
      }.contains(true)
    }
  }
}
