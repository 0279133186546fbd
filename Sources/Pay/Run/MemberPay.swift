public import Facts
public import Planning

/// One member's pay for one pay period.
public struct MemberPay: Hashable, Sendable {
  /// The member's id.
  public let member: MemberID
  /// The member's name in the plan.
  public let name: String
  /// The pay plan's name.
  public let plan: String
  /// The measure that the pay plan counts.
  public let measure: PayPlan.Measure
  /// The pay period.
  public let period: Period
  /// The last day counted: the period's last day, or the run's day if earlier.
  public let through: CalendarDay
  /// The member's quota; nil if the plan sets none for the period.
  public var quota: QuotaShare?
  /// Quota credit of the period in minor units.
  public var credit: Exact
  /// Target pay of the period in minor units; nil if the plan names none.
  public var targetPay: Exact?
  /// Pay from rate table and SPIFs in minor units, before the draw.
  public var earned: Int128 = 0
  /// The payout in minor units; below zero if more is taken back than was earned.
  public var payout: Int128 = 0
  /// The loan from draws at the start of the period, in minor units.
  public var loanBefore: Int128 = 0
  /// The loan from draws at the end of the period, in minor units.
  public var loan: Int128 = 0
  /// The statement's lines, in the order of the rules, then of time.
  ///
  /// They add up to ``payout``; empty if details were not requested.
  public var lines: [PayLine] = []
  /// Further remarks for the reader, in sentences.
  public var notes: [String] = []
  /// Pay for one more major unit of credit, in minor units; nil if no table prices it.
  public var nextUnit: Exact?
  /// Credit missing to the start of the next tier, in minor units; nil past the last bound.
  public var toNextTier: Exact?

  /// Credit divided by quota; nil without a quota above zero.
  public var attainment: Exact? {
    guard let quota, quota.amount > .zero else { return nil }
    return credit / quota.amount
  }

  init(_ terms: Crediting.Terms, _ member: MemberID, _ period: Period, through: CalendarDay) {
    self.member = member
    name = terms.person.name
    plan = terms.planName
    measure = terms.plan.measure
    self.period = period
    self.through = through
    credit = .zero
  }
}
