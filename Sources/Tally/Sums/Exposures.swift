public import Facts
internal import Planning

/// What the customers on each play's list did after they were reached, or kept from it, by day of exposure:
/// what verdicts are made of.
///
/// A customer is exposed by the first touch of a play, or the first time they were kept from it; one who was
/// ever kept from it stays with those who were, whatever reached them. Outcomes count in the window after
/// the exposure, (t, t + window].
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
    /// Whether they were kept from the play on purpose.
    public let isHoldout: Bool
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
        Key(play: plays[row / 2], day: CalendarDay(number: day), isHoldout: row % 2 == 1)] = arm
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
    for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
      list.clear()
      for row in holdouts.rows(of: slot) { list.note(holdouts, row, isHoldout: true) }
      for row in touches.rows(of: slot) { list.note(touches, row, isHoldout: false) }
      guard list.count > 0 else { continue }
      spends.read(slot)
      let rows = byTime ? time.rows(of: slot) : 0..<0
      let activation =
        spends.count > 0 || !rows.isEmpty ? spends.activation(time, rows) ?? .min : Int64.min
      for index in 0..<list.count {
        let exposure = list[index]
        let row = Int(exposure.play) &* 2 &+ (exposure.isHoldout ? 1 : 0)
        let day = context.rules.day(exposure.at)
        let hasOutcomes = activation != .min || spends.count > 0
        let end = hasOutcomes ? exposure.at &+ context.plays.all[Int(exposure.play)].window : 0
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

/// One customer's first exposure to each play.
private struct ExposureList: ~Copyable {
  private var list = Lane<Exposure>()
  /// For each play the place in the list; −1 for none.
  private var places = Lane<Int32>()
  private let context: SumContext

  struct Exposure: BitwiseCopyable {
    let at: Int64
    let play: Int32
    let isHoldout: Bool
  }

  init(_ context: SumContext) {
    self.context = context
    places.fill(-1, count: context.plays.all.count)
  }

  var count: Int { list.count }

  subscript(_ index: Int) -> Exposure { list[index] }

  @inline(__always)
  mutating func clear() {
    for index in 0..<list.count { places[Int(list[index].play)] = -1 }
    list.clear()
  }

  /// Notes a row, which is the exposure if its play has none yet: rows come in order of time, those kept
  /// from a play before those reached by it.
  @inline(__always)
  mutating func note(_ stream: Stream, _ row: Int, isHoldout: Bool) {
    let play = context.playOfKey[stream.key(row)]
    guard play >= 0, places[Int(play)] < 0 else { return }
    places[Int(play)] = Int32(truncatingIfNeeded: list.count)
    list.append(Exposure(at: stream.at(row), play: play, isHoldout: isHoldout))
  }
}
