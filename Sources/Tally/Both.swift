/// Two sums taken in one pass.
public struct Both<First: CustomerSum, Second: CustomerSum>: CustomerSum {
  /// The one that was given first.
  public private(set) var first: First
  /// The one that was given second.
  public private(set) var second: Second

  /// Two sums, to be taken together.
  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// Adds the customer to both sums, with one reading of the history.
  public mutating func add(_ history: CustomerHistory, _ context: SumContext, times: Int64) {
    first.add(history, context, times: times)
    second.add(history, context, times: times)
  }
}
