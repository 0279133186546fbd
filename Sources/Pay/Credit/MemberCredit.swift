/// What one event counts for one member.
struct MemberCredit: Sendable {
  /// The event, by its place in its stream.
  let event: Int32
  /// The shares of quota and paid credit, by their place in ``CreditBook/shares``.
  let shares: Int32
  /// What the shares are of, in minor units: the event's amount, or what a play was credited with.
  let amount: Int64
}

/// A member's shares of an event: of the credit for the quota, and of the credit that is paid.
struct SharePair: Hashable, Sendable {
  var quota: Exact
  var paid: Exact

  static let whole = SharePair(quota: .one, paid: .one)
}

/// Every member's credits from one stream, and the shares that they name.
struct CreditBook: Sendable {
  /// By member's number, each in time order.
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

  /// What a credit counts, in minor units.
  func pair(_ credit: MemberCredit) -> CreditPair {
    guard credit.shares != 0 else { return CreditPair(Exact(credit.amount)) }
    let share = shares[Int(credit.shares)]
    let amount = Exact(credit.amount)
    return CreditPair(quota: amount * share.quota, paid: amount * share.paid)
  }
}
