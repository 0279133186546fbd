internal import Facts

/// A sum over customers.
///
/// One customer's part is a pure function of that customer's own facts and the rules. The same
/// function serves the full pass, the merge at read, the refresh after one fact (take out the
/// customer's old part, put in the new one) and the answer as of an earlier day.
public protocol CustomerSum: Sendable, Equatable {
  /// Adds the customers of a range of slots `times` times, except slots left out.
  ///
  /// 1 puts customers in, −1 takes them out.
  mutating func add(_ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64)

  /// Adds another sum; sums over disjoint customers give the sum over both.
  mutating func merge(_ other: Self)
}

extension Timelines {
  /// Sums over every customer; facts without a customer count as customer 0.
  public func total<Sum: CustomerSum>(
    _ empty: Sum, _ rules: Rules, threads: Int? = nil
  ) -> Sum {
    let context = context(rules)
    return reduce(empty, threads: threads ?? Workers.count) { sum, block, slots in
      sum.add(block, slots, context, times: 1)
    } merge: {
      $0.merge($1)
    }
  }
}
