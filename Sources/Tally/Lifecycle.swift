public import Facts
internal import Planning

/// How many customers activate, stay, come back and lapse, by period, and what they spend.
public struct Lifecycle: CustomerSum {
  /// The day the counts are of; later days are not looked at.
  private let today: Int32
  private var byPeriod = Numbered<InPeriod>()
  private var activated = Numbered<Int64>()
  /// Customers as they stand today.
  public private(set) var now = Standing()

  /// One period's customers, and the money (minor units) and time (seconds) they spent in it.
  public struct InPeriod: Sendable, Equatable, Quantity {
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

    static func += (sum: inout InPeriod, other: InPeriod) {
      sum.new += other.new
      sum.retained += other.retained
      sum.reactivated += other.reactivated
      sum.lapsed += other.lapsed
      sum.activeAtEnd += other.activeAtEnd
      sum.money += other.money
      sum.seconds += other.seconds
    }
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

    static func += (sum: inout BySort, other: BySort) {
      sum.new += other.new
      sum.retained += other.retained
      sum.reactivated += other.reactivated
      sum.other += other.other
    }
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

    static func += (sum: inout Standing, other: Standing) {
      sum.new += other.new
      sum.active += other.active
      sum.lapsed += other.lapsed
      sum.reactivated += other.reactivated
      sum.everActivated += other.everActivated
    }
  }

  /// By period number.
  public var periods: [Int32: InPeriod] { byPeriod.all }
  /// Activations by day number.
  public var activations: [Int32: Int64] { activated.all }

  /// Nothing yet, to be counted as of a day.
  public init(today: CalendarDay) { self.today = today.number }

  fileprivate enum Sort { case new, retained, reactivated, other }

  /// Adds the customers to the periods they spent in, and to the standing as of today.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    let rules = context.rules
    let time = block[.time]
    var spends = Spends(block, context)
    var spending = SpendingDays(time, rules)
    for slot in slots where !block.isLeftOut(slot) {
      spends.read(slot)
      let rows = time.rows(of: slot)
      guard spends.count > 0 || !rows.isEmpty else { continue }
      spending.read(spends, rows)
      var born = Int32.max
      if block.customer(slot) != 0, let at = spends.activation(time, rows) {
        let day = rules.day(at)
        born = rules.period(ofDay: day)
        activated[day] += times
        count(spending, born, rules, times)
        standing(day, spending, rules, times)
        activeAtEnds(spending, day, rules, times)
      }
      var place = 0
      for index in 0..<spends.count {
        let period = rules.period(ofDay: rules.day(spends.at[index]))
        let sort = sort(period, born, spending, &place)
        byPeriod[period].money.add(sort, Int128(times) * Int128(spends.amount[index]))
      }
      place = 0
      for row in rows {
        let period = rules.period(ofDay: rules.day(time.at(row)))
        let sort = sort(period, born, spending, &place)
        byPeriod[period].seconds.add(sort, Int128(times) * Int128(time.amount(row)))
      }
    }
  }

  /// What the customer is in a period: only from activation on, and only where they spent in it.
  @inline(__always)
  private func sort(
    _ period: Int32, _ born: Int32, _ spending: borrowing SpendingDays, _ hint: inout Int
  ) -> Sort {
    guard period >= born else { return .other }
    let place = spending.place(of: period, from: hint)
    guard place >= 0 else { return .other }
    hint = place
    return sort(at: place, born, spending)
  }

  @inline(__always)
  private func sort(at place: Int, _ born: Int32, _ spending: borrowing SpendingDays) -> Sort {
    if spending.periods[place] == born { return .new }
    let follows = place > 0 && spending.periods[place - 1] == spending.periods[place] - 1
    return follows ? .retained : .reactivated
  }

  private mutating func count(
    _ spending: borrowing SpendingDays, _ born: Int32, _ rules: Rules, _ times: Int64
  ) {
    let last = rules.period(ofDay: today)
    for place in 0..<spending.periods.count where spending.periods[place] >= born {
      let period = spending.periods[place]
      switch sort(at: place, born, spending) {
      case .new: byPeriod[period].new += times
      case .retained: byPeriod[period].retained += times
      case .reactivated: byPeriod[period].reactivated += times
      case .other: break
      }
      let next = place + 1 < spending.periods.count ? spending.periods[place + 1] : .max
      if period < last, next != period + 1 { byPeriod[period + 1].lapsed += times }
    }
  }

  private mutating func standing(
    _ activated: Int32, _ spending: borrowing SpendingDays, _ rules: Rules, _ times: Int64
  ) {
    var place = spending.days.count - 1
    while place >= 0, spending.days[place] > today { place -= 1 }
    guard place >= 0 else { return }
    let latest = spending.days[place]
    let lapse = Int32(rules.activation.lapse)
    now.everActivated += times
    if activated == today { now.new += times }
    if today - latest < lapse { now.active += times } else { now.lapsed += times }
    if latest == today, activated < today, place > 0, today - spending.days[place - 1] >= lapse {
      now.reactivated += times
    }
  }

  /// Active at a period's end: spent within `lapse` days up to its last day (or today).
  private mutating func activeAtEnds(
    _ spending: borrowing SpendingDays, _ activated: Int32, _ rules: Rules, _ times: Int64
  ) {
    let lapse = Int32(rules.activation.lapse)
    let last = rules.period(ofDay: today)
    var counted = Int32.min
    for place in 0..<spending.days.count {
      let day = spending.days[place]
      guard day >= activated, day <= today else { continue }
      var period = max(rules.period(ofDay: day), counted &+ 1)
      while period <= last {
        let end = min(rules.lastDay(ofPeriod: period), today)
        guard end - day < lapse else { break }
        byPeriod[period].activeAtEnd += times
        counted = period
        period += 1
      }
    }
  }

  /// Adds what another sum of the same day holds.
  public mutating func merge(_ other: Lifecycle) {
    byPeriod.merge(other.byPeriod)
    activated.merge(other.activated)
    now += other.now
  }
}

extension Lifecycle.BySort {
  @inline(__always)
  fileprivate mutating func add(_ sort: Lifecycle.Sort, _ quantity: Int128) {
    switch sort {
    case .new: new += quantity
    case .retained: retained += quantity
    case .reactivated: reactivated += quantity
    case .other: other += quantity
    }
  }
}
