public import Facts
public import Ruling

/// The fields of a fact that pay needs.
///
/// Members, deals, plays and products are the numbers of ``PayFacts``; −1 if the fact names none.
public struct PayFact: Sendable {
  /// The index of its own id in ``PayFacts``.
  var name: Int32 = -1
  /// The ledger's sequence number of the fact.
  public var number: Int64
  /// Milliseconds since 1970.
  public var at: Int64
  /// The day in the business's time zone on which it happened.
  public var day: CalendarDay
  /// Play, touch, money, time, deal, cost or retract; other kinds have no effect on pay.
  public var kind: FactKind
  /// The ledger's number of the customer; 0 for none.
  public var customer: Int64 = 0
  /// The member named by the fact; the owner, for a play.
  public var member: Int32 = -1
  /// The deal that a deal or money fact names.
  public var deal: Int32 = -1
  /// The play that the fact declares or belongs to.
  public var play: Int32 = -1
  /// The product bought.
  public var product: Int32 = -1
  /// Minor units; seconds for time.
  public var amount: Int64 = 0
  /// The packed code of the amount's currency; 0 for the business's. Only deals have another: their amount counts at
  /// the rate of the day they are won.
  public var currency: UInt32 = 0
  /// Distinguishes an amount of 0 from an omitted one.
  public var hasAmount = false
  /// The stage that a deal fact states; open for other facts.
  public var stage = DealStage.open
  /// Shares of paid credit, and of quota credit unless ``quotaSplits`` is given.
  public var splits = SplitSet.none
  /// Shares of quota credit if stated separately; otherwise empty.
  public var quotaSplits = SplitSet.none
  /// The index in ``PayFacts`` of the id that it refunds; −1 for none.
  var refers: Int32 = -1

  /// A fact without an amount, member or customer.
  public init(number: Int64, at: Int64, day: CalendarDay, kind: FactKind) {
    self.number = number
    self.at = at
    self.day = day
    self.kind = kind
  }
}

/// A set of splits, by its index in ``PayFacts``.
public struct SplitSet: Hashable, Sendable {
  let place: Int32
  /// No shares.
  public static let none = SplitSet(place: 0)
  var isEmpty: Bool { place == 0 }
}

/// A member's share of a fact, 1 for the whole.
public struct PaySplit: Hashable, Sendable {
  /// The member's number in ``PayFacts``.
  public let member: Int32
  /// The share; shares of one fact need not add up to 1.
  public let share: Exact

  /// A member and their share.
  public init(member: Int32, share: Exact) {
    self.member = member
    self.share = share
  }
}
