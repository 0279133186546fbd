public import Facts
internal import Planning
internal import Tally

/// The laws of reconciliation, checked on the present facts.
public struct Reconciliation: Sendable {
  /// One check per law, in the order of the design's laws.
  public let checks: [Check]

  /// One law and the result of its check.
  public struct Check: Sendable, Equatable {
    /// The law, as a sentence.
    public let law: String
    /// The differences, with both figures; empty if the law holds.
    public let broken: [String]
    /// The number of figures compared.
    public let compared: Int

    /// A check from what was found.
    public init(law: String, broken: [String], compared: Int) {
      self.law = law
      self.broken = broken
      self.compared = compared
    }
  }

  /// True if every law holds.
  public var holds: Bool { checks.allSatisfy(\.broken.isEmpty) }
}

extension DayScoreboard {
  /// Computes both sides of every law and compares them, to the minor unit, over all periods.
  public func reconcile() -> Reconciliation {
    let daily = self.daily(timelines)
    let bridge = timelines.total(Bridge(), rules)
    let lifecycle = timelines.total(Lifecycle(today: day), rules)
    let clock = Retention.Clock(unit: .day)
    let retention = timelines.total(Retention(clock: clock), rules)
    return Reconciliation(checks: [
      daysAndCustomers(daily, bridge), sorts(daily, lifecycle), levers(daily),
      bridgeAddsUp(bridge), bridgesMeet(bridge), recurringAddsUp(),
      activations(lifecycle, retention), credit(), kinds(daily),
    ])
  }

  /// Compares what pay counts on each day with what the Number and the lifecycle count: the same facts by the same
  /// rules, worked out by other code.
  ///
  /// - Parameters:
  ///   - money: revenue of the plan's basis by day, in minor units.
  ///   - activations: customers who activate by day.
  /// - Returns: One check of the money and one of the activations.
  public func reconcile(
    payMoney money: [CalendarDay: Int128], payActivations activations: [CalendarDay: Int]
  ) -> [Reconciliation.Check] {
    let daily = self.daily(timelines)
    let lifecycle = timelines.total(Lifecycle(today: day), rules)
    let days = Set(daily.days.keys.map(CalendarDay.init(number:))).union(money.keys).sorted()
    let starts = Set(lifecycle.activations.keys.map(CalendarDay.init(number:)))
      .union(activations.keys).sorted()
    return [
      compare(
        "Pay counts the money that the Number counts, day by day.",
        days.map { ($0.description, money[$0] ?? 0, daily[$0.number].revenue) }),
      compare(
        "Pay counts the activations that the lifecycle counts, day by day.",
        starts.map {
          (
            $0.description, Int128(activations[$0] ?? 0),
            Int128(lifecycle.activations[$0.number] ?? 0)
          )
        }, money: false),
    ]
  }

  private func revenue(_ daily: DailyNumber) -> [Int32: Int128] {
    var sums: [Int32: Int128] = [:]
    for (day, value) in daily.days { sums[rules.period(ofDay: day), default: 0] += value.revenue }
    return sums
  }

  private func label(_ number: Int32) -> String { plan.fiscal.period(Int(number)).label }

  private func compare(
    _ law: String, _ pairs: [(at: String, one: Int128, other: Int128)], money: Bool = true
  ) -> Reconciliation.Check {
    let broken = pairs.filter { $0.one != $0.other }.map { pair in
      let one = money ? self.money(pair.one).decimal : String(pair.one)
      let other = money ? self.money(pair.other).decimal : String(pair.other)
      return "\(pair.at): \(one) against \(other)"
    }
    return Reconciliation.Check(law: law, broken: broken, compared: pairs.count)
  }

  private func daysAndCustomers(_ daily: DailyNumber, _ bridge: Bridge) -> Reconciliation.Check {
    let days = revenue(daily)
    let periods = bridge.periods
    let numbers = Set(days.keys).union(bridge.periods.keys).sorted()
    return compare(
      "A period's revenue is the sum of its days and the sum over customers.",
      numbers.map { (label($0), days[$0] ?? 0, periods[$0]?.to ?? 0) })
  }

  private func sorts(_ daily: DailyNumber, _ lifecycle: Lifecycle) -> Reconciliation.Check {
    let days = revenue(daily)
    let periods = lifecycle.periods
    let numbers = Set(days.keys).union(periods.keys).sorted()
    return compare(
      "New, retained, reactivated and other customers' money add up to the period's.",
      numbers.map { number in
        let sum = periods[number]?.money.sum ?? 0
        return (at: label(number), one: days[number] ?? 0, other: sum)
      })
  }

  private func levers(_ daily: DailyNumber) -> Reconciliation.Check {
    compare(
      "The levers' credit and the unattributed rest add up to each day's revenue.",
      daily.days.sorted { $0.key < $1.key }.map { number, day in
        let parts = day.credit.sum + day.unattributed
        return (at: CalendarDay(number: number).description, one: day.revenue, other: parts)
      })
  }

  private func bridgeAddsUp(_ bridge: Bridge) -> Reconciliation.Check {
    compare(
      "From + new + reactivation + expansion − contraction − lapse = to.",
      bridge.periods.sorted { $0.key < $1.key }.map { (label($0.key), $0.value.sum, $0.value.to) })
  }

  private func bridgesMeet(_ bridge: Bridge) -> Reconciliation.Check {
    let periods = bridge.periods
    let numbers = periods.keys.sorted()
    return compare(
      "Where one bridge ends the next begins.",
      numbers.map {
        (label($0), periods[$0]?.from ?? 0, periods[$0 - 1]?.to ?? 0)
      })
  }

  private func recurringAddsUp() -> Reconciliation.Check {
    let pairs = Convention.allCases.flatMap { convention in
      let sum = timelines.total(RecurringBridge(convention, through: periodNumber), rules)
      return sum.periods.sorted { $0.key < $1.key }.map {
        (at: "\(label($0.key)) by \(convention.rawValue)", one: $0.value.sum, other: $0.value.to)
      }
    }
    return compare("The recurring bridge adds up under every convention.", pairs)
  }

  private func activations(_ lifecycle: Lifecycle, _ retention: Retention) -> Reconciliation.Check {
    let activations = lifecycle.activations
    let cohorts = retention.sizes
    let days = Set(activations.keys).union(cohorts.keys).sorted()
    return compare(
      "Each day's activations are that day's cohort.",
      days.map { day in
        let activated = Int128(activations[day] ?? 0)
        let cohort = Int128(cohorts[day] ?? 0)
        return (at: CalendarDay(number: day).description, one: activated, other: cohort)
      }, money: false)
  }

  private func credit() -> Reconciliation.Check {
    let faults = timelines.total(CreditFaults(), rules)
    return Reconciliation.Check(
      law: "Each money fact is its plays' credit and the unattributed rest, under every model.",
      broken: faults.broken.sorted().map { "fact number \($0)" }, compared: Int(faults.compared))
  }

  private func kinds(_ daily: DailyNumber) -> Reconciliation.Check {
    let totals = timelines.total(DailyTotals(), rules)
    let counted: FactKind = plan.number.basis == .payments ? .money : .deal
    var sums: [Int32: Int128] = [:]
    for (key, total) in totals.totals where key.kind == counted {
      sums[key.day.number, default: 0] += total.amount
    }
    let days = Set(sums.keys).union(daily.days.keys).sorted()
    return compare(
      "Daily totals by kind, lever, play and member add up to the day's revenue.",
      days.map { day in
        let revenue = daily[day].revenue
        return (at: CalendarDay(number: day).description, one: sums[day] ?? 0, other: revenue)
      })
  }
}

extension Bridge.Moves {
  /// The period's money according to the headings.
  var sum: Int128 { from + new + reactivation + expansion - contraction - lapse }
}
