public import Facts
internal import Planning

/// How many customers activate, stay, come back and lapse, by period, and what they spend.
public struct Lifecycle: CustomerSum {
  /// The day the counts are of; later days are not looked at.
  private let today: Int32
  /// By period number.
  public private(set) var periods: [Int32: InPeriod] = [:]
  /// Activations by day number.
  public private(set) var activations: [Int32: Int64] = [:]
  /// Customers as they stand today.
  public private(set) var now = Standing()

  /// One period's customers, and the money (minor units) and time (seconds) they spent in it.
  public struct InPeriod: Sendable, Equatable {
    /// Customers who activated in the period.
    public var new: Int64 = 0
    /// Customers who spent in it and in the one before, having activated before it.
    public var retained: Int64 = 0
    /// Customers who activated earlier and spent in it, but not in the one before.
    public var reactivated: Int64 = 0
    /// Customers who spent in the one before, and not in it.
    public var lapsed: Int64 = 0
    /// Customers who spent within the plan's `lapse` up to its last day, or up to today.
    public var activeAtEnd: Int64 = 0
    /// Net money in minor units.
    public var money = BySort()
    /// Time in seconds.
    public var seconds = BySort()

    /// A period without customers.
    public init() {}
  }

  /// A quantity by the sort of customer it came from.
  public struct BySort: Sendable, Equatable {
    /// From customers who activated in the period.
    public var new: Int128 = 0
    /// From customers who also spent in the period before.
    public var retained: Int128 = 0
    /// From customers who spent nothing in the period before, and activated earlier.
    public var reactivated: Int128 = 0
    /// From customers who have not activated, who only had money back, or who are not named.
    public var other: Int128 = 0
    /// All of them.
    public var sum: Int128 { new + retained + reactivated + other }
  }

  /// Customers by where they stand on a day.
  public struct Standing: Sendable, Equatable {
    /// Activated that day.
    public var new: Int64 = 0
    /// Activated, and spent within the plan's `lapse`.
    public var active: Int64 = 0
    /// Activated, and spent nothing for the plan's `lapse`.
    public var lapsed: Int64 = 0
    /// Spent that day after having lapsed.
    public var reactivated: Int64 = 0
    /// Activated at any time.
    public var everActivated: Int64 = 0
  }

  /// Nothing yet, to be counted as of a day.
  public init(today: CalendarDay) { self.today = today.number }

  fileprivate enum Sort { case new, retained, reactivated, other }

  /// Adds the customer to the periods they spent in, and to the standing as of today.
  public mutating func add(_ history: CustomerHistory, _ context: SumContext, times: Int64) {
    let rules = context.rules
    let days = history.spendingDays
    var sorts: [Int32: Sort] = [:]
    if let activated = history.activation {
      activations[activated.day, default: 0] += times
      if activations[activated.day] == 0 { activations[activated.day] = nil }
      let born = rules.period(ofDay: activated.day)
      let spent = Set(days.map(rules.period))
      sorts = self.sorts(born: born, spent: spent)
      count(sorts, spent, born, rules, times)
      standing(activated.day, days, rules, times)
      activeAtEnds(days, activated.day, rules, times)
    }
    for spend in history.money {
      let period = rules.period(ofDay: spend.day)
      change(period) { $0.money.add(sorts[period] ?? .other, Int128(times * spend.amount)) }
    }
    for spend in history.time {
      let period = rules.period(ofDay: spend.day)
      change(period) { $0.seconds.add(sorts[period] ?? .other, Int128(times * spend.seconds)) }
    }
  }

  /// What the customer is in each period in which they spend, from activation on.
  private func sorts(born: Int32, spent: Set<Int32>) -> [Int32: Sort] {
    var sorts: [Int32: Sort] = [:]
    for period in spent where period >= born {
      sorts[period] = period == born ? .new : spent.contains(period - 1) ? .retained : .reactivated
    }
    return sorts
  }

  private mutating func count(
    _ sorts: [Int32: Sort], _ spent: Set<Int32>, _ born: Int32, _ rules: Rules, _ times: Int64
  ) {
    let last = rules.period(ofDay: today)
    for (period, sort) in sorts {
      change(period) {
        switch sort {
        case .new: $0.new += times
        case .retained: $0.retained += times
        case .reactivated: $0.reactivated += times
        case .other: break
        }
      }
      if period < last, !spent.contains(period + 1) { change(period + 1) { $0.lapsed += times } }
    }
  }

  private mutating func standing(
    _ activated: Int32, _ days: [Int32], _ rules: Rules, _ times: Int64
  ) {
    guard let latest = days.last(where: { $0 <= today }) else { return }
    let lapse = Int32(rules.activation.lapse)
    now.everActivated += times
    if activated == today { now.new += times }
    if today - latest < lapse { now.active += times } else { now.lapsed += times }
    let before = days.last { $0 < today }
    if latest == today, activated < today, let before, today - before >= lapse {
      now.reactivated += times
    }
  }

  /// Active at a period's end: spent within `lapse` days up to its last day (or today).
  private mutating func activeAtEnds(
    _ days: [Int32], _ activated: Int32, _ rules: Rules, _ times: Int64
  ) {
    let lapse = Int32(rules.activation.lapse)
    let last = rules.period(ofDay: today)
    var counted = Int32.min
    for day in days where day >= activated && day <= today {
      var period = max(rules.period(ofDay: day), counted + 1)
      while period <= last {
        let end = min(rules.fiscal.period(Int(period)).last.number, today)
        guard end - day < lapse else { break }
        change(period) { $0.activeAtEnd += times }
        counted = period
        period += 1
      }
    }
  }

  private mutating func change(_ period: Int32, _ edit: (inout InPeriod) -> Void) {
    var value = periods[period] ?? InPeriod()
    edit(&value)
    periods[period] = value == InPeriod() ? nil : value
  }
}

extension Lifecycle.BySort {
  fileprivate mutating func add(_ sort: Lifecycle.Sort, _ quantity: Int128) {
    switch sort {
    case .new: new += quantity
    case .retained: retained += quantity
    case .reactivated: reactivated += quantity
    case .other: other += quantity
    }
  }
}
