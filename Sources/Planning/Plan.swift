public import Facts

/// What the GM decided: number, calendar, people, pay and rules, read from one `plan.yaml`.
public struct Plan: Hashable, Sendable {
  /// The name of the business.
  public var business: String
  /// Where its days begin and end.
  public var zone: Zone
  /// The currency everything is reported in.
  public var currency: Currency
  /// Other currencies' rates to ``currency``.
  public var rates: Rates
  /// The commercial figure the GM answers for.
  public var number: NumberGoal
  /// The fiscal year and its periods.
  public var fiscal: FiscalCalendar
  /// Which days are business days.
  public var calendar: BusinessCalendar
  /// Which days new facts may state.
  public var facts: FactSpan
  /// When a customer activates and lapses.
  public var activation: Activation
  /// How credit is given.
  public var attribution: Attribution
  /// What the plan says of each lever.
  public var levers: [Lever: LeverPlan]
  /// Everyone with a lever, a quota or reports, in the plan's order.
  public var people: [Person]
  /// Pay plans by name.
  public var pay: [String: PayPlan]
  /// Sources by name.
  public var sources: [String: SourceDefinition]
  /// What is sent to whom, by name.
  public var deliver: [String: Delivery]

  /// The least a plan must say; everything else has its default.
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

  /// The Number's target for a period in minor units; nil where the plan has none.
  public func target(for period: Period) -> Int64? {
    number.targets.target(for: period, in: fiscal)
  }
}

/// The commercial figure the GM answers for.
public struct NumberGoal: Hashable, Sendable {
  /// Whether cost and pay are taken off.
  public var measure: Measure
  /// Which facts are counted as revenue.
  public var basis: Basis
  /// Of the Number itself, as ``measure`` and ``basis`` count it.
  public var targets: Targets

  /// Revenue, or revenue − cost − payouts accrued.
  public enum Measure: String, CaseIterable, Sendable { case revenue, profit }
  /// Money facts, or deals won.
  public enum Basis: String, CaseIterable, Sendable { case payments, bookings }

  /// A goal from its parts.
  public init(measure: Measure, basis: Basis, targets: Targets = .byPeriod([:])) {
    self.measure = measure
    self.basis = basis
    self.targets = targets
  }
}

/// Amounts set for periods, in minor units of the business's currency: targets and quotas.
public enum Targets: Hashable, Sendable {
  /// By period label (`2026-10`, `2026-Q4`).
  case byPeriod([String: Int64])
  /// A fiscal year's amount, shared over its periods by `seasonality` (one share a period, 1 for the
  /// whole); evenly where that is empty.
  case yearly(Int64, seasonality: [DecimalText])

  /// The amount for a period; nil where none is set. A year's periods add up to the year exactly.
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

/// Which days are business days: neither weekend nor holiday.
public struct BusinessCalendar: Hashable, Sendable {
  /// Days of every week on which no business is done.
  public var weekend: Set<Weekday>
  /// Single days on which no business is done; one that falls on a weekend changes nothing.
  public var holidays: Set<CalendarDay>

  /// Saturday and Sunday off, and no holidays, unless told otherwise.
  public init(weekend: Set<Weekday> = [.saturday, .sunday], holidays: Set<CalendarDay> = []) {
    self.weekend = weekend
    self.holidays = holidays
  }

  /// Whether business is done that day.
  public func isBusinessDay(_ day: CalendarDay) -> Bool {
    !weekend.contains(day.weekday) && !holidays.contains(day)
  }

  /// How many business days there are from the first day up to, not including, the last.
  public func businessDays(in days: Range<CalendarDay>) -> Int {
    days.reduce(0) { $0 + (isBusinessDay($1) ? 1 : 0) }
  }
}

/// When a customer activates and lapses.
public struct Activation: Hashable, Sendable {
  /// Cumulative net money in minor units; nil where money does not activate.
  public var money: Int64?
  /// Cumulative seconds; nil where time does not activate.
  public var time: Int64?
  /// Days from first sight in which a customer is expected to activate.
  public var within: Int?
  /// Days without spending after which a customer has lapsed.
  public var lapse: Int

  /// Days of `lapse` where a plan does not say.
  public static let defaultLapse = 60

  /// Thresholds: at least one of money and time.
  public init(money: Int64?, time: Int64?, within: Int? = nil, lapse: Int = defaultLapse) {
    self.money = money
    self.time = time
    self.within = within
    self.lapse = lapse
  }
}

/// How credit for money is shared among the touches before it.
public struct Attribution: Hashable, Sendable {
  /// The rule by which a payment's touches share it.
  public var model: Model
  /// Touches of that many days before the money count.
  public var lookback: Int

  /// The models of ANSWERS: see the user guide for each.
  public enum Model: String, CaseIterable, Sendable {
    case first, last, linear, position, decay, markov, shapley
  }

  /// Position over 30 days unless told otherwise.
  public init(model: Model = .position, lookback: Int = 30) {
    self.model = model
    self.lookback = lookback
  }
}

/// What the plan says of one lever.
public struct LeverPlan: Hashable, Sendable {
  /// Who leads it; nil where the plan does not say.
  public var lead: MemberID?
  /// Days of the rolling window, for product; nil for levers whose clock resets.
  public var rolling: Int?
  /// Sales stages and the chance that a deal there is won, in the plan's order.
  public var stages: [Stage]
  /// Product's intended mix of effort, 1 for the whole; empty where none is meant.
  public var effort: [WorkBody.Kind: DecimalText]

  /// A sales stage and the chance (0 to 1) of winning from it.
  public struct Stage: Hashable, Sendable {
    /// As deals' facts spell it.
    public let name: String
    /// 0 for never, 1 for certain.
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
  /// What facts name as their `member`.
  public var id: MemberID
  /// As pages and statements show it.
  public var name: String
  /// Nil for someone of no lever, such as a GM.
  public var lever: Lever?
  /// Whom they report to: one of ``Plan/people`` or a lever's lead; nil at the top.
  public var manager: MemberID?
  /// First day; nil for always there.
  public var from: CalendarDay?
  /// Last day, included; nil for still there.
  public var to: CalendarDay?
  /// Their share of the target; no amounts where they carry none.
  public var quota: Targets
  /// The name of a pay plan.
  public var pay: String?

  /// A person from their parts.
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

/// Something sent to people at a time of day.
public struct Delivery: Hashable, Sendable {
  /// Minutes after midnight, business time.
  public var at: Int
  /// Business days of the plan's calendar unless told otherwise.
  public var days: Days
  /// Mail addresses.
  public var mail: [String]
  /// The environment variable that holds the chat's webhook address.
  public var slack: String?

  /// On which days it is sent.
  public enum Days: String, CaseIterable, Sendable { case business, every }

  /// A delivery from its parts.
  public init(at: Int, days: Days = .business, mail: [String] = [], slack: String? = nil) {
    self.at = at
    self.days = days
    self.mail = mail
    self.slack = slack
  }
}
