internal import Facts

/// What changed from one period's money to the next, customer by customer.
public struct Bridge: CustomerSum {
  /// By the number of the period it leads to.
  public private(set) var periods: [Int32: Moves] = [:]

  /// The moves between two periods: amounts in minor units, and how many customers made them.
  public struct Moves: Sendable, Equatable {
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

  /// Adds the customer's moves into each period with money and into the one after it.
  public mutating func add(_ history: CustomerHistory, _ context: SumContext, times: Int64) {
    let sums = history.moneyByPeriod(context.rules)
    var nets: [Int32: Int128] = [:]
    for sum in sums { nets[sum.period] = sum.net }
    let firstSpent = sums.first { $0.spent }?.period ?? Int32.max
    let touched = Set(nets.keys).union(nets.keys.map { $0 + 1 })
    for period in touched {
      let move = Move(
        before: nets[period - 1] ?? 0, now: nets[period] ?? 0, spentBefore: firstSpent < period)
      var moves = periods[period] ?? Moves()
      moves.add(move, times, isCustomer: history.customer != 0)
      periods[period] = moves == Moves() ? nil : moves
    }
  }
}

/// One customer's change from one figure to the next.
struct Move {
  let before: Int128
  let now: Int128
  /// Whether the customer had spent anything before the later period.
  let spentBefore: Bool
}

extension Bridge.Moves {
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
