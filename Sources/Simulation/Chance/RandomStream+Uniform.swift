extension RandomStream {
  /// A uniform number in 0 ..< 1, with 53 random bits.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A uniform number between two others.
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// A uniform whole number in 0 ..< `count`; 0 if `count` is 0 or less.
  ///
  /// Source: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019),
  /// without the rejection step: the bias is below count / 2^64.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(max(count, 1))).high)
  }

  /// A uniform whole number of a range, both ends included.
  mutating func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True with the given probability.
  mutating func happens(_ probability: Double) -> Bool { unit() < probability }

  /// A random item; nil for an empty array.
  mutating func pick<Item>(_ items: [Item]) -> Item? {
    items.isEmpty ? nil : items[below(items.count)]
  }

  /// A random item, or `other` for an empty array.
  mutating func pick<Item>(_ items: [Item], else other: Item) -> Item { pick(items) ?? other }

  /// A random index with probability proportional to weights of at least 0.
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
