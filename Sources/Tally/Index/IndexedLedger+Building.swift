public import Facts
public import Ledger

extension IndexedLedger {
  static func existing(_ ledger: FactLedger) -> FactIndex? {
    guard let path = ledger.path else { return nil }
    IndexFile.removeAbandoned(IndexFile.path(besideLedger: path))
    do { return FactIndex(try IndexFile.open(IndexFile.path(besideLedger: path))) } catch {
      // Missing, damaged or of another version: in each case a new index replaces it.
      return nil
    }
  }

  /// True if the index was made from this ledger: the facts at its samples are equal.
  static func isOf(_ ledger: FactLedger, _ index: FactIndex) throws(LedgerProblem) -> Bool {
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

  /// FNV-1a hash of a fact's id and time received; nil if the fact doesn't exist.
  private static func hash(_ ledger: FactLedger, _ number: Int64) throws(LedgerProblem) -> UInt64? {
    guard let identity = try ledger.identity(of: number) else { return nil }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in identity.id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (hash ^ UInt64(bitPattern: identity.received)) &* 0x100_0000_01B3
  }

  private static func put(
    _ builder: IndexBuilder, besideLedger path: String?
  ) -> FactIndex {
    defer { builder.release() }
    var unkept: String?
    if let path {
      do {
        return FactIndex(
          try IndexFile.write(IndexFile.path(besideLedger: path)) {
            (storing) throws(IndexProblem) in try builder.build(storing: storing)
          })
      } catch {
        // If the folder isn't writable or the disk is full, the index stays in memory.
        unkept = error.words
      }
    }
    do {
      return FactIndex(try builder.build { ByteStore(zeroed: $0) }, unkept: unkept)
    } catch { preconditionFailure("memory is taken whole or the process ends: \(error)") }
  }

  /// Indexes a ledger's facts up to a number, reading on all processors.
  static func build(
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
        try scan(after, through) { row, body in
          collection.take(collection.decoder.decode(row, body))
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

  /// Indexes rows from a source other than a ledger, at a path of its own.
  ///
  /// The ledger of the result is empty and in memory.
  ///
  /// - Throws: ``LedgerProblem`` if rows cannot be read.
  public init(
    indexing rows: IndexRows, at path: String?, playNames: [Int64: PlayID]
  ) throws(LedgerProblem) {
    let builder = try IndexedLedger.builder(rows, samples: [])
    self.init(try FactLedger.inMemory(), IndexedLedger.put(builder, besideLedger: path))
    self.playNames = playNames
  }

  /// Opens the index at a path, whose rows came from a source other than a ledger.
  ///
  /// Nil if there isn't a complete index at the path.
  public init?(indexAt path: String, playNames: [Int64: PlayID]) throws(LedgerProblem) {
    let image: IndexImage
    do { image = try IndexFile.open(IndexFile.path(besideLedger: path)) } catch { return nil }
    self.init(try FactLedger.inMemory(), FactIndex(image))
    self.playNames = playNames
  }

  /// The same ledger with the tail moved into a new index. Doesn't read the ledger's facts again.
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
      declarations: declarations, samples: try IndexedLedger.samples(ledger, last: last))
    var folded = IndexedLedger(ledger, IndexedLedger.put(builder, besideLedger: ledger.path))
    folded.playNames = playNames
    return folded
  }
}
