internal import Facts

/// Something added up over customers.
///
/// What one customer adds is a pure function of that customer's facts and the rules. From this come
/// the full pass, the refresh after one fact (take out what the customer added before, put in what
/// it adds now), the answer as of an earlier day, and sharding.
public protocol CustomerSum: Sendable, Equatable {
  /// Adds a customer `times` over: 1 puts them in, −1 takes them out.
  mutating func add(_ history: CustomerHistory, _ context: SumContext, times: Int64)
}

/// What a sum may ask beside the customer: the rules, and what is known of plays.
public struct SumContext: Sendable {
  /// The same for every customer of a pass.
  public let rules: Rules
  let timelines: Timelines

  /// Rules over timelines.
  public init(_ timelines: Timelines, _ rules: Rules) {
    self.timelines = timelines
    self.rules = rules
  }

  /// The lever that a play's latest declaration names.
  func lever(ofPlay play: Int64) -> Lever? { timelines.plays[play]?.lever }
}

extension Timelines {
  /// Adds up every customer, facts that name no customer among them as customer 0.
  public func total<Sum: CustomerSum>(_ empty: Sum, _ rules: Rules) -> Sum {
    var sum = empty
    let context = SumContext(self, rules)
    for slot in 0..<slots {
      let history = CustomerHistory(timeline(slot), self, rules)
      sum.add(history, context, times: 1)
    }
    return sum
  }

  /// Gives every customer's history, facts that name no customer first.
  public func eachHistory(_ rules: Rules, _ take: (CustomerHistory) -> Void) {
    for slot in 0..<slots { take(CustomerHistory(timeline(slot), self, rules)) }
  }
}
