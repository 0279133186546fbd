internal import Facts

/// Puts customers together from the index and what lies beside it.
struct Merge {
  private let index: Block
  private let overlay: Overlay
  private let hidden: Set<Int64>
  private let end: Int64
  private let second: UInt32
  private let isKnown: Bool
  /// Whether every row of the index counts where it lies.
  private let isWhole: Bool

  init(
    _ index: Block, _ overlay: Overlay, _ hidden: Set<Int64>, receivedBefore: Instant,
    happenedBefore: Instant, lastAt: Int64
  ) {
    self.index = index
    self.overlay = overlay
    self.hidden = hidden
    end = happenedBefore.milliseconds
    isKnown = receivedBefore == .distantFuture
    isWhole = isKnown && hidden.isEmpty && lastAt < happenedBefore.milliseconds
    second =
      isKnown ? .max : UInt32(clamping: floorSeconds(receivedBefore.milliseconds + 999))
  }

  /// Whether a row of the index counts where it lies.
  @inline(__always)
  private func counts(_ stream: Stream, _ row: Int) -> Bool {
    if isWhole { return true }
    return stream.at(row) < end && (isKnown || stream.received[row] < second)
      && (hidden.isEmpty || !hidden.contains(Int64(stream.number[row])))
  }

  /// A block of some customers, a slot each in the order given; `since` has for each the moment before which
  /// nothing changes, or is empty.
  func block(of customers: ArraySlice<UInt32>, since: ArraySlice<Int64> = []) -> Block {
    let beside = customers.map { overlay.has(Int($0)) ? facts(of: Int($0)) : [] }
    let writer = MergedColumns(
      customers, since: since, rows: StreamKind.allCases.map { most(of: $0, customers, beside) })
    var writing = writer
    for kind in StreamKind.allCases {
      let stream = index[kind]
      for (slot, customer) in customers.enumerated() {
        writing.begin(kind, slot)
        merge(stream, kind, Int(customer), beside[slot], &writing)
      }
    }
    return writing.finish()
  }

  /// What lies beside the index of a customer, in order of time.
  private func facts(of customer: Int) -> [LooseFact] {
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
    let rows = rows(stream, customer)
    let hasDetails = stream.hasDetails(rows)
    for row in rows where counts(stream, row) {
      while next < beside.count {
        let fact = beside[next]
        guard fact.stream != kind.rawValue || isBefore(fact, row) else { break }
        if fact.stream == kind.rawValue { writing.write(fact) }
        next += 1
      }
      writing.write(stream, row, hasDetails: hasDetails)
    }
    for fact in beside.dropFirst(next) where fact.stream == kind.rawValue { writing.write(fact) }
  }
}

/// Columns of a block of customers who are put together.
struct MergedColumns {
  private let store: ByteStore
  private let customers: Column<UInt32>
  private let since: Column<Int64>
  private var streams: [Stream]
  private let slots: Int
  private var details: [[(row: UInt32, detail: Detail)]]
  private var used: [Int]
  private var kind = 0
  private var columns: [Columns] = []
  private var now = Columns()

  /// Room for so many rows of each stream.
  init(_ customers: ArraySlice<UInt32>, since moments: ArraySlice<Int64>, rows: [Int]) {
    let slots = customers.count
    self.slots = slots
    var offset = 0
    func room(_ count: Int, _ stride: Int) -> Int {
      defer { offset += (count * stride + 7) / 8 * 8 }
      return offset
    }
    let names = room(slots, 4)
    let times = room(moments.count, 8)
    let places = rows.map { count -> [Int] in
      guard count > 0 else { return [] }
      return [
        room(count, 8), room(count, 8), room(count, 4), room(count, 4), room(slots + 1, 4),
      ]
    }
    let store = ByteStore(unwritten: offset)
    self.store = store
    self.customers = store.column(at: names, count: slots)
    since = store.column(at: times, count: moments.count)
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
    columns = streams.map { stream in
      Columns(
        moments: stream.moments, amount64: stream.amount64, key32: stream.key32,
        number: stream.number, starts: stream.starts)
    }
    details = Array(repeating: [], count: rows.count)
    used = Array(repeating: 0, count: rows.count)
    for (slot, customer) in customers.enumerated() { self.customers.set(slot, customer) }
    for (slot, moment) in moments.enumerated() { since.set(slot, moment) }
  }

  /// Rows of a slot of a stream come next.
  mutating func begin(_ kind: StreamKind, _ slot: Int) {
    self.kind = Int(kind.rawValue)
    now = columns[self.kind]
    if !now.starts.isEmpty { now.starts.set(slot, UInt32(used[self.kind])) }
  }

  /// The columns of a stream that are written row by row.
  private struct Columns {
    var moments = Column<Int64>.none
    var amount64 = Column<Int64>.none
    var key32 = Column<UInt32>.none
    var number = Column<UInt32>.none
    var starts = Column<UInt32>.none
  }

  @inline(__always)
  private mutating func write(_ at: Int64, _ number: UInt32, _ key: UInt32, _ amount: Int64) {
    let row = used[kind]
    now.moments.set(row, at)
    now.number.set(row, number)
    now.key32.set(row, key)
    now.amount64.set(row, amount)
    used[kind] = row + 1
  }

  mutating func write(_ fact: LooseFact) {
    if fact.hasDetail { details[kind].append((UInt32(used[kind]), fact.detail)) }
    write(fact.at, UInt32(truncatingIfNeeded: fact.number), fact.key, fact.amount)
  }

  @inline(__always)
  mutating func write(_ stream: Stream, _ row: Int, hasDetails: Bool) {
    if hasDetails, let detail = stream.detail(row) {
      details[kind].append((UInt32(used[kind]), detail))
    }
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
    return Block(streams, slots: slots, customers: customers, since: since, keeping: stores)
  }
}
