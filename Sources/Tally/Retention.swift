public import Facts

/// Cohorts of customers by when they activated, and how many spent in the k-th unit after.
public struct Retention: CustomerSum {
  /// How time is cut.
  public let clock: Clock
  private var byUnit = Numbered<Cohort>()
  /// By the number of the unit in which the cohort activated.
  public var cohorts: [Int32: Cohort] { byUnit.all }

  /// A cohort. Index k is the k-th unit after activation, 0 the unit of activation.
  public struct Cohort: Sendable, Equatable, Quantity {
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

    static func += (sum: inout Cohort, other: Cohort) {
      sum.size += other.size
      for (age, count) in other.on.enumerated() { Retention.add(count, at: age, to: &sum.on) }
      for (age, count) in other.last.enumerated() { Retention.add(count, at: age, to: &sum.last) }
      for (age, money) in other.money.enumerated() { Retention.add(money, at: age, to: &sum.money) }
    }

    /// Equal where the same is counted, however far the arrays reach.
    public static func == (left: Cohort, right: Cohort) -> Bool {
      left.size == right.size && same(left.on, right.on) && same(left.last, right.last)
        && same(left.money, right.money)
    }

    private static func same<Count: SignedInteger>(_ left: [Count], _ right: [Count]) -> Bool {
      (0..<max(left.count, right.count)).allSatisfy { place in
        (place < left.count ? left[place] : 0) == (place < right.count ? right[place] : 0)
      }
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
      case .month where rules.fiscal.length == .month,
        .quarter where rules.fiscal.length == .quarter:
        rules.period(ofDay: day)
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

  /// Adds the customers to the cohorts of their activation; one who has not activated adds nothing.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    let time = block[.time]
    var spends = Spends(block, context)
    var ages = Lane<Int32>()
    for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
      spends.read(slot)
      let rows = time.rows(of: slot)
      guard let at = spends.activation(time, rows) else { continue }
      let born = clock.number(of: context.rules.day(at), context.rules)
      ages.clear()
      for index in 0..<spends.count where spends.amount[index] > 0 && spends.at[index] >= at {
        note(age(spends.at[index], born, at, context.rules), &ages)
      }
      for row in rows where time.amount(row) > 0 {
        let moment = time.at(row)
        if moment >= at { note(age(moment, born, at, context.rules), &ages) }
      }
      ages.sort(0..<ages.count) { $0 < $1 }
      byUnit[born].size += times
      var last = Int32.min
      for index in 0..<ages.count where ages[index] != last {
        last = ages[index]
        Retention.add(times, at: Int(last), to: &byUnit[born].on)
      }
      if last >= 0 { Retention.add(times, at: Int(last), to: &byUnit[born].last) }
      for index in 0..<spends.count {
        let age = Int(age(spends.at[index], born, at, context.rules))
        Retention.add(
          Int128(times) * Int128(spends.amount[index]), at: age, to: &byUnit[born].money)
      }
    }
  }

  @inline(__always)
  private func age(_ moment: Int64, _ born: Int32, _ at: Int64, _ rules: Rules) -> Int32 {
    guard clock.rolling else { return max(0, clock.number(of: rules.day(moment), rules) - born) }
    return Int32(clamping: max(0, (moment - at) / (Int64(clock.rollingDays) * 86_400_000)))
  }

  @inline(__always)
  private func note(_ age: Int32, _ ages: inout Lane<Int32>) {
    if ages.isEmpty || ages[ages.count - 1] != age { ages.append(age) }
  }

  /// Adds what another sum by the same clock holds.
  public mutating func merge(_ other: Retention) { byUnit.merge(other.byUnit) }

  /// Adds at an index, growing the array.
  @inline(__always)
  private static func add<Count: SignedInteger>(
    _ quantity: Count, at index: Int, to array: inout [Count]
  ) {
    while array.count <= index { array.append(0) }
    array[index] += quantity
  }
}
