internal import Facts

/// The change in customers' recurring money from one period to the next.
///
/// Only money facts with a service period count, without their tax; one-off money doesn't. Figures
/// are monthly rates: under `fulcrum`, of the last month of the period; under the vendors'
/// conventions, at the end of the period's last day.
public struct RecurringBridge: CustomerSum {
  /// The rules for rates, changes and refunds.
  public let convention: Convention
  private let last: Int32
  /// The most periods that are examined before the last: forty years of months.
  ///
  /// Service periods may begin as early as the year 1.
  private static let furthestBack: Int32 = 480
  private var byPeriod = Numbered<Bridge.Moves>()
  /// Moves by the number of the later period.
  public var periods: [Int32: Bridge.Moves] { byPeriod.all }

  /// An empty sum, up to the period with number `last`.
  public init(_ convention: Convention, through last: Int32) {
    self.convention = convention
    self.last = last
  }

  /// Adds the changes in the customers' recurring money, period by period up to the last.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money)) else { return }
    let money = block[.money]
    guard money.detailRows.count > 0 else { return }
    for slot in slots where !block.isLeftOut(slot) {
      let rows = money.rows(of: slot)
      guard money.hasDetails(rows) else { continue }
      add(
        Service.all(of: money, rows, context, convention), context.rules, times,
        isCustomer: block.customer(slot) != 0)
    }
  }

  private mutating func add(
    _ services: [Service], _ rules: Rules, _ times: Int64, isCustomer: Bool
  ) {
    guard let first = services.map(\.from).min(), let end = services.map(\.to).max() else { return }
    let start = rules.period(ofDay: first)
    let stop = min(last, rules.period(ofDay: end) + 1)
    let begin = max(start, last - RecurringBridge.furthestBack)
    guard begin <= stop else { return }
    if convention.countsEvents {
      addEvents(MonthlyRates(services), begin...stop, rules, times, isCustomer)
    } else {
      addSnapshots(services, begin...stop, rules, times, isCustomer)
    }
  }

  private mutating func addSnapshots(
    _ services: [Service], _ range: ClosedRange<Int32>, _ rules: Rules, _ times: Int64,
    _ isCustomer: Bool
  ) {
    let rates = MonthlyRates(services)
    func rate(_ period: Int32) -> Int128 {
      let closing = rules.fiscal.period(Int(period)).last
      return convention.spreadsByDays
        ? Service.spread(services, overMonthOf: closing) : rates.rate(onDay: closing.number)
    }
    let first = rules.fiscal.period(Int(range.lowerBound)).first.number
    var before = rate(range.lowerBound - 1)
    var hadAny = services.contains { $0.from < first && $0.amount > 0 }
    for period in range {
      let now = rate(period)
      change(period, Move(before: before, now: now, spentBefore: hadAny), times, isCustomer)
      hadAny = hadAny || now > 0
      before = now
    }
  }

  private mutating func addEvents(
    _ rates: MonthlyRates, _ range: ClosedRange<Int32>, _ rules: Rules, _ times: Int64,
    _ isCustomer: Bool
  ) {
    var before: Int128 = 0
    var hadAny = false
    for event in rates.steps {
      let period = rules.period(ofDay: event.day)
      guard period <= last else { break }
      defer {
        hadAny = hadAny || event.rate > 0
        before = event.rate
      }
      guard period >= range.lowerBound else { continue }
      var step = Bridge.Moves()
      step.add(
        Move(before: before, now: event.rate, spentBefore: hadAny), times, isCustomer: isCustomer)
      byPeriod.change(period) { $0.addMoves(step) }
    }
    for period in range {
      let closing = rules.fiscal.period(Int(period))
      let from = rates.rate(onDay: closing.first.number - 1)
      let to = rates.rate(onDay: closing.last.number)
      var moves = Bridge.Moves()
      let weight = Int128(times)
      moves.from += weight * from
      moves.to += weight * to
      if from > 0 {
        moves.stayed += weight * max(0, to)
        moves.held += weight * max(0, min(from, to))
      }
      moves.customers.from += from > 0 && isCustomer ? times : 0
      moves.customers.to += to > 0 && isCustomer ? times : 0
      byPeriod.change(period) { $0 += moves }
    }
  }

  private mutating func change(
    _ period: Int32, _ move: Move, _ times: Int64, _ isCustomer: Bool
  ) {
    byPeriod.change(period) { $0.add(move, times, isCustomer: isCustomer) }
  }

  /// Adds another sum under the same convention.
  public mutating func merge(_ other: RecurringBridge) { byPeriod.merge(other.byPeriod) }
}
