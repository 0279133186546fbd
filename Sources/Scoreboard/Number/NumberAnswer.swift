public import Facts
internal import Planning
public import Tally

/// The commercial figure that the GM answers for, for one period up to a day.
public struct NumberAnswer: Sendable {
  /// The heading; its period is the Number's.
  public let heading: Heading
  /// Revenue or profit of the period up to the day.
  public let actual: Money
  /// The target of the whole period; unknown if the plan sets none.
  public let target: Known<Money>
  /// Target − actual; below zero once it is passed.
  public let toGo: Known<Money>
  /// Each day of the period up to the day, in order.
  public let days: [Day]
  /// Changes since the period began to the Numbers of periods that were over by then.
  public let restatements: [Restatement]
  /// Revenue credited to each lever, less its cost and pay if the Number is profit; minor units.
  public let levers: DailyNumber.ByLever
  /// The part of the Number that no lever is credited with.
  public let unattributed: Money
  /// Deals won at any time without an amount; each counts as 0.
  public let wonWithoutAmount: Int
  /// Pay accrued in the period up to the day, which profit is after.
  ///
  /// Nil if the Number is revenue, or if the plan pays nobody.
  public let payouts: Money?

  /// One day's Number, and the period's up to and including it.
  public struct Day: Sendable, Equatable {
    /// The day in the plan's zone.
    public let day: CalendarDay
    /// The Number of the day alone.
    public let actual: Money
    /// The Number from the period's first day up to this day.
    public let cumulative: Money
  }

  /// A change to the Number of a period that was over.
  public struct Restatement: Sendable, Equatable {
    /// The label of the period: `2026-09`, `2026-Q3`.
    public let period: String
    /// The Number as known when the present period began.
    public let was: Money
    /// The Number as known on the answer's day.
    public let now: Money
    /// now − was.
    public let change: Money
  }
}

extension DayScoreboard {
  /// The Number of the day's period.
  public func number() -> NumberAnswer { number(daily(timelines)) }

  /// The Number from existing sums; `before` is the sum over ``DayScoreboard/earlier``, if any.
  func number(_ daily: DailyNumber, earlier before: DailyNumber? = nil) -> NumberAnswer {
    let days = numberDays(daily)
    let actual = days.last?.cumulative ?? money(0)
    let target: Known<Money> =
      plan.target(for: period).map { .known(money(Int128($0))) }
      ?? .unknown(why: "the plan sets no target for \(period.label)")
    let toGo: Known<Money> =
      switch target {
      case .known(let target): .known(money(target.minor - actual.minor))
      case .unknown(let why): .unknown(why: why)
      }
    let levers = leverNumbers(daily)
    return NumberAnswer(
      heading: heading, actual: actual, target: target, toGo: toGo, days: days,
      restatements: restatements(daily, before ?? dailyEarlier), levers: levers,
      unattributed: money(unattributed(daily)),
      wonWithoutAmount: Int(daily.wonWithoutAmount),
      payouts: isAfterPay ? money(owed(daily)) : nil)
  }

  /// Pay accrued on the days of the period so far.
  private func owed(_ daily: DailyNumber) -> Int128 {
    period.days.filter { $0 <= day }.reduce(0) { $0 + daily[$1.number].payouts.sum }
  }

  /// The day's Number under the plan's measure.
  func measure(_ day: DailyNumber.Day) -> Int128 {
    plan.number.measure == .profit ? day.revenue - day.cost - day.payouts.sum : day.revenue
  }

  /// The Number summed over a range of days.
  func measure(_ daily: DailyNumber, _ days: Range<CalendarDay>) -> Int128 {
    days.reduce(0) { sum, day in sum + measure(daily[day.number]) }
  }

  private func numberDays(_ daily: DailyNumber) -> [NumberAnswer.Day] {
    var cumulative: Int128 = 0
    return period.days.filter { $0 <= day }.map { day in
      let actual = measure(daily[day.number])
      cumulative += actual
      return NumberAnswer.Day(day: day, actual: money(actual), cumulative: money(cumulative))
    }
  }

  private func leverNumbers(_ daily: DailyNumber) -> DailyNumber.ByLever {
    var levers = DailyNumber.ByLever()
    for day in period.days where day <= self.day {
      let value = daily[day.number]
      for lever in Lever.allCases {
        levers[lever] += value.credit[lever]
        if plan.number.measure == .profit {
          levers[lever] -= value.costs[lever] + value.payouts.levers[lever]
        }
      }
    }
    return levers
  }

  /// The part of the period's Number that no lever is credited with, summed on its own.
  private func unattributed(_ daily: DailyNumber) -> Int128 {
    period.days.filter { $0 <= day }.reduce(0) { sum, day in
      sum + unattributed(daily[day.number])
    }
  }

  /// The part of a day's Number that no lever is credited with.
  func unattributed(_ day: DailyNumber.Day) -> Int128 {
    return plan.number.measure == .profit
      ? day.unattributed - day.costUnattributed - day.payouts.withoutLever : day.unattributed
  }

  /// The money by day as known when the period began; nil if nothing came late.
  public var dailyEarlier: DailyNumber? { earlier?.total(DailyNumber.moneyAlone, rules) }

  private func restatements(
    _ daily: DailyNumber, _ before: DailyNumber?
  ) -> [NumberAnswer.Restatement] {
    guard let before else { return [] }
    var changes: [Int32: (was: Int128, now: Int128)] = [:]
    for day in Set(daily.days.keys).union(before.days.keys) where day < period.first.number {
      let was = measure(before[day])
      // Pay of a past period doesn't change: later knowledge is trued up in the open period.
      let now = measure(daily[day]) + (plan.number.measure == .profit ? daily[day].payouts.sum : 0)
      let number = rules.period(ofDay: day)
      let sum = changes[number] ?? (0, 0)
      changes[number] = (sum.was + was, sum.now + now)
    }
    return changes.sorted { $0.key < $1.key }.filter { $0.value.was != $0.value.now }.map {
      NumberAnswer.Restatement(
        period: plan.fiscal.period(Int($0.key)).label, was: money($0.value.was),
        now: money($0.value.now), change: money($0.value.now - $0.value.was))
    }
  }
}
