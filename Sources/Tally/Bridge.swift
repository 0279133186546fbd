internal import Facts

/// What changed from one period's money to the next, customer by customer.
public struct Bridge: CustomerSum {
  private var byPeriod = Numbered<Moves>()
  /// By the number of the period it leads to.
  public var periods: [Int32: Moves] { byPeriod.all }

  /// The moves between two periods: amounts in minor units, and how many customers made them.
  public struct Moves: Sendable, Equatable, Quantity {
    /// Money of the period before.
    public var from: Int128 = 0
    /// Money of the period from customers who had never spent before it.
    public var new: Int128 = 0
    /// Money of the period from customers who had spent before it, but came to nothing in the one
    /// before.
    public var reactivation: Int128 = 0
    /// How much more customers came to than in the period before, of those above zero in it.
    public var expansion: Int128 = 0
    /// What fell, ``belowZero`` among it.
    public var contraction: Int128 = 0
    /// What customers who come to nothing came to in the period before.
    public var lapse: Int128 = 0
    /// Money of the period.
    public var to: Int128 = 0
    /// The part of ``contraction`` by which customers' nets below zero grew.
    public var belowZero: Int128 = 0
    /// What the customers of the start, those above zero, come to at the end.
    public var stayed: Int128 = 0
    /// The same, each no higher than at the start.
    public var held: Int128 = 0
    /// Heads for the same headings; facts that name no customer are money but nobody.
    public var customers = Customers()

    /// How many customers did what.
    public struct Customers: Sendable, Equatable {
      /// Above zero in the period before.
      public var from: Int64 = 0
      /// In ``Moves/new``.
      public var new: Int64 = 0
      /// In ``Moves/reactivation``.
      public var reactivation: Int64 = 0
      /// In ``Moves/expansion``.
      public var expansion: Int64 = 0
      /// Above zero in both periods, and less in the later one.
      public var contraction: Int64 = 0
      /// In ``Moves/lapse``.
      public var lapse: Int64 = 0
      /// Above zero in the period.
      public var to: Int64 = 0
      /// Nobody.
      public init() {}
    }

    /// No moves.
    public init() {}
  }

  /// Nothing yet.
  public init() {}

  /// Adds the customers' moves into each period with money and into the one after it.
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
    /// Whether anything was paid in it, whatever was refunded.
    var spent: Bool
  }

  /// Net money by period, for periods in which there was any, ascending.
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

  /// Adds what another sum holds.
  public mutating func merge(_ other: Bridge) { byPeriod.merge(other.byPeriod) }
}

/// One customer's change from one figure to the next.
struct Move {
  let before: Int128
  let now: Int128
  /// Whether the customer had spent anything before the later period.
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

  /// Adds the headings of another, but not where they start and end.
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

  /// Books one customer's change under its heading, `times` over.
  ///
  /// Nets are held at zero for the headings; what lies below zero changes `contraction`. Facts that
  /// name no customer are money but nobody: `isCustomer` is false for them.
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
