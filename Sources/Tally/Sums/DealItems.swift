internal import Facts
internal import Planning
internal import Ruling

/// Deals as pipeline items: day opened, day and kind of end, and value.
public struct DealItems: CustomerSum {
  /// One deal, in days of the plan's zone.
  public struct Item: Hashable, Sendable {
    /// The day of the deal's first fact.
    public let opened: Int32
    /// The day that it was last won or lost; nil while it is open.
    public let closed: Int32?
    /// True if the deal was won.
    public let isWon: Bool
    /// Value in minor units of the business's currency; 0 unless won with an amount.
    public let value: Int64
  }

  /// The number of deals that are equal in every field.
  public private(set) var items: [Item: Int64] = [:]

  /// An empty sum.
  public init() {}

  private struct State {
    var opened: Int32
    var closed: Int32?
    var isWon = false
    var value: Int64 = 0
    var amount: (minor: Int64, key: Int)?
  }

  /// Adds the customers' deals; deals without a customer count too.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.deal)) else { return }
    let deals = block[.deal]
    for slot in slots where !block.isLeftOut(slot) {
      var states: [UInt32: State] = [:]
      for row in deals.rows(of: slot) {
        guard let detail = deals.detail(row) else { continue }
        let day = context.rules.day(deals.at(row))
        var state = states[detail.deal] ?? State(opened: day)
        if detail.hasAmount { state.amount = (deals.amount(row), deals.key(row)) }
        step(&state, detail.stage, day, context)
        states[detail.deal] = state
      }
      for state in states.values {
        let item = Item(
          opened: state.opened, closed: state.closed, isWon: state.isWon, value: state.value)
        items[item, default: 0] += times
      }
    }
  }

  private func step(
    _ state: inout State, _ stage: DealStage, _ day: Int32, _ context: SumContext
  ) {
    switch stage {
    case .open:
      // A reopened deal is an open item again.
      state.closed = nil
      state.isWon = false
      state.value = 0
    case .won where !state.isWon:
      state.closed = day
      state.isWon = true
      state.value =
        state.amount.map {
          context.rules.convert($0.minor, context.keys[$0.key].fact.currency, onDay: day)
        } ?? 0
    case .lost where state.closed == nil || state.isWon:
      state.closed = day
      state.isWon = false
      state.value = 0
    case .won, .lost: break
    }
  }

  /// Adds another sum.
  public mutating func merge(_ other: DealItems) {
    items.merge(other.items, uniquingKeysWith: +)
  }
}
