/// Two sums computed in one pass.
public struct SumPair<First: CustomerSum, Second: CustomerSum>: CustomerSum {
  /// The sum passed first.
  public private(set) var first: First
  /// The sum passed second.
  public private(set) var second: Second

  /// Two sums to compute together.
  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// Adds the customers to both sums.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    first.add(block, slots, context, times: times)
    second.add(block, slots, context, times: times)
  }

  /// Adds both sums of another pair.
  public mutating func merge(_ other: SumPair) {
    first.merge(other.first)
    second.merge(other.second)
  }
}
