internal import Facts

/// All facts up to one of them, clustered by customer in columns: what answers are added up from.
///
/// Immutable, of no plan, and never trusted over the ledger it was made from.
final class FactIndex: Sendable {
  let image: IndexImage
  /// Every customer, slot s being customer s.
  let block: Block
  let keys: [FactKey]
  /// Why it is not beside its ledger, though it should be; nil where it is, or has no file to be beside.
  let unkept: String?

  init(_ image: IndexImage, unkept: String? = nil) {
    self.image = image
    self.unkept = unkept
    block = Block(
      StreamKind.allCases.map(image.stream), slots: Int(image.header.slots), keeping: [image.store])
    let keys: Column<FactKey> = image.table(.keys)
    self.keys = (0..<keys.count).map { keys[$0] }
  }

  /// The number of the last fact taken in; 0 for none.
  var last: Int64 { image.header.last }

  /// Facts whose customer cannot be said for good, or that do not fit the columns.
  var loose: Column<LooseFact> { image.table(.loose) }
  var retractions: Column<Retraction> { image.table(.retractions) }
  var declarations: Column<Declaration> { image.table(.declarations) }
  /// By deal, ascending.
  var deals: Column<DealOwner> { image.table(.deals) }
  var samples: Column<Sample> { image.table(.samples) }

  /// The customer of a deal all of whose facts name the same one or none; nil for others.
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
  /// Whether any of its facts happened before a moment and was received at it or later.
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
