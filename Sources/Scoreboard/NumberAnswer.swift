public import Facts
internal import Planning
public import Tally

/// The commercial figure the GM answers for, for one period up to a day.
public struct NumberAnswer: Sendable {
  /// The period is the one that the Number is of.
  public let heading: Heading
  /// Revenue or profit of the period to the day.
  public let actual: Money
  /// Of the whole period; unknown where the plan sets none.
  public let target: Known<Money>
  /// Target − actual; below zero once it is passed.
  public let toGo: Known<Money>
  /// Each day of the period up to the day, in order.
  public let days: [Day]
  /// What has become known, since the period began, of periods that were over by then.
  public let restatements: [Restatement]
  /// Revenue by lever's credit, less the lever's cost where the Number is profit; minor units.
  public let levers: DailyNumber.ByLever
  /// What no lever is credited with.
  public let unattributed: Money
  /// Deals won in all time that carry no amount and so count nothing.
  public let wonWithoutAmount: Int
  /// Pay accrued in the period to the day, which profit is after; nil where revenue is the Number, or nobody is
  /// paid by plan.
  public let payouts: Money?

  /// One day's Number, and the period's up to it.
  public struct Day: Sendable, Equatable {
    /// In the plan's zone.
    public let day: CalendarDay
    /// That day's alone.
    public let actual: Money
    /// From the period's first day up to that day.
    public let cumulative: Money
  }

  /// A change to the Number of a period that was over.
  public struct Restatement: Sendable, Equatable {
    /// Its label: `2026-09`, `2026-Q3`.
    public let period: String
    /// As known when the present period began.
    public let was: Money
    /// As known on the answer's day.
    public let now: Money
    /// now − was.
    public let change: Money
  }
}

extension DayScoreboard {
  /// The Number.
  public func number() -> NumberAnswer { number(daily(timelines)) }

  /// The Number from a sum that is there already, and that of ``earlier`` where it is, too.
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

  /// Pay that the days of the period added to what is owed.
  private func owed(_ daily: DailyNumber) -> Int128 {
    period.days.filter { $0 <= day }.reduce(0) { $0 + daily[$1.number].payouts.sum }
  }

  /// The day's Number under the plan's measure.
  func measure(_ day: DailyNumber.Day) -> Int128 {
    plan.number.measure == .profit ? day.revenue - day.cost - day.payouts.sum : day.revenue
  }

  /// The Number of all days of a range together.
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

  /// What no lever is credited with, counted on its own.
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

  /// The money by day as it was known when the period began; nil where nothing came late.
  public var dailyEarlier: DailyNumber? { earlier?.total(DailyNumber.moneyAlone, rules) }

  private func restatements(
    _ daily: DailyNumber, _ before: DailyNumber?
  ) -> [NumberAnswer.Restatement] {
    guard let before else { return [] }
    var changes: [Int32: (was: Int128, now: Int128)] = [:]
    for day in Set(daily.days.keys).union(before.days.keys) where day < period.first.number {
      let was = measure(before[day])
      // Pay of a period that is over does not change: what became known later trues up in the open one.
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
