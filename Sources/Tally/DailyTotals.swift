public import Facts
internal import Planning

/// How many facts there were, and how much of it, by day, kind, lever, play and member.
public struct DailyTotals: CustomerSum {
  /// Keys whose facts come to nothing are left out.
  public private(set) var totals: [Key: Total] = [:]

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

  /// Adds every fact of the customer, of whatever kind, to the total it belongs to.
  public mutating func add(_ history: CustomerHistory, _ context: SumContext, times: Int64) {
    let columns = history.timeline.columns
    let slot = history.timeline.slot
    let booked =
      context.rules.basis == .bookings
      ? history.money : Bookings(history.timeline, context.timelines, context.rules).counted
    let bookedBy = Dictionary(booked.map { ($0.number, $0.amount) }, uniquingKeysWith: +)
    for stream in [
      columns.money, columns.time, columns.deal, columns.touch, columns.holdout, columns.cost,
      columns.other,
    ] {
      for row in stream.rows(of: slot) {
        let key = context.timelines.keys.keys[Int(stream.key[row])]
        let day = context.rules.day(stream.at[row])
        let amount: Int64
        switch key.kind {
        case .money, .cost:
          amount = context.rules.convert(stream.amount[row], key.currency, onDay: day)
        case .time: amount = stream.amount[row]
        case .deal: amount = bookedBy[stream.number[row]] ?? 0
        default: amount = 0
        }
        add(
          Key(
            day: CalendarDay(number: day), kind: key.kind,
            lever: key.lever ?? context.lever(ofPlay: key.play), play: key.play,
            member: key.member),
          count: times, amount: Int128(times * amount))
      }
    }
  }

  private mutating func add(_ key: Key, count: Int64, amount: Int128) {
    var total = totals[key] ?? Total()
    total.count += count
    total.amount += amount
    totals[key] = total == Total() ? nil : total
  }
}
