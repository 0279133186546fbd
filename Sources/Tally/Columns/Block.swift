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
  private let stores: [ByteStore]

  init(
    _ streams: [Stream], slots: Int, customers: Column<UInt32> = .none, leftOut: [UInt64] = [],
    isGapless: Bool = true, keeping stores: [ByteStore]
  ) {
    self.streams = streams
    self.slots = slots
    self.customers = customers
    self.leftOut = leftOut
    self.isGapless = isGapless
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
