internal import Facts

/// Something added up over customers.
///
/// What one customer adds is a pure function of that customer's own facts and the rules, and the same
/// function serves the full pass, the merge at read, the refresh after one fact (take out what the customer
/// added before, put in what it adds now) and the answer as of an earlier day.
public protocol CustomerSum: Sendable, Equatable {
  /// Adds the customers of some slots `times` over, but those left out: 1 puts them in, −1 takes them out.
  mutating func add(_ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64)

  /// Adds what another sum holds: sums over different customers make the sum over both.
  mutating func merge(_ other: Self)
}

extension Timelines {
  /// Adds up every customer, facts that name no customer among them as customer 0.
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
