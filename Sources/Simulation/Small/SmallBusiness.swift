public import Facts

/// A tiny business that is all edge cases, with a plan that differs by seed: for testing laws that
/// must hold for any business.
///
/// Its facts are all valid. Among them: refunds larger than what was paid, of another currency's
/// money, and received before the payment; amounts of zero; facts at one instant, at midnight and
/// where clocks change; customers who only spend time; currencies of 0, 2 and 3 digits; deals and
/// money without a customer, deals won twice, without an amount, lost again; touches of plays that
/// nobody declared; retractions of retractions, of facts received later and of none at all; exact
/// repeats; receipts in any order.
public struct SmallBusiness: Sendable {
  /// What all randomness comes from.
  public let seed: UInt64
  /// How many customers there are, 5 to 60.
  public let customers: Int
  let plan: SmallPlan
  let repeats: Bool

  /// Those who sell.
  static let members = ["m1", "m2", "m3"]

  init(seed: UInt64, repeats: Bool) {
    var random = RandomStream(seed: seed, .small)
    self.seed = seed
    self.repeats = repeats
    plan = SmallPlan(&random)
    customers = random.whole(5...60)
  }

  /// Where its days begin and end.
  public var zone: Zone { plan.zone.zone }
  /// The currencies that its facts are in, all with a rate in its plan.
  public var currencies: Set<Currency> { Set(plan.currencies) }
  /// The first day that most things happen on; a few are older.
  public var firstDay: CalendarDay { plan.first }
  /// The last day: nothing happens or is received after it.
  public var lastDay: CalendarDay { plan.last }

  /// A whole `plan.yaml` for it.
  public func planYAML() -> String { plan.yaml(members: SmallBusiness.members) }

  /// Gives every fact and when it is received, in order of receipt.
  public func forEachFact(_ take: (Fact, Instant) throws -> Void) rethrows {
    var tale = SmallTale(self)
    let receipts = tale.receipts().enumerated().sorted {
      ($0.element.received, $0.offset) < ($1.element.received, $1.offset)
    }
    for (_, receipt) in receipts { try take(receipt.fact, receipt.received) }
  }
}

extension SimulatedBusiness {
  /// A tiny business that is all edge cases, for tests of laws: 5 to 60 customers over two to five
  /// months, under a plan that differs by seed. With `repeats` some facts are received twice, the
  /// same; no id ever has two contents.
  public static func small(seed: UInt64, repeats: Bool = true) -> SmallBusiness {
    SmallBusiness(seed: seed, repeats: repeats)
  }
}
