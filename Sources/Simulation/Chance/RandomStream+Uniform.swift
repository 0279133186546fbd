extension RandomStream {
  /// A number from 0 up to, not including, 1, with 53 random bits.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number between two others.
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// A whole number from 0 up to, not including, `count`; 0 where there is none.
  ///
  /// Source: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019),
  /// without the rejection step: the bias is below count / 2^64.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(max(count, 1))).high)
  }

  /// A whole number of a range, both ends included.
  mutating func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True with that probability.
  mutating func happens(_ probability: Double) -> Bool { unit() < probability }

  /// One of the items; nil where there are none.
  mutating func pick<Item>(_ items: [Item]) -> Item? {
    items.isEmpty ? nil : items[below(items.count)]
  }

  /// One of the items, or another thing where there are none.
  mutating func pick<Item>(_ items: [Item], else other: Item) -> Item { pick(items) ?? other }

  /// An index drawn in proportion to weights that are not negative.
  mutating func index(weighing weights: [Double]) -> Int {
    var left = unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return index }
    }
    return max(weights.count - 1, 0)
  }

  /// The items in random order (Fisher and Yates).
  mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    for last in items.indices.dropFirst().reversed() { items.swapAt(last, below(last + 1)) }
    return items
  }
}
