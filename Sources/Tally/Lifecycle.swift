public import Facts
internal import Planning

/// Customers who activate, stay, come back and lapse, by period, and their spending.
public struct Lifecycle: CustomerSum {
  /// The day that the counts are as of; later facts must not be added.
  private let today: Int32
  /// Customers and their spending, by 4 × period number + sort.
  private var bySort = Numbered<Part>()
  private var lapsed = Numbered<Int64>()
  /// The change in active customers from the end of the period before.
  private var activeMore = Numbered<Int64>()
  private var activated = Numbered<Int64>()
  /// Customers as they stand today.
  public private(set) var now = Standing()

  /// One period's customers, and the money (minor units) and time (seconds) they spent in it.
  public struct InPeriod: Sendable, Equatable {
    /// Customers who activated in the period.
    public var new: Int64 = 0
    /// Customers who activated earlier and spent in this period and the one before.
    public var retained: Int64 = 0
    /// Customers who activated earlier and spent in this period, but not in the one before.
    public var reactivated: Int64 = 0
    /// Customers who spent in the period before, but not in this one.
    public var lapsed: Int64 = 0
    /// Active customers at the period's end, or today: those who spent within the plan's `lapse`.
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
    /// From customers who haven't activated or only received refunds, and from facts without a
    /// customer.
    public var other: Int128 = 0
    /// The sum over all sorts.
    public var sum: Int128 { new + retained + reactivated + other }
  }

  /// Customers by their state on one day.
  public struct Standing: Sendable, Equatable {
    /// Customers who activated on the day.
    public var new: Int64 = 0
    /// Activated customers who spent within the plan's `lapse`.
    public var active: Int64 = 0
    /// Activated customers who spent nothing for the plan's `lapse`.
    public var lapsed: Int64 = 0
    /// Customers who spent on the day after having lapsed.
    public var reactivated: Int64 = 0
    /// Customers who activated on the day or earlier.
    public var everActivated: Int64 = 0

    static func += (sum: inout Standing, other: Standing) {
      sum.new += other.new
      sum.active += other.active
      sum.lapsed += other.lapsed
      sum.reactivated += other.reactivated
      sum.everActivated += other.everActivated
    }
  }

  /// Counts and spending by period number.
  public var periods: [Int32: InPeriod] {
    var periods: [Int32: InPeriod] = [:]
    for (number, part) in bySort.all {
      periods[number >> 2, default: InPeriod()].put(part, Sort(rawValue: number & 3) ?? .other)
    }
    for (period, count) in lapsed.all { periods[period, default: InPeriod()].lapsed = count }
    var active: Int64 = 0
    var since: Int32 = 0
    for (period, more) in activeMore.all.sorted(by: { $0.key < $1.key }) {
      if active != 0 {
        for period in since..<period { periods[period, default: InPeriod()].activeAtEnd = active }
      }
      active += more
      since = period
    }
    return periods.filter { $0.value != InPeriod() }
  }

  /// Activated customers by day number.
  public var activations: [Int32: Int64] { activated.all }

  /// An empty sum, counted as of a day.
  public init(today: CalendarDay) { self.today = today.number }

  fileprivate enum Sort: Int32 { case new, retained, reactivated, other }

  /// Customers of one sort who spent in a period, and their spending.
  fileprivate struct Part: Quantity {
    /// Customers who spent in the period.
    var customers: Int64 = 0
    var money: Int128 = 0
    var seconds: Int128 = 0

    static func += (sum: inout Part, other: Part) {
      sum.customers &+= other.customers
      sum.money &+= other.money
      sum.seconds &+= other.seconds
    }
  }

  /// Adds the customers to the periods they spent in, and to the standing as of today.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .time, .deal)) else { return }
    let rules = context.rules
    let time = block[.time]
    var spends = Spends(block, context)
    var spending = SpendingRuns(block, rules)
    for slot in slots where !block.isLeftOut(slot) {
      let rows = time.rows(of: slot)
      spends.read(slot)
      guard spends.count > 0 || !rows.isEmpty else { continue }
      spending.read(spends, rows)
      var born = Int32.max
      if block.customer(slot) != 0, let at = spends.activation(time, rows) {
        let day = rules.day(at)
        born = rules.period(ofDay: day)
        activated.change(day) { $0 &+= times }
        standing(day, spends, rows, time, rules, times)
      }
      add(spending, born, rules, times)
    }
  }

  /// Adds one customer's periods.
  ///
  /// From activation on, the customer counts in each period with spending, as lapsed in the period
  /// after the last of a run, and as active at each period's end until they lapse.
  @inline(__always)
  private mutating func add(
    _ spending: borrowing SpendingRuns, _ born: Int32, _ rules: Rules, _ times: Int64
  ) {
    let now = rules.period(ofDay: today)
    var before = SpendingRuns.Run(period: .min)
    for place in 0..<spending.count {
      let run = spending[place]
      let follows = before.period &+ 1 == run.period
      let isCounted = run.isSpending && run.period >= born
      let counted: Sort = run.period == born ? .new : follows ? .retained : .reactivated
      let sort = isCounted ? counted : .other
      bySort.change(run.period &* 4 &+ sort.rawValue) {
        $0.customers &+= isCounted ? times : 0
        $0.money &+= scaled(run.money, times)
        $0.seconds &+= scaled(run.seconds, times)
      }
      guard run.isSpending else { continue }
      if before.period >= born { stay(before, until: run.period, now, rules, times) }
      before = run
    }
    if before.period >= born { stay(before, until: .max, now, rules, times) }
  }

  /// Counts a customer who spends in a period and next in period `next`.
  ///
  /// They lapse in the period after, unless that is `next`. They are active at a period's end if
  /// they spent within `lapse` days up to its last day (or today).
  @inline(__always)
  private mutating func stay(
    _ run: SpendingRuns.Run, until next: Int32, _ now: Int32, _ rules: Rules, _ times: Int64
  ) {
    if next != run.period &+ 1, run.period < now {
      lapsed.change(run.period &+ 1) { $0 &+= times }
    }
    guard run.period <= now else { return }
    let end = Int32(clamping: Int(rules.day(run.last)) + rules.activation.lapse)
    // Active at the end of each past period whose last day is before the day of lapsing.
    let until = end > today ? now &+ 1 : rules.period(ofDay: end)
    guard until > run.period else { return }
    activeMore.change(run.period) { $0 &+= times }
    activeMore.change(min(next, until)) { $0 &-= times }
  }

  /// Counts the customer's state today, from the last spending day before today and spending today.
  ///
  /// Rows are in time order, so the last ones decide.
  @inline(__always)
  private mutating func standing(
    _ activated: Int32, _ spends: borrowing Spends, _ rows: Range<Int>, _ time: Stream,
    _ rules: Rules, _ times: Int64
  ) {
    var before = Int32.min
    var isToday = false
    for index in stride(from: spends.count - 1, through: 0, by: -1) where spends.amount[index] > 0 {
      let day = rules.day(spends.at[index])
      isToday = isToday || day == today
      guard day < today else { continue }
      before = day
      break
    }
    for row in stride(from: rows.upperBound - 1, through: rows.lowerBound, by: -1)
    where time.amount(row) > 0 {
      let day = rules.day(time.at(row))
      isToday = isToday || day == today
      guard day < today else { continue }
      before = max(before, day)
      break
    }
    guard isToday || before != .min else { return }
    let lapse = Int32(rules.activation.lapse)
    let latest = isToday ? today : before
    now.everActivated &+= times
    if activated == today { now.new &+= times }
    if today - latest < lapse { now.active &+= times } else { now.lapsed &+= times }
    if isToday, activated < today, before != .min, today - before >= lapse {
      now.reactivated &+= times
    }
  }

  /// Adds another sum of the same day.
  public mutating func merge(_ other: Lifecycle) {
    bySort.merge(other.bySort)
    lapsed.merge(other.lapsed)
    activeMore.merge(other.activeMore)
    activated.merge(other.activated)
    now += other.now
  }
}

extension Lifecycle.InPeriod {
  /// Sets the figures of one sort.
  fileprivate mutating func put(_ part: Lifecycle.Part, _ sort: Lifecycle.Sort) {
    switch sort {
    case .new: (new, money.new, seconds.new) = (part.customers, part.money, part.seconds)
    case .retained:
      (retained, money.retained, seconds.retained) = (part.customers, part.money, part.seconds)
    case .reactivated:
      reactivated = part.customers
      (money.reactivated, seconds.reactivated) = (part.money, part.seconds)
    case .other: (money.other, seconds.other) = (part.money, part.seconds)
    }
  }
}
