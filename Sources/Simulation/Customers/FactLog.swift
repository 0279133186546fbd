import Facts

/// Collects the facts of one customer, or of the business itself.
///
/// It assigns their ids and the times at which they are received.
struct FactLog: Sendable {
  private(set) var receipts: [Receipt] = []
  private let prefix: String
  private let customer: CustomerID?
  private let end: Instant
  private var random: RandomStream
  private var made = 0

  /// The share of facts that are received days late.
  private static let lateShare = 0.025
  /// The longest delay of a late fact, in days.
  private static let latest = 12.0
  private static let day: Int64 = 86_400_000

  /// A log whose ids start with `prefix`; facts received from `end` on are left out.
  init(prefix: String, customer: CustomerID?, end: Instant, random: RandomStream) {
    self.prefix = prefix
    self.customer = customer
    self.end = end
    self.random = random
    receipts.reserveCapacity(48)
  }

  /// Adds a fact and returns its id; nil if it happens or is received too late.
  @discardableResult
  mutating func add(
    _ body: Fact.Body, at: Instant, from origin: Origin, play: PlayID? = nil,
    lever: Lever? = nil, member: MemberID? = nil, namesCustomer: Bool = true
  ) -> FactID? {
    guard at < end else { return nil }
    made += 1
    guard let id = FactID(prefix + String(made)) else { return nil }
    guard let received = received(at, origin) else { return nil }
    let fact = Fact(
      id: id, at: at, customer: namesCustomer ? customer : nil, play: play, lever: lever,
      member: member, source: origin.rawValue, body: body)
    receipts.append(Receipt(fact: fact, received: received))
    return id
  }

  /// Sends a fact again some time after the first; it may be another fact with an id in use.
  mutating func repeatFact(_ fact: Fact, after received: Instant) {
    let delay = Int64(random.exponential(mean: 2) * Double(FactLog.day)) + 60_000
    let again = Instant(milliseconds: received.milliseconds + delay)
    if again < end { receipts.append(Receipt(fact: fact, received: again)) }
  }

  private mutating func received(_ at: Instant, _ origin: Origin) -> Instant? {
    let isLate = random.happens(FactLog.lateShare)
    let short = Int64(random.whole(origin.delay)) * 1000 + Int64(random.below(1000))
    if isLate {
      let days = random.between(1, FactLog.latest)
      let late = Instant(milliseconds: at.milliseconds + Int64(days * Double(FactLog.day)))
      if late < end { return late }
    }
    let soon = Instant(milliseconds: at.milliseconds + short)
    return soon < end ? soon : nil
  }
}
