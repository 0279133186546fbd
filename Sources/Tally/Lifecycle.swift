public import Facts
internal import Planning

/// How many customers activate, stay, come back and lapse, by period, and what they spend.
public struct Lifecycle: CustomerSum {
  /// The day the counts are of. Facts after it must not be among those that are added up.
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
    guard context.changed.meets(.of(.money, .time, .deal)) else { return }
    let rules = context.rules
    let time = block[.time]
    var spends = Spends(block, context)
    var spending = SpendingRuns(time, rules)
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
        count(spending, born, rules, times)
        standing(day, spends, rows, time, rules, times)
      }
      var place = 0
      for index in 0..<spends.count {
        let period = spending.ofMoney[index]
        let sort = sort(period, born, spending, &place)
        let amount = Int128(times) * Int128(spends.amount[index])
        byPeriod.change(period) { $0.money.add(sort, amount) }
      }
      place = 0
      for row in rows {
        let period = spending.ofTime[row - rows.lowerBound]
        let sort = sort(period, born, spending, &place)
        let seconds = Int128(times) * Int128(time.amount(row))
        byPeriod.change(period) { $0.seconds.add(sort, seconds) }
      }
    }
  }

  /// What the customer is in a period: only from activation on, and only where they spent in it.
  @inline(__always)
  private func sort(
    _ period: Int32, _ born: Int32, _ spending: borrowing SpendingRuns, _ hint: inout Int
  ) -> Sort {
    guard period >= born else { return .other }
    let place = spending.place(of: period, from: hint)
    guard place >= 0 else { return .other }
    hint = place
    return sort(at: place, born, spending)
  }

  @inline(__always)
  private func sort(at place: Int, _ born: Int32, _ spending: borrowing SpendingRuns) -> Sort {
    let period = spending.runs[place].period
    if period == born { return .new }
    let follows = place > 0 && spending.runs[place - 1].period == period - 1
    return follows ? .retained : .reactivated
  }

  /// Counts the customer in each period with spending from activation on, as lapsed in the one after, and
  /// as active at the end of each for as long as they have not lapsed.
  @inline(__always)
  private mutating func count(
    _ spending: borrowing SpendingRuns, _ born: Int32, _ rules: Rules, _ times: Int64
  ) {
    let now = rules.period(ofDay: today)
    for place in 0..<spending.count where spending.runs[place].period >= born {
      let run = spending.runs[place]
      let sort = sort(at: place, born, spending)
      byPeriod.change(run.period) {
        switch sort {
        case .new: $0.new &+= times
        case .retained: $0.retained &+= times
        case .reactivated: $0.reactivated &+= times
        case .other: break
        }
      }
      let next = place + 1 < spending.count ? spending.runs[place + 1].period : .max
      if next != run.period + 1, run.period < now {
        byPeriod.change(run.period + 1) { $0.lapsed &+= times }
      }
      active(rules.day(run.last), run.period..<min(next, now + 1), rules, times)
    }
  }

  /// Active at a period's end: spent within `lapse` days up to its last day (or today).
  @inline(__always)
  private mutating func active(
    _ last: Int32, _ periods: Range<Int32>, _ rules: Rules, _ times: Int64
  ) {
    for period in periods {
      let end = min(rules.lastDay(ofPeriod: period), today)
      guard end - last < Int32(rules.activation.lapse) else { break }
      byPeriod.change(period) { $0.activeAtEnd &+= times }
    }
  }

  /// Where the customer stands today: by the latest day of spending before today, and whether they spent
  /// today. Rows come in order of time, so that the last ones decide.
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
