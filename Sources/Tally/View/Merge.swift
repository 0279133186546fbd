internal import Facts

/// Puts customers together from the index and what lies beside it.
struct Merge {
  private let index: Block
  private let overlay: Overlay
  private let hidden: Set<Int64>
  private let end: Int64
  private let second: UInt32
  private let isKnown: Bool

  init(
    _ index: Block, _ overlay: Overlay, _ hidden: Set<Int64>, receivedBefore: Instant,
    happenedBefore: Instant
  ) {
    self.index = index
    self.overlay = overlay
    self.hidden = hidden
    end = happenedBefore.milliseconds
    isKnown = receivedBefore == .distantFuture
    second =
      isKnown ? .max : UInt32(clamping: floorSeconds(receivedBefore.milliseconds + 999))
  }

  /// Whether a row of the index counts where it lies.
  private func counts(_ stream: Stream, _ row: Int) -> Bool {
    stream.at(row) < end && (isKnown || stream.received[row] < second)
      && (hidden.isEmpty || !hidden.contains(Int64(stream.number[row])))
  }

  /// A block of some customers, a slot each in the order given.
  func block(of customers: ArraySlice<UInt32>) -> Block {
    let beside = customers.map { facts(of: Int($0)) }
    let writer = MergedColumns(
      customers, rows: StreamKind.allCases.map { most(of: $0, customers, beside) })
    var writing = writer
    for (slot, customer) in customers.enumerated() {
      for kind in StreamKind.allCases {
        writing.begin(kind, slot)
        merge(index[kind], kind, Int(customer), beside[slot], &writing)
      }
    }
    return writing.finish()
  }

  /// What lies beside the index of a customer, in order of time.
  private func facts(of customer: Int) -> [LooseFact] {
    guard overlay.has(customer) else { return [] }
    var facts: [LooseFact] = []
    overlay.each(customer) { fact in
      if !hidden.contains(fact.number) || fact.isMoved { facts.append(fact) }
    }
    if facts.count > 1 { facts.sort { $0.precedes($1) } }
    return facts
  }

  private func rows(_ stream: Stream, _ customer: Int) -> Range<Int> {
    customer < index.slots ? stream.rows(of: customer) : 0..<0
  }

  private func most(
    of kind: StreamKind, _ customers: ArraySlice<UInt32>, _ beside: [[LooseFact]]
  ) -> Int {
    let stream = index[kind]
    var count = 0
    for customer in customers { count += rows(stream, Int(customer)).count }
    for facts in beside {
      for fact in facts where fact.stream == kind.rawValue { count += 1 }
    }
    return count
  }

  private func merge(
    _ stream: Stream, _ kind: StreamKind, _ customer: Int, _ beside: [LooseFact],
    _ writing: inout MergedColumns
  ) {
    var next = 0
    func isBefore(_ fact: LooseFact, _ row: Int) -> Bool {
      let at = stream.at(row)
      return fact.at != at ? fact.at < at : fact.number < Int64(stream.number[row])
    }
    for row in rows(stream, customer) where counts(stream, row) {
      while next < beside.count {
        let fact = beside[next]
        guard fact.stream != kind.rawValue || isBefore(fact, row) else { break }
        if fact.stream == kind.rawValue { writing.write(fact) }
        next += 1
      }
      writing.write(stream, row)
    }
    for fact in beside.dropFirst(next) where fact.stream == kind.rawValue { writing.write(fact) }
  }
}

/// Columns of a block of customers who are put together.
struct MergedColumns {
  private let store: ByteStore
  private let customers: Column<UInt32>
  private var streams: [Stream]
  private let slots: Int
  private var details: [[(row: UInt32, detail: Detail)]]
  private var used: [Int]
  private var kind = 0

  /// Room for so many rows of each stream.
  init(_ customers: ArraySlice<UInt32>, rows: [Int]) {
    let slots = customers.count
    self.slots = slots
    var offset = 0
    func room(_ count: Int, _ stride: Int) -> Int {
      defer { offset += (count * stride + 7) / 8 * 8 }
      return offset
    }
    let names = room(slots, 4)
    let places = rows.map { count -> [Int] in
      guard count > 0 else { return [] }
      return [
        room(count, 8), room(count, 8), room(count, 4), room(count, 4), room(slots + 1, 4),
      ]
    }
    let store = ByteStore(zeroed: offset)
    self.store = store
    self.customers = store.column(at: names, count: slots)
    streams = zip(rows, places).map { count, places in
      guard count > 0 else { return Stream() }
      var stream = Stream()
      stream.moments = store.column(at: places[0], count: count)
      stream.amount64 = store.column(at: places[1], count: count)
      stream.key32 = store.column(at: places[2], count: count)
      stream.number = store.column(at: places[3], count: count)
      stream.starts = store.column(at: places[4], count: slots + 1)
      stream.ends = stream.starts.dropping(1)
      return stream
    }
    details = Array(repeating: [], count: rows.count)
    used = Array(repeating: 0, count: rows.count)
    for (slot, customer) in customers.enumerated() { self.customers.set(slot, customer) }
  }

  /// Rows of a slot of a stream come next.
  mutating func begin(_ kind: StreamKind, _ slot: Int) {
    self.kind = Int(kind.rawValue)
    let stream = streams[self.kind]
    if stream.count > 0 { stream.starts.set(slot, UInt32(used[self.kind])) }
  }

  private mutating func write(_ at: Int64, _ number: UInt32, _ key: UInt32, _ amount: Int64) {
    let row = used[kind]
    let stream = streams[kind]
    stream.moments.set(row, at)
    stream.number.set(row, number)
    stream.key32.set(row, key)
    stream.amount64.set(row, amount)
    used[kind] = row + 1
  }

  mutating func write(_ fact: LooseFact) {
    if fact.hasDetail { details[kind].append((UInt32(used[kind]), fact.detail)) }
    write(fact.at, UInt32(truncatingIfNeeded: fact.number), fact.key, fact.amount)
  }

  mutating func write(_ stream: Stream, _ row: Int) {
    if let detail = stream.detail(row) { details[kind].append((UInt32(used[kind]), detail)) }
    write(stream.at(row), stream.number[row], UInt32(stream.key(row)), stream.amount(row))
  }

  /// The block.
  consuming func finish() -> Block {
    var stores = [store]
    for kind in streams.indices where streams[kind].count > 0 {
      streams[kind].starts.set(slots, UInt32(used[kind]))
      guard !details[kind].isEmpty else { continue }
      let count = details[kind].count
      let own = ByteStore(zeroed: count * (MemoryLayout<Detail>.stride + 4))
      streams[kind].details = own.column(at: 0, count: count)
      streams[kind].detailRows = own.column(
        at: count * MemoryLayout<Detail>.stride, count: count)
      for (place, entry) in details[kind].enumerated() {
        streams[kind].detailRows.set(place, entry.row)
        streams[kind].details.set(place, entry.detail)
      }
      stores.append(own)
    }
    return Block(streams, slots: slots, customers: customers, keeping: stores)
  }
}
