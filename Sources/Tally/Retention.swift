public import Facts

/// Cohorts of customers by when they activated, and how many spent in the k-th unit after.
public struct Retention: CustomerSum {
  /// How time is cut.
  public let clock: Clock
  /// By the number of the unit in which the cohort activated.
  public private(set) var cohorts: [Int32: Cohort] = [:]

  /// A cohort. Index k is the k-th unit after activation, 0 the unit of activation.
  public struct Cohort: Sendable, Equatable {
    /// Customers who activated in the cohort's unit.
    public var size: Int64 = 0
    /// Customers who spent in exactly the k-th unit.
    public var on: [Int64] = []
    /// Customers whose last spending is in exactly the k-th unit.
    public var last: [Int64] = []
    /// Net money in the k-th unit in minor units; what was spent before activation is in the 0th.
    public var money: [Int128] = []

    /// A cohort of nobody.
    public init() {}

    var isEmpty: Bool {
      size == 0 && (on + last).allSatisfy { $0 == 0 } && money.allSatisfy { $0 == 0 }
    }
  }

  /// A unit of time, and whether it runs by the calendar or from each customer's activation.
  public struct Clock: Hashable, Sendable {
    /// What index k of a cohort counts.
    public let unit: Unit
    /// k × 24 h (7 days, 30 days, 91 days) from the moment of activation.
    public let rolling: Bool

    /// Units of a clock.
    public enum Unit: String, CaseIterable, Sendable { case day, week, month, quarter }

    /// A clock of a unit.
    public init(unit: Unit, rolling: Bool = false) {
      self.unit = unit
      self.rolling = rolling
    }

    /// Days in a rolling unit.
    public var rollingDays: Int {
      switch unit {
      case .day: 1
      case .week: 7
      case .month: 30
      case .quarter: 91
      }
    }

    /// The number of the calendar unit that holds a day. Weeks start on Monday.
    public func number(of day: Int32, _ rules: Rules) -> Int32 {
      switch unit {
      case .day: day
      case .week: Int32(floorDivide(Int(day) + 3, 7))
      case .month, .quarter:
        Int32(calendar(rules).number(of: CalendarDay(number: day)))
      }
    }

    /// The days of a calendar unit.
    public func period(_ number: Int32, _ rules: Rules) -> Period {
      switch unit {
      case .day:
        let day = CalendarDay(number: number)
        return Period(label: day.description, first: day, end: day.advanced(by: 1))
      case .week:
        let monday = CalendarDay(number: number * 7 - 3)
        return Period(label: monday.description, first: monday, end: monday.advanced(by: 7))
      case .month, .quarter: return calendar(rules).period(Int(number))
      }
    }

    private func calendar(_ rules: Rules) -> FiscalCalendar {
      FiscalCalendar(
        length: unit == .quarter ? .quarter : .month, firstMonth: rules.fiscal.firstMonth)
    }
  }

  /// Nothing yet, by a clock.
  public init(clock: Clock) { self.clock = clock }

  /// Adds the customer to the cohort of their activation; one who has not activated adds nothing.
  public mutating func add(_ history: CustomerHistory, _ context: SumContext, times: Int64) {
    guard let activated = history.activation else { return }
    let rules = context.rules
    let born = clock.number(of: activated.day, rules)
    let clock = clock
    let age = { (at: Int64, day: Int32) -> Int in
      guard clock.rolling else { return max(0, Int(clock.number(of: day, rules) - born)) }
      return max(0, Int((at - activated.at) / (Int64(clock.rollingDays) * 86_400_000)))
    }
    var ages = Set<Int>()
    for spend in history.money where spend.amount > 0 && spend.at >= activated.at {
      ages.insert(age(spend.at, spend.day))
    }
    for spend in history.time where spend.seconds > 0 && spend.at >= activated.at {
      ages.insert(age(spend.at, spend.day))
    }
    var cohort = cohorts[born] ?? Cohort()
    cohort.size += times
    for age in ages { Retention.add(times, at: age, to: &cohort.on) }
    if let latest = ages.max() { Retention.add(times, at: latest, to: &cohort.last) }
    for spend in history.money {
      Retention.add(Int128(times * spend.amount), at: age(spend.at, spend.day), to: &cohort.money)
    }
    cohorts[born] = cohort.isEmpty ? nil : cohort
  }

  /// Adds at an index, growing the array; zeros at the end are dropped, so that a customer put in
  /// and taken out leaves nothing behind.
  private static func add<Count: SignedInteger>(
    _ quantity: Count, at index: Int, to array: inout [Count]
  ) {
    while array.count <= index { array.append(0) }
    array[index] += quantity
    while array.last == 0 { array.removeLast() }
  }
}
