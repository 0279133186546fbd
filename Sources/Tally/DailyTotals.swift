public import Facts
internal import Planning

/// How many facts there were, and how much of it, by day, kind, lever, play, member and channel.
public struct DailyTotals: CustomerSum {
  /// By key of the index and day.
  private var counts = DayGrid<Int64>()
  private var amounts = DayGrid<Int128>()
  private var keys: [SumContext.Key] = []

  /// What a total is of.
  public struct Key: Hashable, Sendable {
    /// In the plan's zone.
    public let day: CalendarDay
    /// Decides the unit of ``Total/amount``.
    public let kind: FactKind
    /// The lever that the fact names, or its play's.
    public let lever: Lever?
    /// The ledger's number of the play; 0 for none.
    public let play: Int64
    /// The ledger's number of the member; 0 for none.
    public let member: Int64
    /// The ledger's number of the channel; 0 for none.
    public let channel: Int64
  }

  /// A count of facts and their sum.
  public struct Total: Sendable, Equatable {
    /// How many facts; below zero while more is taken out than was put in.
    public var count: Int64 = 0
    /// Minor units of the business's currency for money and cost, what was booked (or taken away
    /// again) for deals, seconds for time; 0 for other kinds.
    public var amount: Int128 = 0
  }

  /// Nothing yet.
  public init() {}

  /// Keys whose facts come to nothing are left out.
  public var totals: [Key: Total] {
    var totals: [Key: Total] = [:]
    counts.each { row, day, count in totals[key(row, day), default: Total()].count += count }
    amounts.each { row, day, amount in totals[key(row, day), default: Total()].amount += amount }
    return totals.filter { $0.value != Total() }
  }

  private func key(_ row: Int, _ day: Int32) -> Key {
    let key = keys[row]
    return Key(
      day: CalendarDay(number: day), kind: key.fact.kind, lever: Lever(number: Int(key.lever)),
      play: Int64(key.fact.play), member: Int64(key.fact.member), channel: Int64(key.fact.channel))
  }

  /// Equal where every total is.
  public static func == (left: DailyTotals, right: DailyTotals) -> Bool {
    left.totals == right.totals
  }

  /// Adds every fact of the customers, of whatever kind, to the total it belongs to.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    if keys.count < context.keys.count { keys = context.keys }
    for kind in StreamKind.allCases where context.changed.meets(.of(kind)) {
      let stream = block[kind]
      guard stream.count > 0 else { continue }
      switch kind {
      case .touch, .holdout, .other:
        block.changing(stream, slots) { count(stream, $0, context.rules, times) }
      case .money, .cost, .time:
        block.changing(stream, slots) { rows in
          count(stream, rows, context.rules, times)
          add(stream, rows, context, times, isTime: kind == .time)
        }
      case .deal:
        block.changing(stream, slots) { count(stream, $0, context.rules, times) }
        addBookings(block, slots, context, times)
      }
    }
  }

  private mutating func count(_ stream: Stream, _ rows: Range<Int>, _ rules: Rules, _ times: Int64)
  {
    for row in rows { counts.add(times, row: stream.key(row), day: rules.day(stream.at(row))) }
  }

  private mutating func add(
    _ stream: Stream, _ rows: Range<Int>, _ context: SumContext, _ times: Int64, isTime: Bool
  ) {
    for row in rows {
      let amount = isTime ? stream.amount(row) : context.money(stream, row)
      amounts.add(
        Int128(times) * Int128(amount), row: stream.key(row), day: context.rules.day(stream.at(row))
      )
    }
  }

  private mutating func addBookings(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, _ times: Int64
  ) {
    let stream = block[.deal]
    for slot in slots where !block.isLeftOut(slot) && !stream.rows(of: slot).isEmpty {
      for entry in Bookings(stream, slot, context).counted where entry.at >= block.since(slot) {
        amounts.add(
          Int128(times) * Int128(entry.amount), row: stream.key(entry.row),
          day: context.rules.day(entry.at))
      }
    }
  }

  /// Adds what another sum holds.
  public mutating func merge(_ other: DailyTotals) {
    if keys.count < other.keys.count { keys = other.keys }
    counts.merge(other.counts)
    amounts.merge(other.amounts)
  }
}
