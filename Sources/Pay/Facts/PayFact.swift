public import Facts

/// A fact as pay looks at it. Members, deals, plays and products are numbers that ``PayFacts`` gives;
/// −1 where the fact names none.
public struct PayFact: Sendable {
  /// The place of its own id in ``PayFacts``.
  var name: Int32 = -1
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
  public var stage = PayStage.none
  /// Shares of paid credit; and of quota credit, where they are not said apart.
  public var splits = SplitSet.none
  /// Shares of quota credit where they are said apart; empty where they are not.
  public var quotaSplits = SplitSet.none
  /// The place of the id that it refunds in ``PayFacts``; −1 for none.
  var refers: Int32 = -1

  /// A fact of no amount, about nobody.
  public init(number: Int64, at: Int64, day: CalendarDay, kind: FactKind) {
    self.number = number
    self.at = at
    self.day = day
    self.kind = kind
  }
}

/// What pay looks at in a deal's stage.
public enum PayStage: UInt8, Sendable {
  /// No deal fact.
  case none
  case won, lost
  /// Open, or a stage that the plan names.
  case under

  /// The stage of that name.
  public init(_ name: String) {
    switch name {
    case "won": self = .won
    case "lost": self = .lost
    default: self = .under
    }
  }
}

/// The shares of a fact, by the place that ``PayFacts`` keeps them at.
public struct SplitSet: Hashable, Sendable {
  let place: Int32
  /// No shares.
  public static let none = SplitSet(place: 0)
  var isEmpty: Bool { place == 0 }
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
