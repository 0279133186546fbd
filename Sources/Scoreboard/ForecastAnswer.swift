public import Facts
internal import Planning
public import Statistics
internal import Tally

/// What the period will come to, with which odds of its target.
public struct ForecastAnswer: Sendable {
  /// The period is the one that is forecast.
  public let heading: Heading
  /// The Number of the days that are over.
  public let soFar: Money
  /// The total below which the period ends one time in ten, in two, and nine times in ten.
  public let total: Quantiles
  /// Of the whole period; unknown where the plan sets none.
  public let target: Known<Money>
  /// The chance that the period reaches its target.
  public let chance: Known<Double>
  /// What the first day left must bring, if each day left does its usual share of what gives 80 % odds.
  public let neededToday: Known<Money>
  /// What the first day left usually brings of what is still expected.
  public let expectedToday: Known<Money>
  /// The first day left; nil where the period is over.
  public let today: CalendarDay?
  /// How the rest was guessed.
  public let method: Method
  /// Periods before this one, from the first day with money on.
  public let historyPeriods: Int
  /// Those of them that could be replayed.
  public let replayedPeriods: Int
  /// How forecasts that were published did, once their periods were over; where none was, how forecasts made
  /// again afterwards did. Unknown where not asked for.
  public let scores: Known<Scores>

  /// Quantiles of the period's Number.
  public struct Quantiles: Sendable, Equatable {
    /// One time in ten it is less.
    public let p10: Money
    /// As often more as less.
    public let p50: Money
    /// Nine times in ten it is less.
    public let p90: Money
  }

  /// How the rest was guessed.
  public enum Method: String, Sendable {
    /// Eight guesses, weighed by how they did in past periods.
    case ensemble = "reset-ensemble"
    /// The level of the last days alone: too few past periods to replay.
    case level = "recent-level"
  }

  /// How forecasts of past periods did, made again with only the days before them.
  public struct Scores: Sendable, Equatable {
    /// Periods that were forecast.
    public let periods: Int
    /// Whether they were made again afterwards; otherwise they are as they were published each morning.
    public let isReplayed: Bool
    /// Brier score, coverage and calibration.
    public let scores: ForecastScores
  }

  /// With fewer replayed periods no chance is said.
  static let leastReplays = 2
}

extension DayScoreboard {
  /// The forecast of the period's end; `scored` adds how past ones did, those published first.
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

  /// An amount of whole minor units, rounded.
  func amount(_ minor: Double) -> Money {
    money(Int128(exactly: minor.rounded()) ?? 0)
  }

  var noDayLeft: String { "no day of \(period.label) is left that usually brings anything" }

  /// Why a forecast's chances are not to be told; nil where they are.
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

  /// By how much the rest must be better than expected for 80 % odds of the target.
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

  /// Forecasts of the past periods, one a week, each with only the days before it.
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
