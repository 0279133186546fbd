public import Facts

/// A fact as pay looks at it. Members, deals, plays and products are numbers that ``PayFacts`` gives;
/// −1 where the fact names none.
public struct PayFact: Sendable {
  /// The sender's own id.
  public var id: String
  /// The order in which the ledger kept it.
  public var number: Int64
  /// Milliseconds since 1970.
  public var at: Int64
  /// The day of the business on which it happened.
  public var day: CalendarDay
  /// Play, touch, money, time, deal, cost or retract; others change nothing.
  public var kind: FactKind
  /// The ledger's number; 0 for none.
  public var customer: Int64 = 0
  /// Who did it; for a play its owner.
  public var member: Int32 = -1
  /// Of a deal fact, or of money that names one.
  public var deal: Int32 = -1
  /// What it tells about, or comes of.
  public var play: Int32 = -1
  /// What was bought.
  public var product: Int32 = -1
  /// Minor units of the business's currency; seconds for time.
  public var amount: Int64 = 0
  /// Tells an amount of 0 from none.
  public var hasAmount = false
  /// Of a deal fact.
  public var stage: DealBody.Stage?
  /// Shares of paid credit; and of quota credit, where they are not said apart.
  public var splits: [PaySplit] = []
  /// Shares of quota credit where they are said apart; empty where they are not.
  public var quotaSplits: [PaySplit] = []
  /// The id of the fact refunded or retracted.
  public var refers: String?

  /// A fact of no amount, about nobody.
  public init(id: String, number: Int64, at: Int64, day: CalendarDay, kind: FactKind) {
    self.id = id
    self.number = number
    self.at = at
    self.day = day
    self.kind = kind
  }
}

/// A member's share of a fact, 1 for the whole.
public struct PaySplit: Hashable, Sendable {
  /// The number that ``PayFacts`` gives the member.
  public let member: Int32
  /// Shares of one fact need not add up to 1.
  public let share: Exact

  /// A member and their share.
  public init(member: Int32, share: Exact) {
    self.member = member
    self.share = share
  }
}
