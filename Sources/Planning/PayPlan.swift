public import Facts

/// The rules by which pay follows from credit, as the plan states them.
///
/// Money here is an exact decimal in major units of the business's currency; shares are decimals,
/// 1 for the whole.
public struct PayPlan: Hashable, Sendable {
  /// The measure of credit.
  public var measure: Measure = .bookings
  /// The members who get the credit of a fact.
  public var credit: Credit = .owner
  /// The moment at which credit becomes payable.
  public var paysOn: PaysOn = .booked
  /// The length of the period after which pay starts again from zero.
  public var period: PayPeriod = .month
  /// Pay per pay period at 100 % of quota.
  public var targetPay: DecimalText?
  /// The rule that prorates the quota of a member who joins or leaves within a period.
  public var prorate: Prorate = .days
  /// The shares of the quota that apply in a member's first periods.
  public var ramp: [DecimalText] = []
  /// The rate table; nil if pay comes from SPIFs or a draw alone.
  public var rates: RateTable?
  /// The attainment below which nothing is paid; nil for no gate.
  public var gate: DecimalText?
  /// The cap on payouts; nil if there isn't one.
  public var cap: Cap?
  /// The draw; nil if only earned pay is paid.
  public var draw: Draw?
  /// The clawback; nil if paid amounts are never taken back.
  public var clawback: Clawback?
  /// The SPIFs in the plan's order; each pays on top of ``rates``.
  public var spifs: [Spif] = []
  /// Worked examples, computed whenever the plan is checked; a wrong result is an error.
  public var examples: [Example] = []

  /// The measure of credit: money won, money in, money less cost, customers activated, or money
  /// that stayed.
  public enum Measure: String, CaseIterable, Sendable {
    case bookings, payments, margin, activations
    case retainedMoney = "retained-money"
  }
  /// The receiver of credit: the fact's member, its splits, a manager's reports at all levels, or
  /// the play's owner.
  public enum Credit: String, CaseIterable, Sendable { case owner, split, team, attributed }
  /// The moment of pay: the day a deal is won, or the arrival of its payments, in proportion.
  public enum PaysOn: String, CaseIterable, Sendable { case booked, paid }
  /// The period of the fiscal year over which credit adds up.
  public enum PayPeriod: String, CaseIterable, Sendable { case month, quarter, year }
  /// Proration by calendar days, both ends included, or none.
  public enum Prorate: String, CaseIterable, Sendable { case days, none }

  /// A pay plan with all defaults and without rates.
  public init() {}

  /// An upper limit of a payout.
  public enum Cap: Hashable, Sendable {
    /// A share of target pay.
    case share(DecimalText)
    case amount(DecimalText)
    case perDeal(DecimalText)
  }

  /// A guaranteed amount that pay is raised to.
  public struct Draw: Hashable, Sendable {
    /// The least that is paid for a pay period.
    public let amount: DecimalText
    /// True if the shortfall is a loan.
    public let recoverable: Bool

    /// A draw.
    public init(amount: DecimalText, recoverable: Bool) {
      self.amount = amount
      self.recoverable = recoverable
    }
  }

  /// The rule that takes pay back after a refund or a lapse.
  public struct Clawback: Hashable, Sendable {
    /// The events that trigger it; any one is enough.
    public let when: [Event]
    /// The number of days after the deal in which it applies.
    public let within: Int
    /// The share of the deal's pay that is taken back.
    public let share: DecimalText
    /// True if quota credit is taken back too.
    public let quota: Bool

    /// A refund to the customer, or no spending for the plan's `lapse`.
    public enum Event: String, CaseIterable, Sendable { case refund, lapse }

    /// A clawback.
    public init(when: [Event], within: Int, share: DecimalText, quota: Bool) {
      self.when = when
      self.within = within
      self.share = share
      self.quota = quota
    }
  }
}

/// A table of tiers that turns credit into pay.
public struct RateTable: Hashable, Sendable {
  /// The effect of the reached tier on the credit below it.
  public var how: How
  /// The unit of ``Tier/upTo``.
  public var by: By
  /// The way that credits climb the tiers: together in a period, or each on its own.
  public var accumulate: Accumulate
  /// The tier that a figure exactly on a bound belongs to.
  public var bound: Bound
  /// Ascending by ``Tier/upTo``.
  public var tiers: [Tier]

  /// The method of tiers: each slice at its own rate, all credit at the reached rate, or amounts
  /// pro rata.
  public enum How: String, CaseIterable, Sendable { case marginal, whole, interpolated }
  /// The unit of tiers: credit as money, or as a share of quota.
  public enum By: String, CaseIterable, Sendable { case amount, attainment }
  /// The period's credits added up, or each credit from the bottom of the table.
  public enum Accumulate: String, CaseIterable, Sendable { case period, each }
  /// The tier below the bound, or the one above it.
  public enum Bound: String, CaseIterable, Sendable { case lower, upper }

  /// A rate table.
  public init(
    how: How = .marginal, by: By = .amount, accumulate: Accumulate = .period,
    bound: Bound = .lower, tiers: [Tier]
  ) {
    self.how = how
    self.by = by
    self.accumulate = accumulate
    self.bound = bound
    self.tiers = tiers
  }
}

/// A range of credit in a rate table.
public struct Tier: Hashable, Sendable {
  /// The upper bound: an amount, or a share of quota; nil for no bound.
  public let upTo: DecimalText?
  /// The tier's pay: an amount if the table is `interpolated`, otherwise a rate or a multiplier.
  public let pays: Pays
  /// True if the tier opens only after the year's credit has passed the year's quota.
  public let yearGate: Bool

  /// A tier's pay as a share, a multiple of the base rate, or an amount.
  public enum Pays: Hashable, Sendable {
    /// A share of the credit.
    case rate(DecimalText)
    /// A multiple of the base rate, which is target pay / quota.
    case multiplier(DecimalText)
    /// The whole tier's pay; for a SPIF, pay per unit.
    case amount(DecimalText)
  }

  /// A tier.
  public init(upTo: DecimalText?, pays: Pays, yearGate: Bool = false) {
    self.upTo = upTo
    self.pays = pays
    self.yearGate = yearGate
  }
}

/// Extra pay for certain credits between two days, both included.
public struct Spif: Hashable, Sendable {
  /// The id that statements show.
  public var id: String
  /// The first day that counts.
  public var from: CalendarDay
  /// The last day that counts.
  public var to: CalendarDay
  /// The credits that it pays for.
  public var what: What
  /// The pay, on top of the rate table's pay for the same credits.
  public var pays: Pays

  /// The credits of a SPIF: a product's, a play's, every activation or every deal won.
  public enum What: Hashable, Sendable {
    case product(String)
    case play(PlayID)
    case activations
    case deals
  }

  /// The pay of a SPIF: per unit, as a share, by tiers, or from a shared pot.
  public enum Pays: Hashable, Sendable {
    /// An amount for each deal or activation.
    case perUnit(DecimalText)
    /// A share of the credit.
    case rate(DecimalText)
    /// Tiers by the number of units.
    case tiered(RateTable.How, [Tier])
    /// An amount shared by rank, or equally if `ranks` is empty.
    case pot(DecimalText, ranks: [DecimalText])
  }

  /// A SPIF.
  public init(id: String, from: CalendarDay, to: CalendarDay, what: What, pays: Pays) {
    self.id = id
    self.from = from
    self.to = to
    self.what = what
    self.pays = pays
  }
}

/// A worked example that the rules must reproduce.
public struct Example: Hashable, Sendable {
  /// The quota of each pay period; nil if the rules need none.
  public let quota: DecimalText?
  /// The credits of each pay period.
  public let credits: [[DecimalText]]
  /// The expected pay of each pay period.
  public let pays: [DecimalText]
  /// The expected pay of each credit.
  public let paysEach: [DecimalText]

  /// A worked example.
  public init(
    quota: DecimalText?, credits: [[DecimalText]], pays: [DecimalText], paysEach: [DecimalText]
  ) {
    self.quota = quota
    self.credits = credits
    self.pays = pays
    self.paysEach = paysEach
  }
}
