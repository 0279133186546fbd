internal import Facts

/// Deals won by one customer, and lost again: the money of the bookings basis.
///
/// A deal counts when its stage becomes won, at the amount known then; later changes of its amount
/// do not count. Once it is lost, the same amount is taken away on that day.
struct Bookings {
  private(set) var counted: [CustomerHistory.Counted] = []
  /// Deals won without an amount, by the fact's number: they count nothing.
  private(set) var withoutAmount: [Int64] = []
  private var states: [Int32: State] = [:]

  private struct State {
    var amount: Int64 = 0
    var currency: UInt32 = 0
    var hasAmount = false
    /// What was booked, and by which fact, while the deal is won.
    var booked: (amount: Int64, number: Int64)?
  }

  init(_ timeline: Timeline, _ timelines: Timelines, _ rules: Rules) {
    let stream = timeline.columns.deal
    for row in timeline.deal where stream.detail[row] >= 0 {
      guard
        case .deal(let deal, let stage, let hasAmount) = timelines.details[
          Int(stream.detail[row])]
      else { continue }
      var state = states[deal] ?? State()
      if hasAmount {
        state.amount = stream.amount[row]
        state.currency = timelines.keys.keys[Int(stream.key[row])].currency
        state.hasAmount = true
      }
      step(&state, stage, at: stream.at[row], number: stream.number[row], rules)
      states[deal] = state
    }
  }

  private mutating func step(
    _ state: inout State, _ stage: DealStage, at: Int64, number: Int64, _ rules: Rules
  ) {
    let day = rules.day(at)
    switch (stage, state.booked) {
    case (.won, nil):
      if !state.hasAmount { withoutAmount.append(number) }
      let amount = state.hasAmount ? rules.convert(state.amount, state.currency, onDay: day) : 0
      state.booked = (amount, number)
      counted.append(.init(at: at, day: day, amount: amount, number: number, of: 0))
    case (.lost, let booked?):
      state.booked = nil
      counted.append(
        .init(at: at, day: day, amount: -booked.amount, number: number, of: booked.number))
    default: break
    }
  }
}
