public import Facts
public import Planning

/// People's decisions about pay, beside the plan: holds, adjustments and locked periods.
public struct PayRecords: Sendable {
  /// Holds in the order in which they were made.
  public var holds: [DealHold]
  /// Adjustments in the order in which they were made.
  public var adjustments: [Adjustment]
  /// The latest locked snapshot of each period.
  public var locked: [LockedRun]

  /// Records from their parts.
  public init(
    holds: [DealHold] = [], adjustments: [Adjustment] = [], locked: [LockedRun] = []
  ) {
    self.holds = holds
    self.adjustments = adjustments
    self.locked = locked
  }
}

/// A hold on one deal's pay.
public struct DealHold: Hashable, Sendable {
  /// The deal's id.
  public let deal: String
  /// The first day of the hold.
  public let from: CalendarDay
  /// The day of the release; nil while it is held.
  public let released: CalendarDay?
  /// The reason that the author gave.
  public let why: String

  /// A hold from its parts.
  public init(deal: String, from: CalendarDay, released: CalendarDay?, why: String) {
    self.deal = deal
    self.from = from
    self.released = released
    self.why = why
  }
}

/// An amount that a person added to somebody's pay.
public struct Adjustment: Hashable, Sendable {
  /// Its number in the ledger.
  public let number: Int64
  /// The member whose pay is adjusted.
  public let member: MemberID
  /// The label of the pay period.
  public let period: String
  /// The amount in minor units; below zero for a deduction.
  public let amount: Int64
  /// The author's name.
  public let author: String
  /// The reason that the author gave.
  public let reason: String
  /// The day on which the adjustment was entered.
  public let day: CalendarDay

  /// An adjustment from its parts.
  public init(
    number: Int64, member: MemberID, period: String, amount: Int64, author: String, reason: String,
    day: CalendarDay
  ) {
    self.number = number
    self.member = member
    self.period = period
    self.amount = amount
    self.author = author
    self.reason = reason
    self.day = day
  }
}

/// A period as it was locked.
public struct LockedRun: Sendable {
  /// The label of the pay period.
  public let period: String
  /// The version of the plan that it was computed by.
  public let plan: Plan
  /// True if anything that could change it became known since; only then is it compared.
  public let changed: Bool
  /// Each member's lines as locked; empty if no locked period needs comparing.
  public let lines: [MemberID: [LockedLine]]

  /// The parts of a locked line that later periods need.
  public struct LockedLine: Sendable {
    /// The rule that paid it.
    public let rule: PayLine.Rule
    /// The SPIF's id, the period trued up, or the adjustment's number; nil for other rules.
    public let about: String?
    /// The id of the fact that caused it; nil if no single fact did.
    public let fact: String?
    /// The amount paid, in minor units.
    public let pay: Int128

    /// A line from its parts.
    public init(rule: PayLine.Rule, about: String?, fact: String?, pay: Int128) {
      self.rule = rule
      self.about = about
      self.fact = fact
      self.pay = pay
    }
  }

  /// A locked period from its parts.
  public init(
    period: String, plan: Plan, changed: Bool, lines: [MemberID: [LockedLine]]
  ) {
    self.period = period
    self.plan = plan
    self.changed = changed
    self.lines = lines
  }
}
