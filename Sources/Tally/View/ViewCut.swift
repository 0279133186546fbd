internal import Facts

/// The index as it was at a moment: where each customer's facts ended by then, and who has facts among
/// them that were not known yet.
struct ViewCut {
  let block: Block
  /// A bit for each customer with facts that were not known yet.
  let special: [UInt64]

  private static let slotsPerPiece = 8192

  init(_ index: FactIndex, receivedBefore: Instant, happenedBefore: Instant) {
    let whole = index.block
    let words = (whole.slots + 63) / 64
    let header = index.image.header
    let end = happenedBefore.milliseconds
    let isPast = header.lastAt >= end
    let isKnown =
      receivedBefore == .distantFuture || header.lastReceived < receivedBefore.milliseconds
    guard isPast || !isKnown else {
      block = whole
      special = Array(repeating: 0, count: words)
      return
    }
    let kinds = StreamKind.allCases
    let store = ByteStore(zeroed: kinds.count * whole.slots * 4)
    let ends: [Column<UInt32>] = kinds.map {
      store.column(at: Int($0.rawValue) * whole.slots * 4, count: whole.slots)
    }
    let second =
      isKnown ? UInt32.max : UInt32(clamping: floorSeconds(receivedBefore.milliseconds + 999))
    let pieces = (whole.slots + ViewCut.slotsPerPiece - 1) / ViewCut.slotsPerPiece
    let found = Workers.run(pieces: pieces, begin: { [UInt32]() }) { found, piece in
      let first = piece * ViewCut.slotsPerPiece
      ViewCut.cut(
        whole, first..<min(whole.slots, first + ViewCut.slotsPerPiece), end: end, second: second,
        ends, &found)
    }
    index.image.releaseCold()
    var special = [UInt64](repeating: 0, count: words)
    for slot in found.joined() { special[Int(slot) >> 6] |= 1 << UInt64(slot & 63) }
    self.special = special
    block = whole.with(ends: ends, keeping: store)
  }

  private static func cut(
    _ block: Block, _ slots: Range<Int>, end: Int64, second: UInt32, _ ends: [Column<UInt32>],
    _ found: inout [UInt32]
  ) {
    for (kind, stream) in block.all.enumerated() where stream.count > 0 {
      for slot in slots {
        let rows = stream.rows(of: slot)
        var last = rows.upperBound
        if rows.count > 16 {
          last = stream.first(in: rows, notBefore: end)
        } else {
          while last > rows.lowerBound, stream.at(last - 1) >= end { last -= 1 }
        }
        ends[kind].set(slot, UInt32(last))
        guard second != .max else { continue }
        var row = rows.lowerBound
        while row < last, stream.received[row] < second { row += 1 }
        if row < last, found.last != UInt32(slot) { found.append(UInt32(slot)) }
      }
    }
  }
}
