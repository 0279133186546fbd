public import Facts
internal import Planning

/// What the customers on each play's list did after they were reached, or kept from it, by day of exposure:
/// what verdicts are made of.
///
/// A customer is exposed by the first touch of a play, or the first time a lot was drawn for them; one for
/// whom a lot was ever drawn stays where it put them, whatever reached them. Where lots are drawn in waves,
/// those kept back in one wave are exposed anew by a later one. Outcomes count in the window after the
/// exposure, (t, t + window].
public struct Exposures: CustomerSum {
  /// Row: place of the play and arm.
  private var cells = DayGrid<Arm>()
  private var plays: [Int64] = []

  /// Where and when customers were exposed.
  public struct Key: Hashable, Sendable {
    /// The ledger's number of the play.
    public let play: Int64
    /// The day of exposure in the plan's zone.
    public let day: CalendarDay
    /// How they came to be exposed.
    public let side: Side
  }

  /// How customers came to be exposed to a play.
  public enum Side: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// A touch reached them, and no lot was drawn.
    case reached
    /// Kept from it on purpose.
    case kept
    /// Drawn to be reached, whether they then were or not.
    case drawn

    static var count: Int { 3 }
  }

  /// Customers exposed on the same day in the same way.
  public struct Arm: Sendable, Equatable, Quantity {
    /// How many.
    public var customers: Int64 = 0
    /// How many activated in the window.
    public var activated: Int64 = 0
    /// How many paid anything in the window.
    public var spent: Int64 = 0
    /// Their net money in the window, in minor units.
    public var money: Int128 = 0

    /// Nobody.
    public init() {}

    static func += (sum: inout Arm, other: Arm) {
      sum.customers += other.customers
      sum.activated += other.activated
      sum.spent += other.spent
      sum.money += other.money
    }
  }

  /// Nobody yet.
  public init() {}

  /// By play, day and arm; those with nobody in them are left out.
  public var arms: [Key: Arm] {
    var arms: [Key: Arm] = [:]
    cells.each { row, day, arm in
      arms[
        Key(
          play: plays[row / Side.count], day: CalendarDay(number: day),
          side: Side.allCases[row % Side.count])] = arm
    }
    return arms
  }

  /// Equal where every arm is.
  public static func == (left: Exposures, right: Exposures) -> Bool { left.arms == right.arms }

  /// Adds the customers to the arms of the plays they are on the list of.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal, .time, .touch, .holdout)) else { return }
    if plays.count < context.plays.all.count { plays = context.plays.all.map(\.number) }
    let touches = block[.touch]
    let holdouts = block[.holdout]
    let time = block[.time]
    let byTime = context.rules.activation.time != nil
    var spends = Spends(block, context)
    var list = ExposureList(context)
    // A lot that is drawn changes earlier exposures too.
    let isFromSince = !context.changed.meets(.of(.holdout))
    let isTouched = !context.changed.meets(.of(.money, .deal, .time))
    for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
      list.read(slot, holdouts: holdouts, touches: touches)
      guard list.count > 0 else { continue }
      spends.read(slot)
      let rows = byTime ? time.rows(of: slot) : 0..<0
      let activation =
        spends.count > 0 || !rows.isEmpty ? spends.activation(time, rows) ?? .min : Int64.min
      for index in 0..<list.count {
        let exposure = list[index]
        if isFromSince, isTouched, exposure.at < block.since(slot) { continue }
        let row = Int(exposure.play) &* Side.count &+ Int(exposure.side.rawValue)
        let day = context.rules.day(exposure.at)
        let hasOutcomes = activation != .min || spends.count > 0
        let end = exposure.at &+ context.plays.all[Int(exposure.play)].window
        if isFromSince, end < block.since(slot) { continue }
        cells.change(row: row, day: day) { arm in
          arm.customers &+= times
          guard hasOutcomes else { return }
          if activation > exposure.at, activation <= end { arm.activated &+= times }
          if spends.count > 0 { Exposures.spend(spends, exposure.at, end, times, &arm) }
        }
      }
    }
  }

  @inline(__always)
  private static func spend(
    _ spends: borrowing Spends, _ start: Int64, _ end: Int64, _ times: Int64, _ arm: inout Arm
  ) {
    var index = 0
    if spends.count > 16 {
      var high = spends.count
      while index < high {
        let middle = (index + high) / 2
        if spends.at[middle] <= start { index = middle + 1 } else { high = middle }
      }
    } else {
      while index < spends.count, spends.at[index] <= start { index += 1 }
    }
    var hasSpent = false
    while index < spends.count, spends.at[index] <= end {
      let amount = spends.amount[index]
      hasSpent = hasSpent || amount > 0
      arm.money += Int128(times) * Int128(amount)
      index += 1
    }
    if hasSpent { arm.spent &+= times }
  }

  /// Adds what another sum holds.
  public mutating func merge(_ other: Exposures) {
    if plays.count < other.plays.count { plays = other.plays }
    cells.merge(other.cells)
  }
}
