public import Facts
internal import Planning

/// Counts and sums of facts by day, kind, lever, play, member and channel.
public struct DailyTotals: CustomerSum {
  /// Counts of facts without amounts, by index key and day.
  private var counts = DayGrid<Int64>()
  /// Counts and sums of facts with amounts, by index key and day.
  private var sums = DayGrid<Total>()
  private var keys: [SumContext.Key] = []

  /// The facts that a total covers.
  public struct Key: Hashable, Sendable {
    /// The day in the plan's zone.
    public let day: CalendarDay
    /// The kind of fact, which decides the unit of ``Total/amount``.
    public let kind: FactKind
    /// The lever that the fact names, otherwise its play's.
    public let lever: Lever?
    /// The ledger's number of the play; 0 for none.
    public let play: Int64
    /// The ledger's number of the member; 0 for none.
    public let member: Int64
    /// The ledger's number of the channel; 0 for none.
    public let channel: Int64
  }

  /// A count of facts and their sum.
  public struct Total: Sendable, Equatable, Quantity {
    /// The number of facts; below zero if more were taken out than put in.
    public var count: Int64 = 0
    /// The sum of amounts, in a unit that depends on the kind.
    ///
    /// Minor units of the business's currency for money and cost; the same, booked less reversed,
    /// for deals; seconds for time; 0 for other kinds.
    public var amount: Int128 = 0

    /// No facts.
    public init() {}

    static func += (sum: inout Total, other: Total) {
      sum.count &+= other.count
      sum.amount &+= other.amount
    }
  }

  /// An empty sum.
  public init() {}

  /// Totals by key; keys whose count and sum are both zero are left out.
  public var totals: [Key: Total] {
    var totals: [Key: Total] = [:]
    counts.each { row, day, count in totals[key(row, day), default: Total()].count += count }
    sums.each { row, day, total in totals[key(row, day), default: Total()] += total }
    return totals.filter { $0.value != Total() }
  }

  private func key(_ row: Int, _ day: Int32) -> Key {
    let key = keys[row]
    return Key(
      day: CalendarDay(number: day), kind: key.fact.kind, lever: Lever(number: Int(key.lever)),
      play: Int64(key.fact.play), member: Int64(key.fact.member), channel: Int64(key.fact.channel))
  }

  /// True if all totals are equal.
  public static func == (left: DailyTotals, right: DailyTotals) -> Bool {
    left.totals == right.totals
  }

  /// Adds every fact of the customers, of any kind, to its total.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    if keys.count < context.keys.count { keys = context.keys }
    for kind in StreamKind.allCases where context.changed.meets(.of(kind)) {
      let stream = block[kind]
      guard stream.count > 0 else { continue }
      block.changing(stream, slots) { rows in
        if let plain = PlainRows(stream) {
          add(plain, kind, rows, context, times)
        } else {
          add(stream, kind, rows, context, times)
        }
      }
      if kind == .deal { addBookings(block, slots, context, times) }
    }
  }

  @inline(__always)
  private mutating func add<Reader: RowReading>(
    _ reader: Reader, _ kind: StreamKind, _ rows: Range<Int>, _ context: SumContext, _ times: Int64
  ) {
    let rules = context.rules
    switch kind {
    case .touch, .holdout, .other:
      counts.change(rows, at: { (reader.key($0), rules.day(reader.at($0))) }) { count, _ in
        count &+= times
      }
    case .deal:
      sums.change(rows, at: { (reader.key($0), rules.day(reader.at($0))) }) { total, _ in
        total.count &+= times
      }
    case .money, .cost, .time:
      let isOwn = kind == .time || context.isMoneyOwn && kind == .money
      sums.change(rows, at: { (reader.key($0), rules.day(reader.at($0))) }) { total, row in
        total.count &+= times
        let amount = isOwn ? reader.amount(row) : context.money(reader, row)
        total.amount &+= scaled(Int128(amount), times)
      }
    }
  }

  private mutating func addBookings(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, _ times: Int64
  ) {
    let stream = block[.deal]
    for slot in slots where !block.isLeftOut(slot) && !stream.rows(of: slot).isEmpty {
      for entry in Bookings(stream, slot, context).counted where entry.at >= block.since(slot) {
        sums.change(row: stream.key(entry.row), day: context.rules.day(entry.at)) {
          $0.amount &+= scaled(Int128(entry.amount), times)
        }
      }
    }
  }

  /// Adds another sum.
  public mutating func merge(_ other: DailyTotals) {
    if keys.count < other.keys.count { keys = other.keys }
    counts.merge(other.counts)
    sums.merge(other.sums)
  }
}
