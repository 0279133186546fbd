internal import Facts
internal import Ledger

/// Builds an index from the workers' collections.
///
/// Sorts each range of customers in the processor's cache and writes it straight into the columns.
struct IndexBuilder {
  private var collections: [IndexCollection]
  private var keys: KeyTable
  /// For each worker, its keys mapped to the index's keys.
  private var keyOf: [[UInt32]] = []
  private var loose: [LooseFact] = []
  private var deals: [DealOwner] = []
  private let retractions: [Retraction]
  private let declarations: [Declaration]
  private let samples: [Sample]
  private var header = IndexImage.Header()

  /// An index up to fact number `last`; each collection's key table starts with `keys`.
  init(
    _ collections: [IndexCollection], last: Int64, customers: Int, keys: [FactKey] = [],
    retractions: [Retraction], declarations: [Declaration], samples: [Sample]
  ) {
    self.collections = collections
    self.keys = KeyTable(keys)
    self.retractions = retractions
    self.declarations = declarations
    self.samples = samples
    header.last = last
    header.slots = Int64(customers + 1)
    for collection in collections {
      header.facts += collection.facts
      header.lastAt = max(header.lastAt, collection.lastAt)
      header.firstReceived = min(header.firstReceived, collection.firstReceived)
      header.lastReceived = max(header.lastReceived, collection.lastReceived)
    }
    joinKeys()
    settleDeals()
  }

  private mutating func joinKeys() {
    for index in collections.indices {
      keyOf.append(collections[index].decoder.keys.keys.map { keys.number(of: $0) })
      loose += collections[index].loose.map { translated($0, worker: index) }
    }
  }

  private func translated(_ fact: LooseFact, worker: Int) -> LooseFact {
    var fact = fact
    fact.key = keyOf[worker][Int(fact.key)]
    return fact
  }

  /// Clusters deals whose facts all name the same customer, or none; other deals' facts stay loose.
  private mutating func settleDeals() {
    var facts = collections.indices.flatMap { worker in
      collections[worker].deals.map { translated($0, worker: worker) }
    }
    guard !facts.isEmpty else { return }
    facts.sort { ($0.detail.deal, $0.number) < ($1.detail.deal, $1.number) }
    var settled = IndexCollection(FactDecoder(keys: keys, links: []))
    var first = 0
    while first < facts.count {
      let deal = facts[first].detail.deal
      var end = first
      while end < facts.count, facts[end].detail.deal == deal { end += 1 }
      let own = facts[first..<end]
      let isPlain = own.allSatisfy {
        $0.customer == facts[first].customer && IndexBins.fits($0)
      }
      if isPlain {
        deals.append(DealOwner(deal: deal, customer: facts[first].customer))
        for fact in own { settled.bins.append(fact) }
      } else {
        loose += own
      }
      first = end
    }
    keyOf.append(Array(0..<UInt32(keys.keys.count)))
    collections.append(settled)
  }

  private var needs: [IndexBins.Needs] {
    var needs = [IndexBins.Needs](repeating: .init(), count: StreamKind.allCases.count)
    for collection in collections {
      for stream in needs.indices { needs[stream].merge(collection.bins.needs[stream]) }
    }
    return needs
  }

  private func parts(_ needs: [IndexBins.Needs]) -> [(id: UInt64, count: Int, stride: Int)] {
    var parts: [(id: UInt64, count: Int, stride: Int)] = []
    for kind in StreamKind.allCases {
      let need = needs[Int(kind.rawValue)]
      guard need.rows > 0 else { continue }
      let narrow = need.lowest >= Int64(Int32.min) && need.highest <= Int64(Int32.max)
      let hasAmounts = need.lowest != 0 || need.highest != 0
      let fewKeys = keys.keys.count <= 65_536
      let columns: [(IndexImage.Part, Int, Int)] = [
        (.starts, Int(header.slots) + 1, 4), (.seconds, need.rows, 4),
        (.millis, need.hasMillis ? need.rows : 0, 2), (.key16, fewKeys ? need.rows : 0, 2),
        (.key32, fewKeys ? 0 : need.rows, 4), (.amount32, hasAmounts && narrow ? need.rows : 0, 4),
        (.amount64, hasAmounts && !narrow ? need.rows : 0, 8), (.number, need.rows, 4),
        (.received, need.rows, 4), (.detailRows, need.details, 4),
        (.details, need.details, MemoryLayout<Detail>.stride),
      ]
      parts += columns.map { ($0.0.of(kind), $0.1, $0.2) }
    }
    func table<Element>(_ part: IndexImage.Part, _ elements: [Element]) {
      parts.append((part.rawValue, elements.count, MemoryLayout<Element>.stride))
    }
    table(.keys, keys.keys)
    table(.loose, loose)
    table(.retractions, retractions)
    table(.declarations, declarations)
    table(.deals, deals)
    table(.samples, samples)
    return parts
  }

  /// Builds the index in a store of the requested size.
  func build(
    storing: (Int) throws(IndexProblem) -> ByteStore
  ) throws(IndexProblem) -> IndexImage {
    let image = try IndexImage(header, parts(needs), storing: storing)
    fill(image)
    func table<Element: BitwiseCopyable>(_ part: IndexImage.Part, _ elements: [Element]) {
      let column: Column<Element> = image.table(part)
      for (index, element) in elements.enumerated() { column.set(index, element) }
    }
    table(.keys, keys.keys)
    table(.loose, loose)
    table(.retractions, retractions)
    table(.declarations, declarations)
    table(.deals, deals)
    table(.samples, samples)
    image.seal()
    return image
  }

  /// Frees the collected rows. Called once the index is in place, since it may have to be built
  /// twice.
  func release() {
    for collection in collections { collection.bins.release() }
  }

  private func fill(_ image: IndexImage) {
    let bins = (Int(header.slots) + IndexBins.customersPerBin - 1) / IndexBins.customersPerBin
    var rows = SIMD8<UInt32>()
    var details = SIMD8<UInt32>()
    var begins: [(rows: SIMD8<UInt32>, details: SIMD8<UInt32>)] = []
    for bin in 0..<bins {
      begins.append((rows, details))
      for collection in collections where bin < collection.bins.bins.count {
        rows &+= collection.bins.bins[bin].rows
        details &+= collection.bins.bins[bin].details
      }
    }
    for kind in StreamKind.allCases {
      let starts: Column<UInt32> = image.column(IndexImage.Part.starts.of(kind))
      if !starts.isEmpty { starts.set(Int(header.slots), rows[Int(kind.rawValue)]) }
    }
    let streams = StreamKind.allCases.map(image.stream)
    let slots = Int(header.slots)
    let sources = collections.map(\.bins)
    let keyOf = keyOf
    let starts = begins
    _ = Workers.run(pieces: bins, begin: { 0 }) { _, bin in
      BinCluster(streams, slots: slots, sources, keyOf).fill(
        bin, rows: starts[bin].rows, details: starts[bin].details)
    }
  }
}
