public import Facts

/// A tiny business full of edge cases, with a plan that differs by seed.
///
/// It tests laws that must hold for any business. Its facts are all valid. Among them: refunds
/// larger than the payment, in another currency, and received before the payment; amounts of zero;
/// facts at one instant, at midnight and at clock changes; customers who only spend time;
/// currencies of 0, 2 and 3 digits; deals and money without a customer, deals won twice, without an
/// amount, lost again; touches of undeclared plays; retractions of retractions, of facts received
/// later and of missing facts; exact repeats; receipts in any order.
public struct SmallBusiness: Sendable {
  /// The seed of all randomness.
  public let seed: UInt64
  /// The number of customers, 5 to 60.
  public let customers: Int
  let plan: SmallPlan
  let repeats: Bool

  /// The ids of the members who sell.
  static let members = ["m1", "m2", "m3"]

  init(seed: UInt64, repeats: Bool) {
    var random = RandomStream(seed: seed, .small)
    self.seed = seed
    self.repeats = repeats
    plan = SmallPlan(&random)
    customers = random.whole(5...60)
  }

  /// The time zone of its days.
  public var zone: Zone { plan.zone.zone }
  /// The currencies of its facts, all with a rate in its plan.
  public var currencies: Set<Currency> { Set(plan.currencies) }
  /// The first day on which most things happen; a few facts are older.
  public var firstDay: CalendarDay { plan.first }
  /// The last day; nothing happens or is received after it.
  public var lastDay: CalendarDay { plan.last }

  /// A complete `plan.yaml` for the business.
  public func planYAML() -> String { plan.yaml(members: SmallBusiness.members) }

  /// Calls `take` for every fact with the time at which it is received, in that order.
  public func forEachFact(_ take: (Fact, Instant) throws -> Void) rethrows {
    var tale = SmallFacts(self)
    let receipts = tale.receipts().enumerated().sorted {
      ($0.element.received, $0.offset) < ($1.element.received, $1.offset)
    }
    for (_, receipt) in receipts { try take(receipt.fact, receipt.received) }
  }
}

extension SimulatedBusiness {
  /// A tiny business full of edge cases, for tests of laws.
  ///
  /// It has 5 to 60 customers over two to five months, under a plan that differs by seed. With
  /// `repeats` some facts are received twice, unchanged; an id never has two contents.
  public static func small(seed: UInt64, repeats: Bool = true) -> SmallBusiness {
    SmallBusiness(seed: seed, repeats: repeats)
  }
}
