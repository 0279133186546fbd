public import Facts
internal import Planning

/// Outcomes of the customers exposed to each play or held out of it, by day of exposure.
///
/// A customer is exposed by the first touch of a play, or by the first lot drawn for them. Once a
/// lot was drawn for a customer, they stay on its side, even if a touch reaches them. If lots are
/// drawn in waves, customers held out in one wave are exposed again by a later one. Outcomes count
/// in the window after the exposure, (t, t + window].
public struct Exposures: CustomerSum {
  /// Customers exposed; row: place of the play and side.
  private var exposed = DayGrid<Int64>()
  /// Outcomes of customers who had any, in the same rows.
  private var outcomes = DayGrid<Outcome>()
  private var plays: [Int64] = []

  /// The play, day and side of an arm.
  public struct Key: Hashable, Sendable {
    /// The ledger's number of the play.
    public let play: Int64
    /// The day of exposure in the plan's zone.
    public let day: CalendarDay
    /// The side that the customers were on.
    public let side: Side
  }

  /// The way in which customers were exposed to a play.
  public enum Side: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// A touch reached them, and no lot was drawn for them.
    case reached
    /// Held out on purpose.
    case heldOut
    /// Drawn to be reached, whether or not a touch followed.
    case drawn

    static var count: Int { 3 }
  }

  /// Customers exposed on the same day on the same side.
  public struct Arm: Sendable, Equatable {
    /// Customers exposed.
    public var customers: Int64 = 0
    /// Customers who activated in the window.
    public var activated: Int64 = 0
    /// Customers who paid anything in the window.
    public var spent: Int64 = 0
    /// Their net money in the window, in minor units.
    public var money: Int128 = 0

    /// An arm without customers.
    public init() {}
  }

  /// Outcomes in the window of customers of an arm.
  private struct Outcome: Quantity {
    var activated: Int64 = 0
    var spent: Int64 = 0
    var money: Int128 = 0

    static func += (sum: inout Outcome, other: Outcome) {
      sum.activated &+= other.activated
      sum.spent &+= other.spent
      sum.money &+= other.money
    }
  }

  /// An empty sum.
  public init() {}

  /// Arms by play, day and side; empty arms are left out.
  public var arms: [Key: Arm] {
    var arms: [Key: Arm] = [:]
    exposed.each { row, day, count in arms[key(row, day), default: Arm()].customers = count }
    outcomes.each { row, day, outcome in
      arms[key(row, day), default: Arm()].activated = outcome.activated
      arms[key(row, day), default: Arm()].spent = outcome.spent
      arms[key(row, day), default: Arm()].money = outcome.money
    }
    return arms
  }

  private func key(_ row: Int, _ day: Int32) -> Key {
    Key(
      play: plays[row / Side.count], day: CalendarDay(number: day),
      side: Side.allCases[row % Side.count])
  }

  /// True if all arms are equal.
  public static func == (left: Exposures, right: Exposures) -> Bool { left.arms == right.arms }

  /// Adds the customers to the arms of the plays that they were exposed to.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal, .time, .touch, .holdout)) else { return }
    if plays.count < context.plays.all.count { plays = context.plays.all.map(\.number) }
    let time = block[.time]
    let byTime = context.rules.activation.time != nil
    var spends = Spends(block, context)
    var list = ExposureList(block, context)
    // A new lot can change earlier exposures too.
    let isFromSince = !context.changed.meets(.of(.holdout))
    let isTouched = !context.changed.meets(.of(.money, .deal, .time))
    for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
      list.read(slot)
      guard list.count > 0 else { continue }
      let since = isFromSince ? block.since(slot) : .min
      count(list, since, isTouched: isTouched, context, times)
      spends.read(slot)
      let rows = byTime ? time.rows(of: slot) : 0..<0
      guard spends.count > 0 || !rows.isEmpty else { continue }
      let activation = spends.activation(time, rows) ?? .min
      guard spends.count > 0 || activation != .min else { continue }
      add(list, spends, activation, since, isTouched: isTouched, context, times)
    }
  }

  /// The row of an exposure's play and side.
  @inline(__always)
  private static func row(_ exposure: ExposureList.Exposure) -> Int {
    Int(exposure.play) &* Side.count &+ Int(exposure.side.rawValue)
  }

  /// True if an exposure, or its outcomes up to `end`, may have changed since a moment.
  @inline(__always)
  private static func isChanged(
    _ exposure: ExposureList.Exposure, until end: Int64, since: Int64, isTouched: Bool
  ) -> Bool {
    end >= since && (!isTouched || exposure.at >= since)
  }

  /// Counts a customer's exposures.
  @inline(__always)
  private mutating func count(
    _ list: borrowing ExposureList, _ since: Int64, isTouched: Bool, _ context: SumContext,
    _ times: Int64
  ) {
    let rules = context.rules
    guard since == .min else {
      for index in 0..<list.count {
        let exposure = list[index]
        let end = exposure.at &+ context.windows[Int(exposure.play)]
        guard
          Exposures.isChanged(exposure, until: end, since: since, isTouched: isTouched)
        else { continue }
        exposed.change(row: Exposures.row(exposure), day: rules.day(exposure.at)) { $0 &+= times }
      }
      return
    }
    list.withExposures { exposures in
      exposed.change(
        0..<exposures.count,
        at: { (Exposures.row(exposures[$0]), rules.day(exposures[$0].at)) },
        { count, _ in count &+= times })
    }
  }

  /// Adds the outcomes of a customer after each exposure.
  @inline(__always)
  private mutating func add(
    _ list: borrowing ExposureList, _ spends: borrowing Spends, _ activation: Int64,
    _ since: Int64, isTouched: Bool, _ context: SumContext, _ times: Int64
  ) {
    // Exposures on a side are in time order, and so are the first spends after them.
    var (first, moment) = (0, Int64.min)
    let lastSpend = spends.count > 0 ? spends.at[spends.count - 1] : .min
    for index in 0..<list.count {
      let exposure = list[index]
      guard max(lastSpend, activation) > exposure.at else { continue }
      let end = exposure.at &+ context.windows[Int(exposure.play)]
      guard Exposures.isChanged(exposure, until: end, since: since, isTouched: isTouched) else {
        continue
      }
      if exposure.at < moment { first = 0 }
      moment = exposure.at
      while first < spends.count, spends.at[first] <= exposure.at { first += 1 }
      var outcome = Outcome()
      var spend = first
      while spend < spends.count, spends.at[spend] <= end {
        let amount = spends.amount[spend]
        if amount > 0 { outcome.spent = times }
        outcome.money &+= Int128(amount)
        spend += 1
      }
      if activation > exposure.at, activation <= end { outcome.activated = times }
      guard spend > first || outcome.activated != 0 else { continue }
      outcome.money = scaled(outcome.money, times)
      outcomes.change(row: Exposures.row(exposure), day: context.rules.day(exposure.at)) {
        $0 += outcome
      }
    }
  }

  /// Adds another sum.
  public mutating func merge(_ other: Exposures) {
    if plays.count < other.plays.count { plays = other.plays }
    exposed.merge(other.exposed)
    outcomes.merge(other.outcomes)
  }
}
