public import Facts
public import Planning
public import Tally

/// Everything that can be worked out from a plan and the facts, for one day. Pure: today comes in.
public struct DayScoreboard: Sendable {
  /// The version that the day is judged by, which need not be the one in force today.
  public let plan: Plan
  /// The day it is all for.
  public let day: CalendarDay
  /// Whether that day is over, so that it counts as elapsed.
  public let dayIsOver: Bool
  /// The facts that count.
  public var timelines: Timelines
  /// The facts as known when the day's period began; nil where nothing came late, or nobody could
  /// have been shown anything then.
  public var earlier: Timelines?
  /// Whether a day that is over is shown as it is known now, not as it was known then.
  public let restated: Bool
  /// What sums are taken by.
  public let rules: Rules
  /// Under profit, the pay that each day added to what is owed, by the lever of those who earned it; the day's
  /// number is the key. Empty where nobody worked it out.
  public var payouts: [Int32: DailyNumber.Payouts] = [:]

  /// A scoreboard for a day.
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

  /// Whether the Number is profit, and people are paid by plan.
  public var isAfterPay: Bool { plan.number.measure == .profit && !plan.pay.isEmpty }

  /// The period that the day falls in.
  public var period: Period { plan.fiscal.period(containing: day) }
  /// The number of that period.
  var periodNumber: Int32 { rules.period(ofDay: day.number) }

  /// The first day of any fact; nil where there are none.
  public var firstDay: CalendarDay? {
    timelines.firstAt.map { plan.zone.day(of: Instant(milliseconds: $0)) }
  }

  /// What stands at the top of every answer.
  public var heading: Heading {
    Heading(asOf: day, period: period.label, currency: plan.currency, restated: restated)
  }

  /// An amount of the business's currency.
  func money(_ minor: Int128) -> Money { Money(minor: minor, plan.currency) }
}

/// What stands at the top of every answer.
public struct Heading: Hashable, Sendable {
  /// The day that the answer is for.
  public let asOf: CalendarDay
  /// The label of the fiscal period that the day falls in: `2026-10`, `2026-Q4`.
  public let period: String
  /// That of every amount below.
  public let currency: Currency
  /// Whether a day that is over is shown as it is known now, not as it was known then.
  public let restated: Bool

  /// A heading from its parts.
  public init(asOf: CalendarDay, period: String, currency: Currency, restated: Bool) {
    self.asOf = asOf
    self.period = period
    self.currency = currency
    self.restated = restated
  }
}

/// A figure, or why there is none.
public enum Known<Value: Sendable>: Sendable {
  case known(Value)
  case unknown(why: String)

  /// The figure, or nil.
  public var value: Value? {
    if case .known(let value) = self { return value }
    return nil
  }

  /// Why there is none; nil where there is one.
  public var why: String? {
    if case .unknown(let why) = self { return why }
    return nil
  }
}

extension Known: Equatable where Value: Equatable {}
