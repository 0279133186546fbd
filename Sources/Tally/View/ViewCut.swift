internal import Facts

/// The index as of a moment: each customer's row ends, and customers with facts not yet known.
struct ViewCut {
  let block: Block
  /// One bit per customer with facts that had happened, but were not known yet.
  let special: [UInt64]
  /// The time of the first indexed fact that hadn't happened yet, in milliseconds since 1970.
  ///
  /// The highest number if every indexed fact had happened.
  let next: Int64

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
      next = .max
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
    let found = Workers.run(pieces: pieces, begin: { Found() }) { found, piece in
      let first = piece * ViewCut.slotsPerPiece
      ViewCut.cut(
        whole, first..<min(whole.slots, first + ViewCut.slotsPerPiece), end: end, second: second,
        ends, &found)
    }
    index.image.releaseCold()
    var special = [UInt64](repeating: 0, count: words)
    for slot in found.map(\.special).joined() { special[Int(slot) >> 6] |= 1 << UInt64(slot & 63) }
    self.special = special
    next = found.reduce(.max) { min($0, $1.next) }
    block = whole.with(ends: ends, keeping: store)
  }

  private struct Found {
    var special: [UInt32] = []
    var next = Int64.max
  }

  private static func cut(
    _ block: Block, _ slots: Range<Int>, end: Int64, second: UInt32, _ ends: [Column<UInt32>],
    _ found: inout Found
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
        if last < rows.upperBound { found.next = min(found.next, stream.at(last)) }
        guard second != .max else { continue }
        var row = rows.lowerBound
        while row < last, stream.received[row] < second { row += 1 }
        if row < last, found.special.last != UInt32(slot) { found.special.append(UInt32(slot)) }
      }
    }
  }
}
