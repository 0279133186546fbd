public import Facts
public import Planning

/// What people decided about pay, beside the plan: holds, adjustments, and what was locked.
public struct PayRecords: Sendable {
  /// In the order in which they were made.
  public var holds: [DealHold]
  /// In the order in which they were made.
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

/// One deal whose pay is kept back.
public struct DealHold: Hashable, Sendable {
  /// Which deal.
  public let deal: String
  /// The first day on which it is held.
  public let from: CalendarDay
  /// The day on which it was released; nil while it is held.
  public let released: CalendarDay?
  /// Why.
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
  /// Whose pay.
  public let member: MemberID
  /// The label of the pay period.
  public let period: String
  /// Minor units; below zero to take off.
  public let amount: Int64
  /// Who wrote it.
  public let author: String
  /// Why.
  public let reason: String
  /// The day on which it was written.
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
  /// The version of the plan that it was worked out by.
  public let plan: Plan
  /// Whether anything became known since that could change it; only then it is compared.
  public let changed: Bool
  /// Each member's lines as they were locked; empty where no locked period is compared.
  public let lines: [MemberID: [LockedLine]]

  /// A locked line, as far as later periods need it.
  public struct LockedLine: Sendable {
    /// Which rule paid it.
    public let rule: PayLine.Rule
    /// The SPIF's id, the period trued up, or the adjustment's number.
    public let about: String?
    /// The fact that it came of.
    public let fact: String?
    /// Minor units.
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
