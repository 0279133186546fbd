internal import Facts

/// Deals won by one customer, and lost again: the money of the bookings basis.
///
/// A deal counts when its stage becomes won, at the amount known then; later changes of its amount
/// do not count. Once it is lost, the same amount is taken away on that day.
struct Bookings {
  /// In time order.
  private(set) var counted: [Counted] = []
  /// Deals won without an amount: they count nothing.
  private(set) var withoutAmount: Int64 = 0
  private var states: [UInt32: State] = [:]

  /// Money booked, or taken away again.
  struct Counted {
    let at: Int64
    /// Minor units of the business's currency.
    let amount: Int64
    /// The deal stream's row.
    let row: Int
    /// The number of the fact whose booking is taken away; 0 for none.
    let of: Int64
  }

  private struct State {
    var amount: Int64 = 0
    var currency: UInt32 = 0
    var hasAmount = false
    /// What was booked, and by which fact, while the deal is won.
    var booked: (amount: Int64, number: Int64)?
  }

  init(_ stream: Stream, _ slot: Int, _ context: SumContext) {
    for row in stream.rows(of: slot) {
      guard let detail = stream.detail(row) else { continue }
      var state = states[detail.deal] ?? State()
      if detail.hasAmount {
        state.amount = stream.amount(row)
        state.currency = context.keys[stream.key(row)].fact.currency
        state.hasAmount = true
      }
      step(&state, detail.stage, row, stream, context.rules)
      states[detail.deal] = state
    }
  }

  private mutating func step(
    _ state: inout State, _ stage: DealStage, _ row: Int, _ stream: Stream, _ rules: Rules
  ) {
    let at = stream.at(row)
    switch (stage, state.booked) {
    case (.won, nil):
      if !state.hasAmount { withoutAmount += 1 }
      let amount =
        state.hasAmount ? rules.convert(state.amount, state.currency, onDay: rules.day(at)) : 0
      state.booked = (amount, Int64(stream.number[row]))
      counted.append(Counted(at: at, amount: amount, row: row, of: 0))
    case (.lost, let booked?):
      state.booked = nil
      counted.append(Counted(at: at, amount: -booked.amount, row: row, of: booked.number))
    default: break
    }
  }
}
