import Facts

/// Puts the facts that are received within a stretch of time in order.
struct ReceiptOrder {
  /// How many customers' facts may be held at a time.
  static let customers = 40_000

  private let slice: Range<Int64>
  private var receipts: [Receipt] = []

  init(_ slice: Range<Int64>) { self.slice = slice }

  /// Keeps a receipt that falls in the stretch.
  mutating func add(_ receipt: Receipt) {
    if slice.contains(receipt.received.milliseconds) { receipts.append(receipt) }
  }

  /// Gives what was kept in order of receipt, what came at once in the order it was added.
  func forEach(_ take: (Receipt) throws -> Void) rethrows {
    let keys = receipts.enumerated().map { index, receipt in
      Key(received: receipt.received.milliseconds, index: index)
    }
    for key in keys.sorted() { try take(receipts[key.index]) }
  }

  private struct Key: Comparable {
    let received: Int64
    let index: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.received, left.index) < (right.received, right.index)
    }
  }
}
