/// The streams of many customers, a slot each, that sums are taken over. Never changed once made.
///
/// The index is one block of all customers; customers whose facts are not all in it, or not all known,
/// are put together into blocks of their own. So one kernel serves the full pass, the merge at read, the
/// refresh after a fact and every past day.
public final class Block: Sendable {
  private let streams: [Stream]
  /// How many customers, the one of facts that name none among them where it begins at customer 0.
  let slots: Int
  /// The customer of each slot; none where slot s is customer s.
  private let customers: Column<UInt32>
  /// A bit for each slot that is left out here, since it lies in another block; empty where none is.
  let leftOut: [UInt64]
  /// Whether slots lie back to back in every stream.
  let isGapless: Bool
  /// For each slot the moment before which nothing changes, in milliseconds since 1970; none where sums take
  /// customers whole.
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

  /// The customer of a slot; 0 for facts that name none.
  @inline(__always)
  func customer(_ slot: Int) -> Int { customers.isEmpty ? slot : Int(customers[slot]) }

  /// Whether a slot lies in another block.
  @inline(__always)
  func isLeftOut(_ slot: Int) -> Bool {
    !leftOut.isEmpty && leftOut[slot >> 6] & (1 << UInt64(slot & 63)) != 0
  }

  /// The moment before which nothing changes for a slot's customer: what a sum makes of facts and outcomes before
  /// it is the same in what it takes out and in what it puts in, and may be left out of both.
  @inline(__always)
  func since(_ slot: Int) -> Int64 { since.isEmpty ? .min : since[slot] }

  /// Some of the customers of a block that has all, where they lie, each with the moment before which nothing
  /// changes.
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

  /// Gives the rows of some slots of a stream in as few ranges as can be.
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

  /// Gives the rows of some slots of a stream that may change.
  func changing(_ stream: Stream, _ slots: Range<Int>, _ take: (Range<Int>) -> Void) {
    guard !since.isEmpty else { return ranges(stream, slots, take) }
    for slot in slots where !isLeftOut(slot) {
      let rows = stream.rows(of: slot)
      let first = stream.first(in: rows, notBefore: since[slot])
      if first < rows.upperBound { take(first..<rows.upperBound) }
    }
  }

  /// The same with some slots left out.
  func with(leftOut: [UInt64]) -> Block {
    Block(
      streams, slots: slots, customers: customers, leftOut: leftOut, isGapless: isGapless,
      keeping: stores)
  }

  /// The same with other ends of slots.
  func with(ends: [Column<UInt32>], keeping store: ByteStore) -> Block {
    var streams = streams
    for (kind, column) in ends.enumerated() where streams[kind].count > 0 {
      streams[kind].ends = column
    }
    return Block(
      streams, slots: slots, customers: customers, leftOut: leftOut, isGapless: false,
      keeping: stores + [store])
  }

  /// All streams, in the order of their kinds.
  var all: [Stream] { streams }
}
