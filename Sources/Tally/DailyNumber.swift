public import Facts
internal import Planning

/// The Number's money by day: revenue on the plan's basis, cost, and each lever's credit for both.
public struct DailyNumber: CustomerSum {
  private var byDay = Numbered<Day>()
  /// Money in minor units by day number.
  public var days: [Int32: Day] { byDay.all }
  /// Deals won without an amount.
  public private(set) var wonWithoutAmount: Int64 = 0

  /// One day's money in minor units.
  public struct Day: Sendable, Equatable, Quantity {
    /// Revenue on the plan's basis, less refunds and deals lost again.
    public var revenue: Int128 = 0
    /// Cost of levers and plays.
    public var cost: Int128 = 0
    /// Revenue credited to each lever.
    public var credit = ByLever()
    /// Revenue that no lever is credited with.
    public var unattributed: Int128 = 0
    /// Cost by lever.
    public var costs = ByLever()
    /// Cost of plays without a lever.
    public var costUnattributed: Int128 = 0
    /// Pay accrued on the day; set by ``DailyNumber/setPayouts(_:)``.
    public var payouts = Payouts()

    /// A day without money.
    public init() {}

    static func += (sum: inout Day, other: Day) {
      sum.revenue += other.revenue
      sum.cost += other.cost
      sum.credit += other.credit
      sum.unattributed += other.unattributed
      sum.costs += other.costs
      sum.costUnattributed += other.costUnattributed
      sum.payouts += other.payouts
    }
  }

  /// Pay by the lever of those who earned it.
  public struct Payouts: Sendable, Equatable {
    /// Pay of members who have a lever.
    public var levers = ByLever()
    /// Pay of members without a lever, in minor units.
    public var withoutLever: Int128 = 0

    /// No pay.
    public init() {}

    /// The pay of all members, in minor units.
    public var sum: Int128 { levers.sum + withoutLever }

    static func += (sum: inout Payouts, other: Payouts) {
      sum.levers += other.levers
      sum.withoutLever += other.withoutLever
    }
  }

  /// An amount for each lever.
  public struct ByLever: Sendable, Equatable {
    /// The amount for product, in minor units.
    public var product: Int128 = 0
    /// The amount for sales, in minor units.
    public var sales: Int128 = 0
    /// The amount for marketing, in minor units.
    public var marketing: Int128 = 0

    /// Zero for every lever.
    public init() {}

    /// The sum over all levers.
    public var sum: Int128 { product + sales + marketing }

    static func += (sum: inout ByLever, other: ByLever) {
      sum.product += other.product
      sum.sales += other.sales
      sum.marketing += other.marketing
    }

    /// Adds an amount to the lever with a given number: 1 is product, 2 sales, any other marketing.
    @inline(__always)
    mutating func add(_ amount: Int128, lever: UInt8) {
      switch lever {
      case 1: product += amount
      case 2: sales += amount
      default: marketing += amount
      }
    }

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

  /// Weight of each play in the `markov` model, by the ledger's number of the play.
  private let removal: [Int64: Int64]

  /// True if money is shared among levers; false if all of it stays unattributed.
  private let isCredited: Bool

  /// An empty sum. `removal` weighs plays for `markov`; without it that model credits nobody.
  public init(removal: [Int64: Int64] = [:]) {
    self.removal = removal
    isCredited = true
  }

  /// An empty sum of money only.
  ///
  /// All money stays unattributed, which takes a fraction of the time.
  public static var moneyAlone: DailyNumber { DailyNumber(isCredited: false) }

  private init(isCredited: Bool) {
    removal = [:]
    self.isCredited = isCredited
  }

  /// Sets the pay accrued on each day.
  public mutating func setPayouts(_ payouts: [Int32: Payouts]) {
    for (day, amounts) in payouts { byDay.change(day) { $0.payouts = amounts } }
  }

  /// One day's money; zeros for a day without any.
  public subscript(_ day: Int32) -> Day { byDay[day] }

  /// Adds the customers' money and credit to the days on which they count.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal, .touch, .cost)) else { return }
    addCosts(block, slots, context, times)
    var spends = Spends(block, context)
    let weights = removal.isEmpty ? [] : context.plays.all.map { removal[$0.number] ?? 0 }
    var window = TouchWindow(block, context, playWeights: weights)
    let touches = block[.touch]
    let model = context.rules.attribution.model
    for slot in slots where !block.isLeftOut(slot) {
      spends.read(slot)
      wonWithoutAmount += times * spends.withoutAmount
      guard spends.count > 0 else { continue }
      let refunds = Refunds(spends)
      let rows = touches.rows(of: slot)
      for index in 0..<spends.count {
        let amount = spends.amount[index]
        let (origin, before) = refunds.origin(of: index)
        guard max(spends.at[index], spends.at[origin]) >= block.since(slot) else { continue }
        let day = context.rules.day(spends.at[index])
        let whole = scaled(Int128(amount), times)
        let isShared =
          isCredited && window.open(rows, before: spends.at[origin])
          && window.share(amount, before: before, model)
        byDay.change(day) {
          $0.revenue += whole
          if !isShared { $0.unattributed += whole }
        }
        if isShared { add(window, day, times) }
      }
    }
  }

  private mutating func add(_ window: borrowing TouchWindow, _ day: Int32, _ times: Int64) {
    for place in 0..<window.plays.count {
      let share = scaled(Int128(window.shares[place]), times)
      let lever = window.levers[place]
      byDay.change(day) {
        if lever == 0 { $0.unattributed += share } else { $0.credit.add(share, lever: lever) }
      }
    }
  }

  private mutating func addCosts(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, _ times: Int64
  ) {
    let stream = block[.cost]
    block.changing(stream, slots) { rows in
      for row in rows {
        let lever = context.keys[stream.key(row)].lever
        let amount = scaled(Int128(context.money(stream, row)), times)
        let day = context.rules.day(stream.at(row))
        byDay.change(day) {
          $0.cost += amount
          if lever == 0 {
            $0.costUnattributed += amount
          } else {
            $0.costs.add(amount, lever: lever)
          }
        }
      }
    }
  }

  /// Adds another sum.
  public mutating func merge(_ other: DailyNumber) {
    byDay.merge(other.byDay)
    wonWithoutAmount += other.wonWithoutAmount
  }
}
