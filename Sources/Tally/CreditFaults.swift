internal import Planning

/// Checks that credit adds up to the money, under every model that looks at one customer alone.
///
/// A correct engine finds no faults.
public struct CreditFaults: CustomerSum {
  /// Ledger numbers of facts whose plays' credit doesn't add up to the amount.
  ///
  /// Also payments refunded in full that still leave credit with a play.
  public private(set) var broken: Set<Int64> = []
  /// Facts compared, counted once for each model.
  public private(set) var compared: Int64 = 0

  private static let models: [Attribution.Model] = [
    .first, .last, .linear, .position, .decay, .shapley,
  ]

  /// An empty check.
  public init() {}

  /// Credits the customers' money under each model and checks the sums.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal, .touch)) else { return }
    var spends = Spends(block, context)
    var window = TouchWindow(block, context)
    for slot in slots where !block.isLeftOut(slot) {
      spends.read(slot)
      guard spends.count > 0 else { continue }
      for model in CreditFaults.models {
        check(spends, block[.touch].rows(of: slot), &window, model)
        compared += times * Int64(spends.count)
      }
    }
  }

  private mutating func check(
    _ spends: borrowing Spends, _ rows: Range<Int>, _ window: inout TouchWindow,
    _ model: Attribution.Model
  ) {
    let refunds = Refunds(spends)
    var left: [Int: (amount: Int128, shares: [Int32: Int64])] = [:]
    for index in 0..<spends.count {
      let (origin, before) = refunds.origin(of: index)
      var balance = left[origin] ?? (0, [:])
      balance.amount += Int128(spends.amount[index])
      if window.open(rows, before: spends.at[origin]),
        window.share(spends.amount[index], before: before, model)
      {
        var sum: Int128 = 0
        for place in 0..<window.plays.count {
          sum += Int128(window.shares[place])
          balance.shares[window.plays[place], default: 0] += window.shares[place]
        }
        if sum != Int128(spends.amount[index]) { broken.insert(spends.number(index)) }
      }
      left[origin] = balance
    }
    for (origin, balance) in left
    where balance.amount == 0 && balance.shares.values.contains(where: { $0 != 0 }) {
      broken.insert(spends.number(origin))
    }
  }

  /// Adds the faults and counts of another check.
  public mutating func merge(_ other: CreditFaults) {
    broken.formUnion(other.broken)
    compared += other.compared
  }
}
