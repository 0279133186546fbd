import Facts

/// Transmission faults: facts sent twice, and conflicts (one id with two contents).
enum Faults {
  /// The share of facts that are sent again unchanged.
  private static let repeatShare = 0.004
  /// Of the first `within` customers, one in `every` has a conflict.
  private static let conflict = (every: 397, within: 5000)

  /// Adds faults to one customer's log.
  static func add(to log: inout FactLog, of number: Int, seed: UInt64) {
    var random = RandomStream(seed: seed &+ 1, .receipt, number)
    for receipt in log.receipts where random.happens(repeatShare) {
      log.repeatFact(receipt.fact, after: receipt.received)
    }
    guard number < conflict.within, number % conflict.every == 5,
      let first = log.receipts.first(where: { $0.fact.kind == .touch })
    else { return }
    log.repeatFact(altered(first.fact), after: first.received)
  }

  private static func altered(_ fact: Fact) -> Fact {
    Fact(
      id: fact.id, at: fact.at, customer: fact.customer, play: fact.play, lever: fact.lever,
      member: fact.member, source: fact.source, body: .touch(channel: "unknown"))
  }
}
