internal import Facts

/// Refunds that name no customer, on their way to the customer of what they refund.
struct Strays {
  private var origins: Set<Int64> = []
  private var slots: [Int64: Int] = [:]
  private var held: [(row: Stream.Row, origin: Int64)] = []

  init() {}

  /// Watches for the payments that any fact refunds.
  init(_ references: References) { origins = Set(references.refunded.values) }

  /// Looks at a row; true for a refund without a customer, which is held until all rows are seen.
  mutating func hold(_ row: Stream.Row, _ references: References) -> Bool {
    if origins.contains(row.number) { slots[row.number] = row.slot }
    guard row.slot == 0, let origin = references.refunded[row.number] else { return false }
    held.append((row, origin))
    return true
  }

  /// The rows held, each with the customer of its payment, or none where that has none either.
  var settled: [Stream.Row] {
    held.map { entry in
      var row = entry.row
      row.slot = slots[entry.origin] ?? 0
      return row
    }
  }
}
