/// One member's credit from one event.
struct MemberCredit: Sendable {
  /// The event's index in its stream.
  let event: Int32
  /// The index in ``CreditBook/shares`` of the member's quota and paid shares.
  let shares: Int32
  /// The base of the shares, in minor units: the event's amount, or the part attributed to a play.
  let amount: Int64
}

/// A member's shares of an event: one of quota credit, one of paid credit.
struct SharePair: Hashable, Sendable {
  var quota: Exact
  var paid: Exact

  static let whole = SharePair(quota: .one, paid: .one)
}

/// Every member's credits from one stream, with the shares they refer to.
struct CreditBook: Sendable {
  /// Credits by member number, each list in time order.
  var credits: [[MemberCredit]]
  private(set) var shares: [SharePair] = [.whole]
  private var places: [SharePair: Int32] = [.whole: 0]

  init(members: Int) { credits = Array(repeating: [], count: members) }

  mutating func add(_ pair: SharePair, of amount: Int64, event: Int32, to member: Int32) {
    if pair == .whole {
      credits[Int(member)].append(MemberCredit(event: event, shares: 0, amount: amount))
      return
    }
    let place: Int32
    if let known = places[pair] {
      place = known
    } else {
      place = Int32(shares.count)
      shares.append(pair)
      places[pair] = place
    }
    credits[Int(member)].append(MemberCredit(event: event, shares: place, amount: amount))
  }

  /// The quota and paid credit, in minor units.
  func pair(_ credit: MemberCredit) -> CreditPair {
    guard credit.shares != 0 else { return CreditPair(Exact(credit.amount)) }
    let share = shares[Int(credit.shares)]
    let amount = Exact(credit.amount)
    return CreditPair(quota: amount * share.quota, paid: amount * share.paid)
  }
}
