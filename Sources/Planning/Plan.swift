public import Facts

/// The GM's decisions, read from one `plan.yaml`: number, calendar, people, pay and rules.
public struct Plan: Hashable, Sendable {
  /// The name of the business.
  public var business: String
  /// The zone in which the business's days begin and end.
  public var zone: Zone
  /// The currency of every report.
  public var currency: Currency
  /// The rates of other currencies to ``currency``.
  public var rates: Rates
  /// The commercial figure the GM answers for.
  public var number: NumberGoal
  /// The fiscal year and its periods.
  public var fiscal: FiscalCalendar
  /// The calendar of business days.
  public var calendar: BusinessCalendar
  /// The range of days that new facts may name.
  public var facts: FactSpan
  /// The thresholds at which a customer activates and lapses.
  public var activation: Activation
  /// The attribution of money to touches.
  public var attribution: Attribution
  /// The settings of each lever.
  public var levers: [Lever: LeverPlan]
  /// Everyone with a lever, a quota or reports, in the plan's order.
  public var people: [Person]
  /// Pay plans by name.
  public var pay: [String: PayPlan]
  /// Sources by name.
  public var sources: [String: SourceDefinition]
  /// Scheduled deliveries by name.
  public var deliver: [String: Delivery]

  /// A plan with its required parts; everything else has its default.
  public init(
    business: String, zone: Zone, currency: Currency, number: NumberGoal, fiscal: FiscalCalendar,
    activation: Activation
  ) {
    self.business = business
    self.zone = zone
    self.currency = currency
    self.number = number
    self.fiscal = fiscal
    self.activation = activation
    rates = Rates(to: currency, dated: [:])
    calendar = BusinessCalendar()
    facts = FactSpan()
    attribution = Attribution()
    levers = [:]
    people = []
    pay = [:]
    sources = [:]
    deliver = [:]
  }

  /// The Number's target for a period in minor units; nil if the plan sets none.
  public func target(for period: Period) -> Int64? {
    number.targets.target(for: period, in: fiscal)
  }
}

/// The commercial figure the GM answers for.
public struct NumberGoal: Hashable, Sendable {
  /// The measure: revenue, or profit after cost and pay.
  public var measure: Measure
  /// The facts that count as revenue.
  public var basis: Basis
  /// The Number's targets, counted by ``measure`` and ``basis``.
  public var targets: Targets

  /// Revenue, or revenue − cost − payouts accrued.
  public enum Measure: String, CaseIterable, Sendable { case revenue, profit }
  /// The basis of revenue: money facts, or deals won.
  public enum Basis: String, CaseIterable, Sendable { case payments, bookings }

  /// A goal.
  public init(measure: Measure, basis: Basis, targets: Targets = .byPeriod([:])) {
    self.measure = measure
    self.basis = basis
    self.targets = targets
  }
}

/// The amounts set for periods, in minor units of the business's currency: targets or quotas.
public enum Targets: Hashable, Sendable {
  /// Amounts by period label (`2026-10`, `2026-Q4`).
  case byPeriod([String: Int64])
  /// A fiscal year's amount, divided among its periods by `seasonality` (one share a period, 1
  /// for the whole); evenly if that is empty.
  case yearly(Int64, seasonality: [DecimalText])

  /// The amount for a period; nil if none is set. A year's periods add up to the year exactly.
  public func target(for period: Period, in fiscal: FiscalCalendar) -> Int64? {
    switch self {
    case .byPeriod(let amounts): return amounts[period.label]
    case .yearly(let year, let seasonality):
      let count = 12 / fiscal.length.months
      let month = period.first.civil.month
      let index = (month - fiscal.firstMonth + 12) % 12 / fiscal.length.months
      let shares = seasonality.isEmpty ? [] : seasonality
      guard shares.isEmpty || shares.count == count else { return nil }
      let weights = shares.isEmpty ? Array(repeating: 1, count: count) : Targets.weights(shares)
      return largestRemainder(year, over: weights)[index]
    }
  }

  private static func weights(_ shares: [DecimalText]) -> [Int64] {
    let places = shares.map(\.places).max() ?? 0
    return shares.map { $0.scaled(to: places) ?? 0 }
  }
}

/// The calendar of business days: days that are neither weekend nor holiday.
public struct BusinessCalendar: Hashable, Sendable {
  /// The days of the week on which no business is done.
  public var weekend: Set<Weekday>
  /// Single days on which no business is done; one on a weekend changes nothing.
  public var holidays: Set<CalendarDay>

  /// A calendar; by default with Saturday and Sunday off and without holidays.
  public init(weekend: Set<Weekday> = [.saturday, .sunday], holidays: Set<CalendarDay> = []) {
    self.weekend = weekend
    self.holidays = holidays
  }

  /// True if business is done on that day.
  public func isBusinessDay(_ day: CalendarDay) -> Bool {
    !weekend.contains(day.weekday) && !holidays.contains(day)
  }

  /// The number of business days in a half-open range.
  public func businessDays(in days: Range<CalendarDay>) -> Int {
    days.reduce(0) { $0 + (isBusinessDay($1) ? 1 : 0) }
  }
}

/// The thresholds at which a customer activates and lapses.
public struct Activation: Hashable, Sendable {
  /// The cumulative net money that activates, in minor units; nil if money does not activate.
  public var money: Int64?
  /// The cumulative time that activates, in seconds; nil if time does not activate.
  public var time: Int64?
  /// The days after a customer is first seen within which they should activate; nil if not set.
  public var within: Int?
  /// The days without spending after which a customer has lapsed.
  public var lapse: Int

  /// The default of ``lapse`` in days.
  public static let defaultLapse = 60

  /// Thresholds; at least one of `money` and `time` must be set.
  public init(money: Int64?, time: Int64?, within: Int? = nil, lapse: Int = defaultLapse) {
    self.money = money
    self.time = time
    self.within = within
    self.lapse = lapse
  }
}

/// The rule that divides credit for money among the touches before it.
public struct Attribution: Hashable, Sendable {
  /// The model that divides a payment among its touches.
  public var model: Model
  /// The number of days before the money in which touches count.
  public var lookback: Int

  /// The attribution models; the user guide explains each.
  public enum Model: String, CaseIterable, Sendable {
    case first, last, linear, position, decay, markov, shapley
  }

  /// A rule; by default the position model over 30 days.
  public init(model: Model = .position, lookback: Int = 30) {
    self.model = model
    self.lookback = lookback
  }
}

/// The settings of one lever.
public struct LeverPlan: Hashable, Sendable {
  /// The member who leads it; nil if the plan names none.
  public var lead: MemberID?
  /// The days of product's rolling window; nil for levers whose clock resets.
  public var rolling: Int?
  /// The sales stages with their chance of winning, in the plan's order.
  public var stages: [Stage]
  /// Product's intended mix of effort, 1 for the whole; empty if none is set.
  public var effort: [WorkBody.Kind: DecimalText]

  /// A sales stage and the chance (0 to 1) of winning from it.
  public struct Stage: Hashable, Sendable {
    /// The name, as in deal facts.
    public let name: String
    /// The probability of winning, 0 to 1.
    public let chance: DecimalText

    /// A stage and its chance.
    public init(name: String, chance: DecimalText) {
      self.name = name
      self.chance = chance
    }
  }

  /// A lever's settings.
  public init(
    lead: MemberID? = nil, rolling: Int? = nil, stages: [Stage] = [],
    effort: [WorkBody.Kind: DecimalText] = [:]
  ) {
    self.lead = lead
    self.rolling = rolling
    self.stages = stages
    self.effort = effort
  }
}

/// Someone with a lever, a quota or reports.
public struct Person: Hashable, Sendable {
  /// The id that facts have as `member`.
  public var id: MemberID
  /// The name that pages and statements show.
  public var name: String
  /// The lever; nil for people outside the levers, such as a GM.
  public var lever: Lever?
  /// The manager: one of ``Plan/people`` or a lever's lead; nil at the top.
  public var manager: MemberID?
  /// The first day; nil if there from the beginning.
  public var from: CalendarDay?
  /// The last day, included; nil if still there.
  public var to: CalendarDay?
  /// The person's quota, their share of the target; without amounts if they carry none.
  public var quota: Targets
  /// The name of the person's pay plan; nil if none.
  public var pay: String?

  /// A person.
  public init(
    id: MemberID, name: String, lever: Lever? = nil, manager: MemberID? = nil,
    from: CalendarDay? = nil, to: CalendarDay? = nil, quota: Targets = .byPeriod([:]),
    pay: String? = nil
  ) {
    self.id = id
    self.name = name
    self.lever = lever
    self.manager = manager
    self.from = from
    self.to = to
    self.quota = quota
    self.pay = pay
  }
}

/// A report that is sent to people at a time of day.
public struct Delivery: Hashable, Sendable {
  /// The time of day, in minutes after midnight in the business's zone.
  public var at: Int
  /// The days on which it is sent.
  public var days: Days
  /// The recipients' mail addresses.
  public var mail: [String]
  /// The name of the environment variable with the chat's webhook address; nil for no chat.
  public var slack: String?

  /// The plan's business days, or every day.
  public enum Days: String, CaseIterable, Sendable { case business, every }

  /// A delivery; by default on business days.
  public init(at: Int, days: Days = .business, mail: [String] = [], slack: String? = nil) {
    self.at = at
    self.days = days
    self.mail = mail
    self.slack = slack
  }
}
