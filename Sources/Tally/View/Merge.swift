internal import Facts

/// Merges customers' facts from the index with those beside it.
struct Merge {
  private let index: Block
  private let overlay: Overlay
  private let hidden: Set<Int64>
  private let end: Int64
  private let second: UInt32
  private let isKnown: Bool
  /// True if every row of the index counts for the customer that the index has it under.
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

  /// True if a row of the index counts for the customer that the index has it under.
  @inline(__always)
  private func counts(_ stream: Stream, _ row: Int) -> Bool {
    if isWhole { return true }
    return stream.at(row) < end && (isKnown || stream.received[row] < second)
      && (hidden.isEmpty || !hidden.contains(Int64(stream.number[row])))
  }

  /// A block of some customers, one slot each, in the order given.
  ///
  /// `since` has for each customer the moment before which nothing changes, or is empty.
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
    // Facts beside the index nearly always come later than those in it.
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

  /// True if a fact comes before a row of the same customer.
  private func isBefore(_ fact: LooseFact, _ stream: Stream, _ row: Int) -> Bool {
    let at = stream.at(row)
    return fact.at != at ? fact.at < at : fact.number < Int64(stream.number[row])
  }
}

/// Facts beside the index of some customers, in time order for each customer.
struct BesideFacts: ~Copyable {
  private var facts = Lane<LooseFact>()
  /// The start of each slot's facts, then the end of the last slot's.
  private var starts: [Int] = []
  /// The number of facts in each stream.
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

  /// The position of a slot's first fact of a kind at or after a position; −1 for none.
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

/// The columns of a block of merged customers.
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

  /// Reserves space for a number of rows in each stream.
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

  /// Starts the rows of a slot in a stream.
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

  /// Copies a range of rows of an index stream that have no details.
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

  /// Completes the columns and returns the block.
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
