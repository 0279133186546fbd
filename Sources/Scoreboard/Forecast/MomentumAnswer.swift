public import Facts
internal import Planning
public import Statistics
internal import Tally

/// The period's progress against past periods at the same point, and the pace still required.
public struct MomentumAnswer: Sendable {
  /// The heading; its period is the one that the day falls in.
  public let heading: Heading
  /// The Number so far in per cent of what past periods had by the same point; 100 is level.
  public let momentum: Known<Double>
  /// The 80 % range around it, as widely as past periods differ.
  public let band: Known<Band>
  /// Ahead or behind if the 80 % range leaves out 100, else level; unknown before the fifth day.
  public let state: Known<Momentum.State>
  /// The last day that is over.
  public let pulseDay: CalendarDay
  /// The percentage of the 60 selling days before that brought less for their weight.
  public let pulse: Known<Double>
  /// The last five selling days / the five before; 1 is equal.
  public let streak: Known<Double>
  /// The amount to go / the mean of what is still to come: 1 is about an even chance, 0 is reached.
  public let requiredPace: Known<Double>
  /// The amount to go / the median of what is still to come: 1 is an even chance, 0 is reached.
  public let toGoOverLikely: Known<Double>
  /// The amount to go / the 20th percentile of what is still to come; 0 is reached.
  ///
  /// If the rest were as many times what is forecast, the chance of the target would be 80 %.
  public let liftFor80: Known<Double>
  /// The beginning of the period, compared with past ones.
  public let restart: Known<Restart>

  /// A range in per cent.
  public struct Band: Sendable, Equatable {
    /// The low end, in per cent.
    public let low: Double
    /// The high end, in per cent.
    public let high: Double
  }
}

extension DayScoreboard {
  /// Momentum, pulse, streak and required lift.
  public func momentum() -> MomentumAnswer { momentum(daily(timelines)) }

  func momentum(_ daily: DailyNumber) -> MomentumAnswer {
    let history = history(daily, before: firstDayLeft, in: period)
    let forecast = periodForecast(history)
    let target = number(daily).target
    let isOver = history.daysLeft == 0
    let found = Momentum(history)
    let pulseDay = firstDayLeft.advanced(by: -1)
    return MomentumAnswer(
      heading: heading, momentum: momentum(found, history),
      band: band(found, history), state: state(found, history), pulseDay: pulseDay,
      pulse: pulse(daily, on: pulseDay),
      streak: SellingDays(history).streak.map { .known($0) }
        ?? .unknown(why: "fewer than ten selling days, or the five before brought nothing"),
      requiredPace: toGo(forecast, target, over: forecast.rest, isOver: isOver),
      toGoOverLikely: toGo(
        forecast, target, over: forecast.quantile(0.5) - forecast.soFar, isOver: isOver),
      liftFor80: lift(forecast, target, isOver: isOver), restart: restart(daily))
  }

  private func momentum(_ found: Momentum?, _ history: PeriodHistory) -> Known<Double> {
    found.map { .known($0.value) } ?? .unknown(why: whyNoMomentum(history))
  }

  private func whyNoMomentum(_ history: PeriodHistory) -> String {
    history.pastPeriods < 3
      ? "there are fewer than three past periods"
      : "nothing was to be expected of \(period.label) by now"
  }

  private func band(
    _ found: Momentum?, _ history: PeriodHistory
  ) -> Known<MomentumAnswer.Band> {
    guard let found else { return .unknown(why: whyNoMomentum(history)) }
    guard found.value > 0 else { return .unknown(why: "momentum is not above zero") }
    return .known(.init(low: found.band.low, high: found.band.high))
  }

  private func state(_ found: Momentum?, _ history: PeriodHistory) -> Known<Momentum.State> {
    guard let found else { return .unknown(why: whyNoMomentum(history)) }
    guard let state = found.state else {
      return .unknown(why: "fewer than five days of \(period.label) are over")
    }
    // Refunds can make the value negative, where it has no logarithm.
    return .known(found.value < 0 ? .behind : state)
  }

  private func pulse(_ daily: DailyNumber, on day: CalendarDay) -> Known<Double> {
    let before = history(daily, before: day, in: plan.fiscal.period(containing: day))
    guard before.amounts.contains(where: { $0 != 0 }) else {
      return .unknown(why: "no money came before \(day)")
    }
    return SellingDays(before).pulse(today: Double(measure(daily[day.number]))).map { .known($0) }
      ?? .unknown(why: "\(day) is no day that usually sells")
  }

  /// The amount to go / an amount still to come.
  private func toGo(
    _ forecast: PeriodForecast, _ target: Known<Money>, over rest: Double, isOver: Bool
  ) -> Known<Double> {
    switch target {
    case .unknown(let why): return .unknown(why: why)
    case .known(let target):
      let gap = Double(target.minor) - forecast.soFar
      if gap <= 0 { return .known(0) }
      if isOver { return .unknown(why: "\(period.label) is over") }
      return rest > 0
        ? .known(gap / rest)
        : .unknown(why: "nothing more is expected in \(period.label)")
    }
  }
}
