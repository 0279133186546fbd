public import Facts

/// How someone's pay follows from credit, as the plan writes it. Money here is exact decimals in
/// major units of the business's currency; shares are decimals, 1 for the whole.
public struct PayPlan: Hashable, Sendable {
  /// What credit is counted in.
  public var measure: Measure = .bookings
  /// Which members get the credit of a fact.
  public var credit: Credit = .owner
  /// When credit becomes payable.
  public var paysOn: PaysOn = .booked
  /// After how long pay starts again from nothing.
  public var period: PayPeriod = .month
  /// Pay per pay period at 100 % of quota.
  public var targetPay: DecimalText?
  /// How the quota of a member who joins or leaves within a period is cut.
  public var prorate: Prorate = .days
  /// Shares of the quota in the first periods.
  public var ramp: [DecimalText] = []
  /// Nil where pay comes from SPIFs or a draw alone.
  public var rates: RateTable?
  /// The attainment below which nothing is paid; nil for no gate.
  public var gate: DecimalText?
  /// Nil where a payout may grow without limit.
  public var cap: Cap?
  /// Nil where nothing but what was earned is paid.
  public var draw: Draw?
  /// Nil where what was paid stays paid.
  public var clawback: Clawback?
  /// In the plan's order; each pays on top of ``rates``.
  public var spifs: [Spif] = []
  /// Worked out whenever the plan is checked; one that does not hold is an error.
  public var examples: [Example] = []

  /// Money won, money in, money less cost, customers activated, or money that stayed.
  public enum Measure: String, CaseIterable, Sendable {
    case bookings, payments, margin, activations
    case retainedMoney = "retained-money"
  }
  /// The fact's member, its splits, a manager's reports all the way down, or the play's owner.
  public enum Credit: String, CaseIterable, Sendable { case owner, split, team, attributed }
  /// On the day a deal is won, or as its payments arrive, in proportion.
  public enum PaysOn: String, CaseIterable, Sendable { case booked, paid }
  /// The stretch of the fiscal year over which credit adds up.
  public enum PayPeriod: String, CaseIterable, Sendable { case month, quarter, year }
  /// By calendar days, both ends included, or not at all.
  public enum Prorate: String, CaseIterable, Sendable { case days, none }

  /// A plan with every choice at its default and no rates.
  public init() {}

  /// A limit of a payout.
  public enum Cap: Hashable, Sendable {
    /// A share of target pay.
    case share(DecimalText)
    case amount(DecimalText)
    case perDeal(DecimalText)
  }

  /// Pay that is made up to an amount.
  public struct Draw: Hashable, Sendable {
    /// The least that a pay period pays.
    public let amount: DecimalText
    /// Whether the shortfall is a loan.
    public let recoverable: Bool

    /// A draw.
    public init(amount: DecimalText, recoverable: Bool) {
      self.amount = amount
      self.recoverable = recoverable
    }
  }

  /// Pay taken back when a customer goes.
  public struct Clawback: Hashable, Sendable {
    /// Any one of them is enough.
    public let when: [Event]
    /// Days after the deal in which it applies.
    public let within: Int
    /// The part of what the deal paid that comes back.
    public let share: DecimalText
    /// Whether quota credit is taken back too.
    public let quota: Bool

    /// The customer had money back, or spent nothing for the plan's `lapse`.
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

/// What credit earns, by tiers.
public struct RateTable: Hashable, Sendable {
  /// What the tier reached does to the credit below it.
  public var how: How
  /// What ``Tier/upTo`` is held against.
  public var by: By
  /// Whether the period's credits climb the tiers together.
  public var accumulate: Accumulate
  /// The tier that a figure exactly on a bound belongs to.
  public var bound: Bound
  /// Ascending by ``Tier/upTo``.
  public var tiers: [Tier]

  /// Each slice at its own tier's rate, all of it at the tier reached, or tiers' amounts pro rata.
  public enum How: String, CaseIterable, Sendable { case marginal, whole, interpolated }
  /// Credit as money, or as a share of quota.
  public enum By: String, CaseIterable, Sendable { case amount, attainment }
  /// The period's credits one on top of the other, or each from the bottom.
  public enum Accumulate: String, CaseIterable, Sendable { case period, each }
  /// The tier that the bound ends, or the one that it begins.
  public enum Bound: String, CaseIterable, Sendable { case lower, upper }

  /// A table from its choices and tiers.
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

/// A stretch of a rate table.
public struct Tier: Hashable, Sendable {
  /// Where it ends: an amount, or a share of quota; nil for no end.
  public let upTo: DecimalText?
  /// An amount where the table is `interpolated`; elsewhere a rate or a multiplier.
  public let pays: Pays
  /// Opens only once the year's credit has passed the year's quota.
  public let yearGate: Bool

  /// One of a share, a multiple of the base rate, or an amount.
  public enum Pays: Hashable, Sendable {
    /// A share of the credit.
    case rate(DecimalText)
    /// Times the base rate, target pay / quota.
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

/// Extra pay for what it names, between two days, both included.
public struct Spif: Hashable, Sendable {
  /// What statements call it.
  public var id: String
  /// The first day that counts.
  public var from: CalendarDay
  /// The last day that counts.
  public var to: CalendarDay
  /// Which credits it is for.
  public var what: What
  /// In addition to what the rate table pays for the same credits.
  public var pays: Pays

  /// A product or a play by its id, or every activation, or every deal won.
  public enum What: Hashable, Sendable {
    case product(String)
    case play(PlayID)
    case activations
    case deals
  }

  /// Per unit, as a share, by tiers, or out of a pot that is shared.
  public enum Pays: Hashable, Sendable {
    /// An amount for each deal or activation.
    case perUnit(DecimalText)
    /// A share of the credit.
    case rate(DecimalText)
    /// By count of units.
    case tiered(RateTable.How, [Tier])
    /// An amount shared by rank, or equally where no ranks are given.
    case pot(DecimalText, ranks: [DecimalText])
  }

  /// A SPIF from its parts.
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
  /// Of each pay period, in money; nil where the rules do not ask for one.
  public let quota: DecimalText?
  /// Credits by pay period.
  public let credits: [[DecimalText]]
  /// What each pay period pays.
  public let pays: [DecimalText]
  /// What each credit pays.
  public let paysEach: [DecimalText]

  /// An example from its parts.
  public init(
    quota: DecimalText?, credits: [[DecimalText]], pays: [DecimalText], paysEach: [DecimalText]
  ) {
    self.quota = quota
    self.credits = credits
    self.pays = pays
    self.paysEach = paysEach
  }
}
