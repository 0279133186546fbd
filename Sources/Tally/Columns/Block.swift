/// The streams of many customers, one slot per customer, that sums read. Immutable.
///
/// The index is one block of all customers. Customers whose facts are not all in it, or not all
/// known, are merged into blocks of their own. So one kernel serves the full pass, the merge at
/// read, the refresh after a fact and every past day.
public final class Block: Sendable {
  private let streams: [Stream]
  /// The number of slots; includes customer 0 (facts without a customer) if the block starts at it.
  let slots: Int
  /// The customer of each slot; empty if slot s is customer s.
  private let customers: Column<UInt32>
  /// One bit per slot that another block holds instead; empty if every slot counts here.
  let leftOut: [UInt64]
  /// True if slots are adjacent, without gaps, in every stream.
  let isGapless: Bool
  /// For each slot the moment before which nothing changes, in milliseconds since 1970.
  ///
  /// Empty if sums take customers whole.
  private let since: Column<Int64>
  private let stores: [ByteStore]

  init(
    _ streams: [Stream], slots: Int, customers: Column<UInt32> = .none, leftOut: [UInt64] = [],
    isGapless: Bool = true, since: Column<Int64> = .none, keeping stores: [ByteStore]
  ) {
    self.streams = streams
    self.slots = slots
    self.customers = customers
    self.leftOut = leftOut
    self.isGapless = isGapless
    self.since = since
    self.stores = stores
  }

  /// The stream of a kind.
  subscript(_ kind: StreamKind) -> Stream { streams[Int(kind.rawValue)] }

  /// The customer of a slot; 0 for facts without a customer.
  @inline(__always)
  func customer(_ slot: Int) -> Int { customers.isEmpty ? slot : Int(customers[slot]) }

  /// True if another block holds the slot's customer.
  @inline(__always)
  func isLeftOut(_ slot: Int) -> Bool {
    !leftOut.isEmpty && leftOut[slot >> 6] & (1 << UInt64(slot & 63)) != 0
  }

  /// The moment before which nothing changes for a slot's customer; `.min` if unlimited.
  ///
  /// A refresh takes a customer out and puts them in again. Earlier facts and outcomes contribute
  /// the same to both, so a sum may skip them in both.
  @inline(__always)
  func since(_ slot: Int) -> Int64 { since.isEmpty ? .min : since[slot] }

  /// A view of selected customers of a block of all customers, without copying rows.
  ///
  /// `moments` holds for each customer the moment before which nothing changes.
  func gathered(_ customers: ArraySlice<UInt32>, since moments: ArraySlice<Int64>) -> Block {
    let count = customers.count
    let kinds = self.streams.indices.filter { self.streams[$0].count > 0 }
    let store = ByteStore(unwritten: count * (12 + 8 * kinds.count))
    let since: Column<Int64> = store.column(at: 0, count: count)
    let names: Column<UInt32> = store.column(at: count * 8, count: count)
    var streams = streams
    for (place, kind) in kinds.enumerated() {
      streams[kind].starts = store.column(at: count * (12 + 8 * place), count: count)
      streams[kind].ends = store.column(at: count * (16 + 8 * place), count: count)
    }
    for (slot, customer) in customers.enumerated() {
      names.set(slot, customer)
      for kind in kinds {
        streams[kind].starts.set(slot, self.streams[kind].starts[Int(customer)])
        streams[kind].ends.set(slot, self.streams[kind].ends[Int(customer)])
      }
    }
    for (slot, moment) in moments.enumerated() { since.set(slot, moment) }
    return Block(
      streams, slots: count, customers: names, isGapless: false, since: since,
      keeping: stores + [store])
  }

  /// Passes the rows of some slots of a stream, in as few ranges as possible.
  func ranges(_ stream: Stream, _ slots: Range<Int>, _ take: (Range<Int>) -> Void) {
    guard stream.count > 0, let first = slots.first, let last = slots.last else { return }
    if isGapless, leftOut.isEmpty {
      take(Int(stream.starts[first])..<Int(stream.ends[last]))
      return
    }
    for slot in slots where !isLeftOut(slot) {
      let rows = stream.rows(of: slot)
      if !rows.isEmpty { take(rows) }
    }
  }

  /// Passes only the rows of some slots of a stream that may have changed.
  func changing(_ stream: Stream, _ slots: Range<Int>, _ take: (Range<Int>) -> Void) {
    guard !since.isEmpty else { return ranges(stream, slots, take) }
    for slot in slots where !isLeftOut(slot) {
      let rows = stream.rows(of: slot)
      let first = stream.first(in: rows, notBefore: since[slot])
      if first < rows.upperBound { take(first..<rows.upperBound) }
    }
  }

  /// The same block with some slots left out.
  func with(leftOut: [UInt64]) -> Block {
    Block(
      streams, slots: slots, customers: customers, leftOut: leftOut, isGapless: isGapless,
      keeping: stores)
  }

  /// The same block with other row ends for the slots, one column per stream.
  func with(ends: [Column<UInt32>], keeping store: ByteStore) -> Block {
    var streams = streams
    for (kind, column) in ends.enumerated() where streams[kind].count > 0 {
      streams[kind].ends = column
    }
    return Block(
      streams, slots: slots, customers: customers, leftOut: leftOut, isGapless: false,
      keeping: stores + [store])
  }

  /// All streams, in the order of ``StreamKind``.
  var all: [Stream] { streams }
}
