import Facts

/// Sorts the facts received within a slice of time.
struct ReceiptOrder {
  /// The number of customers whose facts are held at a time.
  static let customers = 40_000

  private let slice: Range<Int64>
  private var receipts: [Receipt] = []

  init(_ slice: Range<Int64>) { self.slice = slice }

  /// Keeps a receipt if it is within the slice.
  mutating func add(_ receipt: Receipt) {
    if slice.contains(receipt.received.milliseconds) { receipts.append(receipt) }
  }

  /// Calls `take` for the kept receipts by time received; ties stay in the order added.
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
