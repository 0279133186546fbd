public import Facts
internal import Planning

/// The Number's money by day: revenue on the plan's basis, cost, and each lever's credit for both.
public struct DailyNumber: CustomerSum {
  /// Minor units by day number.
  public private(set) var days: [Int32: Day] = [:]
  /// Deals won without an amount.
  public private(set) var wonWithoutAmount: Int64 = 0

  /// One day's money in minor units.
  public struct Day: Sendable, Equatable {
    /// What came in on the plan's basis, refunds and deals lost again taken off.
    public var revenue: Int128 = 0
    /// What levers and plays spent.
    public var cost: Int128 = 0
    /// Revenue by lever's credit.
    public var credit = ByLever()
    /// Revenue that no lever is credited with.
    public var unattributed: Int128 = 0
    /// Cost by lever.
    public var costs = ByLever()
    /// Cost of plays without a lever.
    public var costUnattributed: Int128 = 0

    /// A day without money.
    public init() {}

    var isEmpty: Bool { self == Day() }
  }

  /// An amount for each lever.
  public struct ByLever: Sendable, Equatable {
    /// Minor units.
    public var product: Int128 = 0
    /// Minor units.
    public var sales: Int128 = 0
    /// Minor units.
    public var marketing: Int128 = 0

    /// Nothing for any lever.
    public init() {}

    /// The levers together.
    public var sum: Int128 { product + sales + marketing }

    /// The amount of a lever.
    public subscript(lever: Lever) -> Int128 {
      get {
        switch lever {
        case .product: product
        case .sales: sales
        case .marketing: marketing
        }
      }
      set {
        switch lever {
        case .product: product = newValue
        case .sales: sales = newValue
        case .marketing: marketing = newValue
        }
      }
    }
  }

  /// Nothing yet.
  public init() {}

  /// Adds the customer's money and credit to the days on which they count.
  public mutating func add(_ history: CustomerHistory, _ context: SumContext, times: Int64) {
    let credit = Credit(history, context)
    for spend in history.money {
      let shares = credit.byLever(of: spend)
      change(spend.day) { day in
        day.revenue += Int128(times * spend.amount)
        for share in shares {
          if let lever = share.lever {
            day.credit[lever] += Int128(times * share.amount)
          } else {
            day.unattributed += Int128(times * share.amount)
          }
        }
      }
    }
    addCosts(history, context, times)
    if context.rules.basis == .bookings {
      let bookings = Bookings(history.timeline, context.timelines, context.rules)
      wonWithoutAmount += times * Int64(bookings.withoutAmount.count)
    }
  }

  private mutating func addCosts(
    _ history: CustomerHistory, _ context: SumContext, _ times: Int64
  ) {
    let stream = history.timeline.columns.cost
    for row in history.timeline.cost {
      let key = context.timelines.keys.keys[Int(stream.key[row])]
      let day = context.rules.day(stream.at[row])
      let amount = context.rules.convert(stream.amount[row], key.currency, onDay: day)
      let lever = key.lever ?? context.lever(ofPlay: key.play)
      change(day) { day in
        day.cost += Int128(times * amount)
        if let lever {
          day.costs[lever] += Int128(times * amount)
        } else {
          day.costUnattributed += Int128(times * amount)
        }
      }
    }
  }

  private mutating func change(_ day: Int32, _ edit: (inout Day) -> Void) {
    var value = days[day] ?? Day()
    edit(&value)
    days[day] = value.isEmpty ? nil : value
  }
}
