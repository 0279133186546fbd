internal import Facts
internal import Planning
public import Tally

/// Customers who activated, stayed, were reactivated and lapsed, by period.
public struct LifecycleAnswer: Sendable {
  /// The heading; its period is the last of ``periods``.
  public let heading: Heading
  /// Periods from the first with activity to the day's.
  public let periods: [InPeriod]
  /// Customers by state on the day.
  public let today: Lifecycle.Standing
  /// The days without spending after which a customer has lapsed.
  public let lapse: Int

  /// The counts of one period.
  public struct InPeriod: Sendable {
    /// The label of the period: `2026-10`, `2026-Q4`.
    public let period: String
    /// True if the period is over.
    public let complete: Bool
    /// The counts; all zero for a period without activity.
    public let counts: Lifecycle.InPeriod
  }
}

extension DayScoreboard {
  /// The lifecycle of customers by period.
  public func lifecycle() -> LifecycleAnswer {
    lifecycle(timelines.total(Lifecycle(today: day), rules))
  }

  /// The lifecycle from an existing sum.
  func lifecycle(_ sum: Lifecycle) -> LifecycleAnswer {
    let counts = sum.periods
    guard let first = counts.keys.min(), first <= periodNumber else {
      return LifecycleAnswer(
        heading: heading, periods: [], today: sum.now, lapse: plan.activation.lapse)
    }
    let periods = (first...periodNumber).map { number in
      let period = plan.fiscal.period(Int(number))
      return LifecycleAnswer.InPeriod(
        period: period.label, complete: isOver(period),
        counts: counts[number] ?? Lifecycle.InPeriod())
    }
    return LifecycleAnswer(
      heading: heading, periods: periods, today: sum.now, lapse: plan.activation.lapse)
  }

  /// True if a period's last day is over.
  func isOver(_ period: Period) -> Bool {
    period.last < day || (period.last == day && dayIsOver)
  }
}
