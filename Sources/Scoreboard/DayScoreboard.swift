public import Facts
public import Planning
public import Tally

/// All answers for one day, from a plan and the facts. Pure: today is an argument.
public struct DayScoreboard: Sendable {
  /// The plan version that the day is judged by; it may differ from the one in force today.
  public let plan: Plan
  /// The day that the answers are for.
  public let day: CalendarDay
  /// True if the day is over, so that it counts as elapsed.
  public let dayIsOver: Bool
  /// The facts that the answers are computed from.
  public var timelines: Timelines
  /// The facts as known when the day's period began.
  ///
  /// Nil if nothing came late, or if nothing was known then.
  public var earlier: Timelines?
  /// True if a past day is shown with today's knowledge instead of the knowledge of that day.
  public let restated: Bool
  /// The plan's rules in the form that sums need.
  public let rules: Rules
  /// Under profit, the pay accrued on each day, by day number and by lever of the earners.
  ///
  /// Empty if it wasn't computed.
  public var payouts: [Int32: DailyNumber.Payouts] = [:]

  /// A scoreboard for a day, without ``payouts``.
  public init(
    plan: Plan, timelines: Timelines, day: CalendarDay, dayIsOver: Bool, restated: Bool = false,
    earlier: Timelines? = nil
  ) {
    self.plan = plan
    self.timelines = timelines
    self.day = day
    self.dayIsOver = dayIsOver
    self.restated = restated
    self.earlier = earlier
    rules = Rules(plan)
  }

  /// True if the Number is profit and the plan pays people.
  public var isAfterPay: Bool { plan.number.measure == .profit && !plan.pay.isEmpty }

  /// The period that the day falls in.
  public var period: Period { plan.fiscal.period(containing: day) }
  /// The number of that period.
  var periodNumber: Int32 { rules.period(ofDay: day.number) }

  /// The day of the first fact; nil without facts.
  public var firstDay: CalendarDay? {
    timelines.firstAt.map { plan.zone.day(of: Instant(milliseconds: $0)) }
  }

  /// The heading of every answer for the day.
  public var heading: Heading {
    Heading(asOf: day, period: period.label, currency: plan.currency, restated: restated)
  }

  /// An amount of the business's currency.
  func money(_ minor: Int128) -> Money { Money(minor: minor, plan.currency) }
}

/// The heading of an answer.
public struct Heading: Hashable, Sendable {
  /// The day that the answer is for.
  public let asOf: CalendarDay
  /// The label of the fiscal period that the day falls in: `2026-10`, `2026-Q4`.
  public let period: String
  /// The currency of every amount in the answer.
  public let currency: Currency
  /// True if a past day is shown with today's knowledge instead of the knowledge of that day.
  public let restated: Bool

  /// A heading from its parts.
  public init(asOf: CalendarDay, period: String, currency: Currency, restated: Bool) {
    self.asOf = asOf
    self.period = period
    self.currency = currency
    self.restated = restated
  }
}

/// A figure, or the reason why it is missing.
public enum Known<Value: Sendable>: Sendable {
  case known(Value)
  case unknown(why: String)

  /// The figure; nil if it is missing.
  public var value: Value? {
    if case .known(let value) = self { return value }
    return nil
  }

  /// The reason why the figure is missing; nil if it is there.
  public var why: String? {
    if case .unknown(let why) = self { return why }
    return nil
  }
}

extension Known: Equatable where Value: Equatable {}
