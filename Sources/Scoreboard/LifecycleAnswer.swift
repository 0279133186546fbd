internal import Facts
internal import Planning
public import Tally

/// How many customers activated, stayed, came back and lapsed, period by period.
public struct LifecycleAnswer: Sendable {
  /// The period is that of the last of ``periods``.
  public let heading: Heading
  /// From the first period in which anyone activated or spent to the day's.
  public let periods: [InPeriod]
  /// Customers as they stand on the day.
  public let today: Lifecycle.Standing

  /// One period.
  public struct InPeriod: Sendable {
    /// Its label: `2026-10`, `2026-Q4`.
    public let period: String
    /// Whether the period is over.
    public let complete: Bool
    /// All zero for a period in which nobody did anything.
    public let counts: Lifecycle.InPeriod
  }
}

extension DayScoreboard {
  /// The lifecycle.
  public func lifecycle() -> LifecycleAnswer {
    lifecycle(timelines.total(Lifecycle(today: day), rules))
  }

  /// The lifecycle from a sum that is there already.
  func lifecycle(_ sum: Lifecycle) -> LifecycleAnswer {
    let counts = sum.periods
    guard let first = counts.keys.min(), first <= periodNumber else {
      return LifecycleAnswer(heading: heading, periods: [], today: sum.now)
    }
    let periods = (first...periodNumber).map { number in
      let period = plan.fiscal.period(Int(number))
      return LifecycleAnswer.InPeriod(
        period: period.label, complete: isOver(period),
        counts: counts[number] ?? Lifecycle.InPeriod())
    }
    return LifecycleAnswer(heading: heading, periods: periods, today: sum.now)
  }

  /// Whether a period's last day is over.
  func isOver(_ period: Period) -> Bool {
    period.last < day || (period.last == day && dayIsOver)
  }
}
