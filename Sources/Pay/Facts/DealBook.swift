import Facts

/// Where each deal stands as facts come in: its amount, whose it is, and whether it is booked.
///
/// A deal counts when it becomes won, at the amount known then; once it is lost, the same is taken
/// away on that day. What a fact does not say is as the deal's facts before said it.
struct DealBook {
  private var states: [State]
  /// By customer, whose numbers are dense from 1; −1 for none.
  private var latest: [Int32] = []

  struct Shares {
    var owner: Int32 = -1
    var splits = SplitSet.none
    var quotaSplits = SplitSet.none
  }

  private struct State {
    var shares = Shares()
    var amount: Int64 = 0
    var customer: Int64 = 0
    var play: Int32 = -1
    var product: Int32 = -1
    /// Where what was booked stands among the events, while the deal is won; −1 while it is not.
    var booked: Int32 = -1
  }

  init(_ deals: Int) { states = Array(repeating: State(), count: deals) }

  /// Whose a deal is; nobody's where there is none.
  func shares(of deal: Int32) -> Shares { deal >= 0 ? states[Int(deal)].shares : Shares() }

  /// The deal that the customer's latest deal fact names; −1 for none.
  func latestDeal(of customer: Int64) -> Int32 {
    latest.indices.contains(Int(customer)) ? latest[Int(customer)] : -1
  }

  /// Takes a deal fact; the event that it makes, if any, which is to be the next of ``bookings``.
  mutating func step(
    _ fact: PayFact, _ place: Int32, _ bookings: [PayEvent], _ products: [Int32: Int32]
  ) -> PayEvent? {
    guard fact.deal >= 0 else { return nil }
    var state = states[Int(fact.deal)]
    defer { states[Int(fact.deal)] = state }
    if fact.hasAmount { state.amount = fact.amount }
    if fact.member >= 0 { state.shares.owner = fact.member }
    if !fact.splits.isEmpty { state.shares.splits = fact.splits }
    if !fact.quotaSplits.isEmpty { state.shares.quotaSplits = fact.quotaSplits }
    if fact.customer != 0 {
      state.customer = fact.customer
      if fact.customer >= latest.count {
        let more = max(Int(fact.customer) + 1 - latest.count, latest.count)
        latest.append(contentsOf: repeatElement(-1, count: more))
      }
      latest[Int(fact.customer)] = fact.deal
    }
    if fact.play >= 0 { state.play = fact.play }
    if fact.product >= 0 { state.product = fact.product }
    switch fact.stage {
    case .won where state.booked < 0:
      let product = state.product >= 0 ? state.product : products[fact.deal] ?? -1
      state.booked = Int32(bookings.count)
      return PayEvent(
        fact: place, kind: .won, day: fact.day, at: fact.at, amount: state.amount,
        customer: state.customer, owner: state.shares.owner, splits: state.shares.splits,
        quotaSplits: state.shares.quotaSplits, deal: fact.deal, play: state.play, product: product,
        origin: -1)
    case .lost where state.booked >= 0:
      let origin = state.booked
      let won = bookings[Int(origin)]
      state.booked = -1
      return PayEvent(
        fact: place, kind: .lost, day: fact.day, at: fact.at, amount: -won.amount,
        customer: won.customer, owner: won.owner, splits: won.splits, quotaSplits: won.quotaSplits,
        deal: fact.deal, play: won.play, product: won.product, origin: origin)
    default: return nil
    }
  }
}
