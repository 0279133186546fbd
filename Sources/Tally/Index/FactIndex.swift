internal import Facts

/// All facts up to one number, clustered by customer in columns; sums read from it.
///
/// Immutable, independent of any plan, and never trusted over its ledger.
final class FactIndex: Sendable {
  let image: IndexImage
  /// All customers; slot s is customer s.
  let block: Block
  let keys: [FactKey]
  /// The reason why the index isn't stored beside its ledger.
  ///
  /// Nil if it is stored, or if the ledger has no file.
  let unkept: String?

  init(_ image: IndexImage, unkept: String? = nil) {
    self.image = image
    self.unkept = unkept
    block = Block(
      StreamKind.allCases.map(image.stream), slots: Int(image.header.slots), keeping: [image.store])
    let keys: Column<FactKey> = image.table(.keys)
    self.keys = (0..<keys.count).map { keys[$0] }
  }

  /// The number of the last fact included; 0 for none.
  var last: Int64 { image.header.last }

  /// Facts whose customer isn't final, or that don't fit the columns.
  var loose: Column<LooseFact> { image.table(.loose) }
  var retractions: Column<Retraction> { image.table(.retractions) }
  var declarations: Column<Declaration> { image.table(.declarations) }
  /// Owners of deals, ascending by deal.
  var deals: Column<DealOwner> { image.table(.deals) }
  var samples: Column<Sample> { image.table(.samples) }

  /// The customer of a deal whose facts all name the same customer, or none; nil for other deals.
  func owner(ofDeal deal: UInt32) -> UInt32? {
    var low = 0
    var high = deals.count
    while low < high {
      let middle = (low + high) / 2
      if deals[middle].deal < deal { low = middle + 1 } else { high = middle }
    }
    return low < deals.count && deals[low].deal == deal ? deals[low].customer : nil
  }
}

extension FactIndex {
  /// True if any fact happened before a moment and was received at or after it.
  func hasLateFacts(since moment: Int64) -> Bool {
    let second = UInt32(clamping: floorSeconds(moment + 999))
    return StreamKind.allCases.contains { kind in
      let stream = block[kind]
      let pieces = (stream.count + 999_999) / 1_000_000
      return Workers.run(pieces: pieces, begin: { false }) { found, piece in
        for row in piece * 1_000_000..<min(stream.count, (piece + 1) * 1_000_000) where !found {
          found = stream.received[row] >= second && stream.at(row) < moment
        }
      }.contains(true)
    }
  }
}
