public import Facts

/// Cohorts of customers by activation, and how many spent in the k-th unit after it.
public struct Retention: CustomerSum {
  /// The unit of time, by the calendar or from each customer's activation.
  public let clock: Clock
  private var born = Numbered<Int64>()
  /// Row: the unit of activation; column: units since activation.
  private var cells = DayGrid<Cell>()

  /// Customers of each cohort, by the number of the unit in which it activated.
  public var sizes: [Int32: Int64] { born.all }

  /// The cohorts by number of their activation unit, each limited to `columns` units.
  ///
  /// The unit of activation counts as one. A cohort takes memory up to its latest unit: one that
  /// activated in the year 1 has 700,000 days.
  public func cohorts(columns: Int) -> [Int32: Cohort] {
    var cohorts = born.all.mapValues { size in
      var cohort = Cohort()
      cohort.size = size
      return cohort
    }
    cells.each { unit, age, cell in
      guard age < columns else { return }
      cohorts[Int32(unit), default: Cohort()].put(cell, at: Int(age))
    }
    return cohorts
  }

  /// A cell's position: the unit of activation and the units since.
  private struct Place: Hashable {
    let unit: Int
    let age: Int32
  }

  private var places: [Place: Cell] {
    var places: [Place: Cell] = [:]
    cells.each { unit, age, cell in places[Place(unit: unit, age: age)] = cell }
    return places
  }

  /// A cohort's customers and money in one unit.
  fileprivate struct Cell: Quantity {
    var on: Int64 = 0
    var last: Int64 = 0
    var money: Int128 = 0

    static func += (sum: inout Cell, other: Cell) {
      sum.on += other.on
      sum.last += other.last
      sum.money += other.money
    }
  }

  /// One cohort. Index k is the k-th unit after activation; 0 is the unit of activation.
  public struct Cohort: Sendable, Equatable {
    /// Customers who activated in the cohort's unit.
    public var size: Int64 = 0
    /// Customers who spent in exactly the k-th unit.
    public var on: [Int64] = []
    /// Customers whose last spending is in exactly the k-th unit.
    public var last: [Int64] = []
    /// Net money in the k-th unit, in minor units; money before activation is in the 0th.
    public var money: [Int128] = []

    /// An empty cohort.
    public init() {}

    fileprivate mutating func put(_ cell: Cell, at age: Int) {
      let missing = max(0, age + 1 - on.count)
      on += repeatElement(0, count: missing)
      last += repeatElement(0, count: missing)
      money += repeatElement(0, count: missing)
      on[age] = cell.on
      last[age] = cell.last
      money[age] = cell.money
    }
  }

  /// A unit of time, counted by the calendar or from each customer's activation.
  public struct Clock: Hashable, Sendable {
    /// The unit of time between indices of a cohort.
    public let unit: Unit
    /// True if unit k starts k × 24 h (7 days, 30 days, 91 days) after the moment of activation.
    public let rolling: Bool

    /// The units of time.
    public enum Unit: String, CaseIterable, Sendable { case day, week, month, quarter }

    /// A clock with a unit, by the calendar unless `rolling`.
    public init(unit: Unit, rolling: Bool = false) {
      self.unit = unit
      self.rolling = rolling
    }

    /// True if its calendar units are the plan's periods.
    func isPeriod(of rules: Rules) -> Bool {
      unit == .month && rules.fiscal.length == .month
        || unit == .quarter && rules.fiscal.length == .quarter
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

    /// The number of the calendar unit that contains a day. Weeks start on Monday.
    public func number(of day: Int32, _ rules: Rules) -> Int32 {
      switch unit {
      case .day: day
      case .week: Int32(floorDivide(Int(day) + 3, 7))
      case .month where isPeriod(of: rules), .quarter where isPeriod(of: rules):
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

  /// An empty sum for a clock.
  public init(clock: Clock) { self.clock = clock }

  /// True if the clocks and all cohorts are equal.
  public static func == (left: Retention, right: Retention) -> Bool {
    left.clock == right.clock && left.born == right.born && left.places == right.places
  }

  /// Adds each customer to the cohort of their activation; others are left out.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .time, .deal)) else { return }
    let rules = context.rules
    let time = block[.time]
    let isPlans = !clock.rolling && clock.isPeriod(of: rules)
    var spends = Spends(block, context)
    var spending = SpendingRuns(block, rules)
    var ages = Lane<Int32>()
    for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
      let rows = time.rows(of: slot)
      spends.read(slot)
      guard spends.count > 0 || !rows.isEmpty, let at = spends.activation(time, rows) else {
        continue
      }
      let born = clock.number(of: rules.day(at), rules)
      self.born.change(born) { $0 &+= times }
      if isPlans {
        spending.read(spends, rows)
        count(spending, born, at, times)
        continue
      }
      ages.clear()
      readAges(spends, rows, time, born, at, rules, &ages)
      count(ages, born, times)
      for index in 0..<spends.count {
        let age = age(spends.at[index], born, at, rules)
        let amount = scaled(Int128(spends.amount[index]), times)
        cells.change(row: Int(born), day: age) { $0.money &+= amount }
      }
    }
  }

  /// Counts a customer by plan periods: each one with spending at or after activation.
  @inline(__always)
  private mutating func count(
    _ spending: borrowing SpendingRuns, _ born: Int32, _ at: Int64, _ times: Int64
  ) {
    var final = spending.count - 1
    while final >= 0, spending[final].last < at { final -= 1 }
    for place in 0..<spending.count {
      let run = spending[place]
      let money = scaled(run.money, times)
      cells.change(row: Int(born), day: max(0, run.period - born)) {
        $0.money &+= money
        guard run.last >= at else { return }
        $0.on &+= times
        if place == final { $0.last &+= times }
      }
    }
  }

  /// Reads the ages in units at which the customer spent from activation on, ascending.
  private func readAges(
    _ spends: borrowing Spends, _ rows: Range<Int>, _ time: Stream, _ born: Int32, _ at: Int64,
    _ rules: Rules, _ ages: inout Lane<Int32>
  ) {
    for index in 0..<spends.count where spends.amount[index] > 0 && spends.at[index] >= at {
      ages.append(age(spends.at[index], born, at, rules))
    }
    for row in rows where time.amount(row) > 0 && time.at(row) >= at {
      ages.append(age(time.at(row), born, at, rules))
    }
    ages.sort(0..<ages.count) { $0 < $1 }
  }

  @inline(__always)
  private mutating func count(_ ages: borrowing Lane<Int32>, _ born: Int32, _ times: Int64) {
    var last = Int32.min
    for index in 0..<ages.count where ages[index] != last {
      last = ages[index]
      let isLast = ages[ages.count - 1] == last
      cells.change(row: Int(born), day: last) {
        $0.on &+= times
        if isLast { $0.last &+= times }
      }
    }
  }

  private func age(_ moment: Int64, _ born: Int32, _ at: Int64, _ rules: Rules) -> Int32 {
    guard clock.rolling else { return max(0, clock.number(of: rules.day(moment), rules) - born) }
    return Int32(clamping: max(0, (moment - at) / (Int64(clock.rollingDays) * 86_400_000)))
  }

  /// Adds another sum with the same clock.
  public mutating func merge(_ other: Retention) {
    born.merge(other.born)
    cells.merge(other.cells)
  }
}
