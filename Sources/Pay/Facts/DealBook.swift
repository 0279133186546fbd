import Facts
import Planning
import Ruling

/// The state of each deal as facts come in: its amount, its owner, and if it is booked by ``BookingRule``.
///
/// Fields that a fact leaves out keep the values of the deal's earlier facts.
struct DealBook {
  private var states: [State]
  /// The latest deal by customer number (dense from 1); −1 for none.
  private var latest: [Int32] = []

  struct Shares {
    var owner: Int32 = -1
    var splits = SplitSet.none
    var quotaSplits = SplitSet.none
  }

  private struct State {
    var shares = Shares()
    var amount: Int64 = 0
    /// The packed code of the amount's currency; 0 for the business's.
    var currency: UInt32 = 0
    var customer: Int64 = 0
    var play: Int32 = -1
    var product: Int32 = -1
    /// The index of the win in the bookings stream while the deal is won; otherwise −1.
    var booked: Int32 = -1
  }

  private let rates: Rates

  init(_ deals: Int, _ rates: Rates) {
    states = Array(repeating: State(), count: deals)
    self.rates = rates
  }

  /// The owner and splits of a deal; empty for deal −1.
  func shares(of deal: Int32) -> Shares { deal >= 0 ? states[Int(deal)].shares : Shares() }

  /// The deal of the customer's latest deal fact; −1 for none.
  func latestDeal(of customer: Int64) -> Int32 {
    latest.indices.contains(Int(customer)) ? latest[Int(customer)] : -1
  }

  /// Applies a deal fact and returns the event it causes, if any.
  ///
  /// The event must become the next element of `bookings`, because its index there is kept.
  mutating func step(
    _ fact: PayFact, _ place: Int32, _ bookings: [PayEvent], _ products: [Int32: Int32]
  ) -> PayEvent? {
    guard fact.deal >= 0 else { return nil }
    var state = states[Int(fact.deal)]
    defer { states[Int(fact.deal)] = state }
    if fact.hasAmount { (state.amount, state.currency) = (fact.amount, fact.currency) }
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
    switch BookingRule.step(to: fact.stage, isBooked: state.booked >= 0) {
    case .books:
      let product = state.product >= 0 ? state.product : products[fact.deal] ?? -1
      let amount =
        state.currency == 0
        ? state.amount : rates.minor(state.amount, state.currency, on: fact.day)
      state.booked = Int32(bookings.count)
      return PayEvent(
        fact: place, kind: .won, day: fact.day, at: fact.at, amount: amount,
        customer: state.customer, owner: state.shares.owner, splits: state.shares.splits,
        quotaSplits: state.shares.quotaSplits, deal: fact.deal, play: state.play, product: product,
        origin: -1)
    case .takesBack:
      let origin = state.booked
      let won = bookings[Int(origin)]
      state.booked = -1
      return PayEvent(
        fact: place, kind: .lost, day: fact.day, at: fact.at, amount: -won.amount,
        customer: won.customer, owner: won.owner, splits: won.splits, quotaSplits: won.quotaSplits,
        deal: fact.deal, play: won.play, product: won.product, origin: origin)
    case nil: return nil
    }
  }
}
