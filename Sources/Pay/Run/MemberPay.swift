public import Facts
public import Planning

/// What one member is paid for one pay period.
public struct MemberPay: Hashable, Sendable {
  /// Whom it is of.
  public let member: MemberID
  /// As the plan writes it.
  public let name: String
  /// The pay plan's name.
  public let plan: String
  /// What the plan counts.
  public let measure: PayPlan.Measure
  /// The pay period.
  public let period: Period
  /// The last day that is counted: the period's last, or the day that is looked from.
  public let through: CalendarDay
  /// Nil where the plan sets none for the period.
  public var quota: QuotaShare?
  /// Quota credit of the period in minor units.
  public var credit: Exact
  /// Target pay of the period in minor units; nil where the plan names none.
  public var targetPay: Exact?
  /// Rate table and SPIFs in minor units, before the draw.
  public var earned: Int128 = 0
  /// What is paid in minor units; below zero where more is taken back than was earned.
  public var payout: Int128 = 0
  /// What the member owed from draws as the period began.
  public var loanBefore: Int128 = 0
  /// What the member owes from draws as it ends.
  public var loan: Int128 = 0
  /// In the order of the rules, then of time; they add up to ``payout``. Empty where not asked for.
  public var lines: [PayLine] = []
  /// What the reader should know besides, in sentences.
  public var notes: [String] = []
  /// What one more major unit of credit earns, in minor units; nil where no table prices it.
  public var nextUnit: Exact?
  /// Minor units of credit to where the next tier begins; nil past the last bound.
  public var toNextTier: Exact?

  /// Credit over quota; nil without a quota.
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
