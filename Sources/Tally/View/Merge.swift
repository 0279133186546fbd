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
    let beside = BesideFacts(overlay, hidden, customers)
    var rows = beside.rows
    for customer in customers where Int(customer) < index.slots {
      for kind in StreamKind.allCases {
        rows[Int(kind.rawValue)] += index[kind].rows(of: Int(customer)).count
      }
    }
    var writing = MergedColumns(customers, since: since, rows: rows)
    for kind in StreamKind.allCases where rows[Int(kind.rawValue)] > 0 {
      for (slot, customer) in customers.enumerated() {
        writing.begin(kind, slot)
        merge(kind, Int(customer), beside, slot, &writing)
      }
    }
    return writing.finish()
  }

  private func merge(
    _ kind: StreamKind, _ customer: Int, _ beside: borrowing BesideFacts, _ slot: Int,
    _ writing: inout MergedColumns
  ) {
    let stream = index[kind]
    let rows = customer < index.slots ? stream.rows(of: customer) : 0..<0
    var next = beside.next(kind, of: slot, from: 0)
    let hasDetails = stream.hasDetails(rows)
    // Nearly always what lies beside the index came after it.
    let comesAfter =
      rows.isEmpty || next < 0 || !isBefore(beside[next], stream, rows.upperBound - 1)
    if isWhole, comesAfter, !hasDetails {
      writing.write(stream, rows)
    } else {
      for row in rows where counts(stream, row) {
        while next >= 0, isBefore(beside[next], stream, row) {
          writing.write(beside[next])
          next = beside.next(kind, of: slot, from: next + 1)
        }
        writing.write(stream, row, hasDetails: hasDetails)
      }
    }
    while next >= 0 {
      writing.write(beside[next])
      next = beside.next(kind, of: slot, from: next + 1)
    }
  }

  /// Whether a fact comes before a row of the same customer.
  private func isBefore(_ fact: LooseFact, _ stream: Stream, _ row: Int) -> Bool {
    let at = stream.at(row)
    return fact.at != at ? fact.at < at : fact.number < Int64(stream.number[row])
  }
}

/// What lies beside the index of some customers, each one's in order of time.
struct BesideFacts: ~Copyable {
  private var facts = Lane<LooseFact>()
  /// Where each slot's facts begin, and where the last one's end.
  private var starts: [Int] = []
  /// How many there are of each stream.
  private(set) var rows = [Int](repeating: 0, count: StreamKind.allCases.count)

  init(_ overlay: Overlay, _ hidden: Set<Int64>, _ customers: ArraySlice<UInt32>) {
    starts.reserveCapacity(customers.count + 1)
    for customer in customers {
      let start = facts.count
      starts.append(start)
      overlay.each(Int(customer)) { fact in
        guard hidden.isEmpty || !hidden.contains(fact.number) || fact.isMoved else { return }
        facts.append(fact)
        rows[Int(fact.stream)] += 1
      }
      if facts.count > start + 1 { facts.sort(start..<facts.count) { $0.precedes($1) } }
    }
    starts.append(facts.count)
  }

  subscript(_ place: Int) -> LooseFact {
    @inline(__always) get { facts[place] }
  }

  /// The place of a slot's first fact of a kind, from a place on; −1 for none.
  @inline(__always)
  func next(_ kind: StreamKind, of slot: Int, from place: Int) -> Int {
    var place = max(place, starts[slot])
    let end = starts[slot + 1]
    while place < end {
      if facts[place].stream == kind.rawValue { return place }
      place += 1
    }
    return -1
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

  /// Rows of a stream of the index as they lie, none of which has a detail.
  @inline(__always)
  mutating func write(_ stream: Stream, _ rows: Range<Int>) {
    let start = used[kind]
    if stream.moments.isEmpty, stream.millis.isEmpty {
      now.moments.fill(start, from: stream.seconds, rows) { Int64($0) &* 1000 }
    } else {
      for row in rows { now.moments.set(start + row - rows.lowerBound, stream.at(row)) }
    }
    now.number.fill(start, from: stream.number, rows) { $0 }
    if stream.key32.isEmpty {
      now.key32.fill(start, from: stream.key16, rows) { UInt32($0) }
    } else {
      now.key32.fill(start, from: stream.key32, rows) { $0 }
    }
    if !stream.amount32.isEmpty {
      now.amount64.fill(start, from: stream.amount32, rows) { Int64($0) }
    } else if !stream.amount64.isEmpty {
      now.amount64.fill(start, from: stream.amount64, rows) { $0 }
    } else {
      for row in start..<start + rows.count { now.amount64.set(row, 0) }
    }
    used[kind] = start + rows.count
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
