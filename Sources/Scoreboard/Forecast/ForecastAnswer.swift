public import Facts
internal import Planning
public import Statistics
internal import Tally

/// The forecast of the period's Number, and the chance of reaching its target.
public struct ForecastAnswer: Sendable {
  /// The heading; its period is the one that is forecast.
  public let heading: Heading
  /// The Number of the days that are over.
  public let soFar: Money
  /// The 10th percentile, median and 90th percentile of the period's Number.
  public let total: Quantiles
  /// The target of the whole period; unknown if the plan sets none.
  public let target: Known<Money>
  /// The chance that the period reaches its target.
  public let chance: Known<Double>
  /// The amount that the first day left must bring for an 80 % chance of the target.
  ///
  /// It assumes that the other days left bring as much more than usual too.
  public let neededToday: Known<Money>
  /// The amount that the first day left usually brings of the expected rest.
  public let expectedToday: Known<Money>
  /// The first day left; nil if the period is over.
  public let today: CalendarDay?
  /// The method used for the rest of the period.
  public let method: Method
  /// Past periods, from the first day with money on.
  public let historyPeriods: Int
  /// Past periods that could be replayed.
  public let replayedPeriods: Int
  /// Scores of past forecasts once their periods were over.
  ///
  /// Of published forecasts if there are any, otherwise of replays. Unknown unless requested.
  public let scores: Known<Scores>

  /// Quantiles of the period's Number.
  public struct Quantiles: Sendable, Equatable {
    /// The 10th percentile.
    public let p10: Money
    /// The median.
    public let p50: Money
    /// The 90th percentile.
    public let p90: Money
  }

  /// The method used for the rest of the period.
  public enum Method: String, CaseIterable, Sendable {
    /// Eight guesses, weighted by their accuracy in past periods.
    case ensemble = "reset-ensemble"
    /// The level of the last days only: too few past periods to replay.
    case level = "recent-level"
  }

  /// The scores of forecasts of past periods, published or replayed.
  public struct Scores: Sendable, Equatable {
    /// The number of periods that were forecast.
    public let periods: Int
    /// True for replays with only the days before; false for forecasts as published each morning.
    public let isReplayed: Bool
    /// Brier score, coverage and calibration.
    public let scores: ForecastScores
  }

  /// With fewer replayed periods, chances are unknown.
  static let leastReplays = 2
}

extension DayScoreboard {
  /// The forecast of the period's Number; `scored` adds the scores of past forecasts.
  ///
  /// Published forecasts are scored in preference to replays.
  public func forecast(
    scored: Bool = false, published: PublishedForecasts = .none
  ) -> ForecastAnswer {
    forecast(daily(timelines), scored: scored, published: published)
  }

  func forecast(
    _ daily: DailyNumber, scored: Bool = false, published: PublishedForecasts = .none
  ) -> ForecastAnswer {
    let history = history(daily, before: firstDayLeft, in: period)
    let forecast = periodForecast(history)
    let target = number(daily).target
    let share = SellingDays(history).sharesLeft.first
    let isOver = history.daysLeft == 0
    return ForecastAnswer(
      heading: heading, soFar: amount(forecast.soFar), total: quantiles(forecast), target: target,
      chance: chance(forecast, target, isOver: isOver),
      neededToday: needed(forecast, target, share, isOver: isOver),
      expectedToday: share.map { .known(amount(forecast.rest * $0)) } ?? .unknown(why: noDayLeft),
      today: isOver ? nil : firstDayLeft,
      method: forecast.guessWeights == nil ? .level : .ensemble,
      historyPeriods: history.pastPeriods, replayedPeriods: forecast.replays,
      scores: scored ? scores(history, published) : .unknown(why: "ask for it with --scores"))
  }

  /// An amount rounded to whole minor units.
  func amount(_ minor: Double) -> Money {
    money(Int128(exactly: minor.rounded()) ?? 0)
  }

  var noDayLeft: String { "no day of \(period.label) is left that usually brings anything" }

  /// The reason why a forecast's chances are unknown; nil if they are known.
  func whyNoChance(_ forecast: PeriodForecast) -> String? {
    guard forecast.replays < ForecastAnswer.leastReplays else { return nil }
    return "fewer than \(ForecastAnswer.leastReplays) past periods could be replayed"
  }

  private func quantiles(_ forecast: PeriodForecast) -> ForecastAnswer.Quantiles {
    ForecastAnswer.Quantiles(
      p10: amount(forecast.quantile(0.1)), p50: amount(forecast.quantile(0.5)),
      p90: amount(forecast.quantile(0.9)))
  }

  private func chance(
    _ forecast: PeriodForecast, _ target: Known<Money>, isOver: Bool
  ) -> Known<Double> {
    switch target {
    case .unknown(let why): return .unknown(why: why)
    case .known(let target):
      if !isOver, let why = whyNoChance(forecast) { return .unknown(why: why) }
      return .known(forecast.chance(ofReaching: Double(target.minor)))
    }
  }

  private func needed(
    _ forecast: PeriodForecast, _ target: Known<Money>, _ share: Double?, isOver: Bool
  ) -> Known<Money> {
    switch lift(forecast, target, isOver: isOver) {
    case .unknown(let why): .unknown(why: why)
    case .known(let lift):
      share.map { .known(amount(forecast.rest * lift * $0)) } ?? .unknown(why: noDayLeft)
    }
  }

  /// The amount to go / the 20th percentile of the rest.
  ///
  /// If the rest were as many times its forecast, the chance of the target would be 80 %.
  /// 0 if the target is reached.
  func lift(
    _ forecast: PeriodForecast, _ target: Known<Money>, isOver: Bool
  ) -> Known<Double> {
    switch target {
    case .unknown(let why): return .unknown(why: why)
    case .known(let target):
      let target = Double(target.minor)
      if target <= forecast.soFar { return .known(0) }
      if isOver { return .unknown(why: "\(period.label) is over") }
      if let why = whyNoChance(forecast) { return .unknown(why: why) }
      return forecast.liftNeeded(target: target, chance: 0.8).map { .known($0) }
        ?? .unknown(why: "nothing more is expected in \(period.label)")
    }
  }

  private static let scoredPeriods = 12
  private static let daysBetween = 7

  /// Scores published forecasts, or replays of past periods, one a week, with only the days before.
  private func scores(
    _ history: PeriodHistory, _ published: PublishedForecasts
  ) -> Known<ForecastAnswer.Scores> {
    let past = history.pastPeriods
    var totals: [String: Double] = [:]
    for place in 0..<past {
      let label = plan.fiscal.period(Int(periodNumber) - past + place).label
      totals[label] = history.amounts[history.starts[place]..<history.starts[place + 1]]
        .reduce(0, +)
    }
    if let scores = published.scores(totals) { return .known(scores) }
    var entries: [ForecastScores.Entry] = []
    var count = 0
    for place in max(1, past - Self.scoredPeriods)..<max(1, past) {
      let (start, end) = (history.starts[place], history.starts[place + 1])
      let number = Int(periodNumber) - past + place
      let target = plan.target(for: plan.fiscal.period(number)).map { Double($0) }
      let total = history.amounts[start..<end].reduce(0, +)
      count += 1
      for today in stride(from: start, to: end, by: Self.daysBetween) {
        let forecast = PeriodForecast(
          PeriodHistory(
            amounts: Array(history.amounts[..<today]), weekdays: Array(history.weekdays[..<end]),
            starts: Array(history.starts[...(place + 1)])))
        let isSaid = whyNoChance(forecast) == nil
        entries.append(.init(forecast: forecast, target: isSaid ? target : nil, total: total))
      }
    }
    guard count > 0 else { return .unknown(why: "fewer than two past periods are there") }
    return .known(
      ForecastAnswer.Scores(periods: count, isReplayed: true, scores: ForecastScores(entries)))
  }
}
