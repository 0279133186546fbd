public import Facts
internal import Planning
public import Tally

/// The share of each cohort that still spends, by unit of time since activation.
public struct RetentionAnswer: Sendable {
  /// The heading; its day decides which cells are ripe.
  public let heading: Heading
  /// The unit of time, by the calendar or from each activation.
  public let clock: Retention.Clock
  /// Cohorts by unit of activation, ascending.
  public let cohorts: [Cohort]
  /// The mean share over ripe cohorts that spent in the k-th unit, weighted by cohort size.
  public let meanOn: [Double?]
  /// The mean share over ripe cohorts that spent in the k-th unit or later, weighted the same.
  public let meanOnOrAfter: [Double?]

  /// The upper limit of columns.
  public static let mostColumns = 1000

  /// A cohort; index k is the k-th unit after activation. Cells that aren't ripe are nil.
  public struct Cohort: Sendable {
    /// The unit of activation: `2026-10`, or the first day of a week.
    public let cohort: String
    /// Customers who activated in the unit.
    public let size: Int
    /// The share that spent in exactly the k-th unit.
    public let on: [Double?]
    /// The share that spent in the k-th unit or any later one.
    public let onOrAfter: [Double?]
    /// Net money by the end of the k-th unit.
    public let moneyBy: [Money?]
  }
}

extension DayScoreboard {
  /// The retention triangle by a clock, by default the plan's periods.
  ///
  /// `columns` limits the number of columns, column 0 included.
  public func retention(clock: Retention.Clock? = nil, columns: Int? = nil) -> RetentionAnswer {
    let clock = clock ?? Retention.Clock(unit: plan.fiscal.length == .month ? .month : .quarter)
    let sum = timelines.total(Retention(clock: clock), rules)
    let width = min(
      columns ?? DayScoreboard.columns(of: clock.unit), RetentionAnswer.mostColumns)
    var cohorts: [RetentionAnswer.Cohort] = []
    if let first = sum.sizes.keys.min() {
      let last = clock.number(of: day.number, rules)
      let widest = min(width, Int(max(first, last) - first) + 1)
      cohorts = sum.cohorts(columns: widest).sorted { $0.key < $1.key }.map { number, cohort in
        self.cohort(cohort, number, clock, width: widest)
      }
    }
    return RetentionAnswer(
      heading: heading, clock: clock, cohorts: cohorts,
      meanOn: DayScoreboard.mean(cohorts) { $0.on },
      meanOnOrAfter: DayScoreboard.mean(cohorts) { $0.onOrAfter })
  }

  private static func columns(of unit: Retention.Clock.Unit) -> Int {
    switch unit {
    case .day: 31
    case .week: 27
    case .month, .quarter: 120
    }
  }

  private func cohort(
    _ sum: Retention.Cohort, _ number: Int32, _ clock: Retention.Clock, width: Int
  ) -> RetentionAnswer.Cohort {
    var on: [Double?] = []
    var onOrAfter: [Double?] = []
    var moneyBy: [Money?] = []
    var money: Int128 = 0
    var gone: Int64 = 0
    for k in 0..<width {
      money += k < sum.money.count ? sum.money[k] : 0
      let ripe = sum.size > 0 && isRipe(number, k, clock)
      let size = Double(sum.size)
      let now = k < sum.on.count ? sum.on[k] : 0
      on.append(ripe ? Double(now) / size : nil)
      onOrAfter.append(ripe ? Double(sum.size - gone) / size : nil)
      moneyBy.append(ripe ? self.money(money) : nil)
      gone += k < sum.last.count ? sum.last[k] : 0
    }
    return RetentionAnswer.Cohort(
      cohort: clock.period(number, rules).label, size: Int(sum.size), on: on,
      onOrAfter: onOrAfter, moneyBy: moneyBy)
  }

  /// True if the k-th unit is over for the whole cohort.
  private func isRipe(_ cohort: Int32, _ k: Int, _ clock: Retention.Clock) -> Bool {
    guard clock.rolling else { return isOver(clock.period(cohort + Int32(k), rules)) }
    let born = clock.period(cohort, rules)
    let ripe = born.last.advanced(by: (k + 1) * clock.rollingDays)
    return isOver(Period(label: "", first: born.first, end: ripe.advanced(by: 1)))
  }

  private static func mean(
    _ cohorts: [RetentionAnswer.Cohort], _ row: (RetentionAnswer.Cohort) -> [Double?]
  ) -> [Double?] {
    let width = cohorts.map { row($0).count }.max() ?? 0
    return (0..<width).map { k in
      let ripe = cohorts.filter { $0.size > 0 && k < row($0).count && row($0)[k] != nil }
      let weight = ripe.reduce(0) { $0 + $1.size }
      guard weight > 0 else { return nil }
      return ripe.reduce(0.0) { $0 + (row($1)[k] ?? 0) * Double($1.size) } / Double(weight)
    }
  }
}
