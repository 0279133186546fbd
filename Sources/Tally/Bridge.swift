internal import Facts

/// The change in customers' net money from one period to the next, by kind of change.
public struct Bridge: CustomerSum {
  private var byPeriod = Numbered<Moves>()
  /// Moves by the number of the later period.
  public var periods: [Int32: Moves] { byPeriod.all }

  /// The moves between two consecutive periods: amounts in minor units, and customers counted.
  public struct Moves: Sendable, Equatable, Quantity {
    /// Net money of the earlier period.
    public var from: Int128 = 0
    /// Money of the later period from customers who had never spent before it.
    public var new: Int128 = 0
    /// Money of the later period from customers who came back.
    ///
    /// They had spent before, but their net in the earlier period was zero or less.
    public var reactivation: Int128 = 0
    /// Increases of customers whose net was above zero in the earlier period.
    public var expansion: Int128 = 0
    /// Decreases of customers who stay above zero, and ``belowZero``.
    public var contraction: Int128 = 0
    /// Earlier money of customers whose net was above zero then and is zero or less now.
    public var lapse: Int128 = 0
    /// Net money of the later period.
    public var to: Int128 = 0
    /// The part of ``contraction`` by which customers' nets below zero grew.
    public var belowZero: Int128 = 0
    /// Later money of the customers above zero in the earlier period, each at least zero.
    ///
    /// The numerator of net revenue retention.
    public var stayed: Int128 = 0
    /// ``stayed`` with each customer capped at the earlier amount.
    ///
    /// The numerator of gross revenue retention.
    public var held: Int128 = 0
    /// Customers under the same headings; facts without a customer add money, but not a customer.
    public var customers = Customers()

    /// Customers counted by kind of move.
    public struct Customers: Sendable, Equatable {
      /// Customers above zero in the earlier period.
      public var from: Int64 = 0
      /// Customers in ``Moves/new``.
      public var new: Int64 = 0
      /// Customers in ``Moves/reactivation``.
      public var reactivation: Int64 = 0
      /// Customers in ``Moves/expansion``.
      public var expansion: Int64 = 0
      /// Customers above zero in both periods, with less in the later one.
      public var contraction: Int64 = 0
      /// Customers in ``Moves/lapse``.
      public var lapse: Int64 = 0
      /// Customers above zero in the later period.
      public var to: Int64 = 0
      /// Zero customers under every heading.
      public init() {}
    }

    /// Zero under every heading.
    public init() {}
  }

  /// An empty sum.
  public init() {}

  /// Adds each customer's moves into every period with money, and into the period after it.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal)) else { return }
    var spends = Spends(block, context)
    var sums = Lane<PeriodSum>()
    for slot in slots where !block.isLeftOut(slot) {
      spends.read(slot)
      guard spends.count > 0 else { continue }
      Bridge.sum(spends, context.rules, &sums)
      let isCustomer = block.customer(slot) != 0
      var hasSpent = false
      for index in 0..<sums.count {
        let sum = sums[index]
        let follows = index > 0 && sums[index - 1].period == sum.period - 1
        let move = Move(
          before: follows ? sums[index - 1].net : 0, now: sum.net, spentBefore: hasSpent)
        byPeriod.change(sum.period) { $0.add(move, times, isCustomer: isCustomer) }
        hasSpent = hasSpent || sum.spent
        if index + 1 == sums.count || sums[index + 1].period != sum.period + 1 {
          let end = Move(before: sum.net, now: 0, spentBefore: hasSpent)
          byPeriod.change(sum.period + 1) { $0.add(end, times, isCustomer: isCustomer) }
        }
      }
    }
  }

  /// One customer's money of a period.
  private struct PeriodSum: BitwiseCopyable {
    let period: Int32
    var net: Int128
    /// True if the customer paid anything in the period, whatever was refunded.
    var spent: Bool
  }

  /// Sums net money by period, ascending; periods without money are left out.
  private static func sum(
    _ spends: borrowing Spends, _ rules: Rules, _ sums: inout Lane<PeriodSum>
  ) {
    sums.clear()
    for index in 0..<spends.count {
      let period = rules.period(at: spends.at[index])
      let amount = spends.amount[index]
      if !sums.isEmpty, sums[sums.count - 1].period == period {
        sums[sums.count - 1].net += Int128(amount)
        sums[sums.count - 1].spent = sums[sums.count - 1].spent || amount > 0
      } else {
        sums.append(PeriodSum(period: period, net: Int128(amount), spent: amount > 0))
      }
    }
  }

  /// Adds another sum.
  public mutating func merge(_ other: Bridge) { byPeriod.merge(other.byPeriod) }
}

/// One customer's change from one period's figure to the next.
struct Move {
  let before: Int128
  let now: Int128
  /// True if the customer spent anything before the later period.
  let spentBefore: Bool
}

extension Bridge.Moves {
  static func += (sum: inout Bridge.Moves, other: Bridge.Moves) {
    sum.from += other.from
    sum.to += other.to
    sum.stayed += other.stayed
    sum.held += other.held
    sum.customers.from += other.customers.from
    sum.customers.to += other.customers.to
    sum.addMoves(other)
  }

  /// Adds the moves and their customers, but not the totals of the two periods.
  mutating func addMoves(_ other: Bridge.Moves) {
    new += other.new
    reactivation += other.reactivation
    expansion += other.expansion
    contraction += other.contraction
    lapse += other.lapse
    belowZero += other.belowZero
    customers.new += other.customers.new
    customers.reactivation += other.customers.reactivation
    customers.expansion += other.customers.expansion
    customers.contraction += other.customers.contraction
    customers.lapse += other.customers.lapse
  }

  /// Adds one customer's change under its heading, `times` times.
  ///
  /// The headings use nets of at least zero; the change below zero goes to `contraction`.
  /// `isCustomer` is false for facts without a customer: they add money, but not a customer.
  mutating func add(_ move: Move, _ times: Int64, isCustomer: Bool) {
    let before = max(0, move.before)
    let now = max(0, move.now)
    let weight = Int128(times)
    let heads = isCustomer ? times : 0
    from += weight * move.before
    to += weight * move.now
    if before > 0 {
      customers.from += heads
      stayed += weight * now
      held += weight * min(before, now)
    }
    if now > 0 { customers.to += heads }
    let below = (now - move.now) - (before - move.before)
    belowZero += weight * below
    contraction += weight * below
    switch (before, now) {
    case (0, 0): break
    case (0, _) where move.spentBefore:
      reactivation += weight * now
      customers.reactivation += heads
    case (0, _):
      new += weight * now
      customers.new += heads
    case (_, 0):
      lapse += weight * before
      customers.lapse += heads
    case _ where now > before:
      expansion += weight * (now - before)
      customers.expansion += heads
    case _ where now < before:
      contraction += weight * (before - now)
      customers.contraction += heads
    default: break
    }
  }
}
