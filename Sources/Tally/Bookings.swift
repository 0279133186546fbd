internal import Facts
internal import Ruling

/// Deals booked by one customer, and taken back: the money of the bookings basis, by ``BookingRule``.
struct Bookings {
  /// Bookings and their reversals in time order.
  private(set) var counted: [Counted] = []
  /// Won deals without an amount; each is booked as 0.
  private(set) var withoutAmount: Int64 = 0
  private var states: [UInt32: State] = [:]

  /// A booking, or its reversal when the deal is lost.
  struct Counted {
    let at: Int64
    /// Minor units of the business's currency; below zero for a reversal.
    let amount: Int64
    /// The row in the deal stream.
    let row: Int
    /// For a reversal, the ledger number of the fact that booked the deal; 0 for a booking.
    let of: Int64
  }

  private struct State {
    var amount: Int64 = 0
    var currency: UInt32 = 0
    var hasAmount = false
    /// The booked amount and the booking fact's ledger number, while the deal is won.
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
    switch BookingRule.step(to: stage, isBooked: state.booked != nil) {
    case .books:
      if !state.hasAmount { withoutAmount += 1 }
      let amount =
        state.hasAmount ? rules.convert(state.amount, state.currency, onDay: rules.day(at)) : 0
      state.booked = (amount, Int64(stream.number[row]))
      counted.append(Counted(at: at, amount: amount, row: row, of: 0))
    case .takesBack:
      guard let booked = state.booked else { return }
      state.booked = nil
      counted.append(Counted(at: at, amount: -booked.amount, row: row, of: booked.number))
    case nil: break
    }
  }
}
