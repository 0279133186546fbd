import Foundation

/// A forecast of the amount that open and future items bring by the end of a period.
///
/// The chance of being won or lost on a day depends on an item's age, as observed over the last 120
/// days. The ratio of actual to forecast amounts is learnt by replaying earlier periods.
///
/// Source: discrete hazards with competing ends, as in Allison, "Discrete-time methods for the
/// analysis of event histories", Sociological Methodology 13 (1982).
public struct PipelineForecast: Sendable, Equatable {
  /// An item that is open until it is won or lost.
  ///
  /// Days count from the first day of the first period; earlier days are negative.
  public struct Item: Sendable, Equatable {
    /// The day on which it was opened.
    public let opened: Int
    /// The day on which it was won or lost; nil while it is open.
    public let closed: Int?
    /// True if it was won.
    public let won: Bool
    /// The amount that it brought, if won.
    public let value: Double
    /// The kind of sale; items of one kind bring similar amounts.
    public let kind: Int

    /// An item, open if `closed` is nil.
    public init(opened: Int, closed: Int?, won: Bool, value: Double, kind: Int) {
      self.opened = opened
      self.closed = closed
      self.won = won
      self.value = value
      self.kind = kind
    }
  }

  /// The mean of the amount still to come, corrected by the replays.
  public let rest: Double
  /// The variance of the amount still to come.
  public let variance: Double
  /// The number of past periods replayed.
  public let replays: Int

  /// The log spread assumed if fewer than two periods could be replayed.
  private static let usualSpread = 0.5
  /// The share of a period up to which both forecasts count; later the pipeline makes the forecast
  /// worse.
  private static let lastShare = 0.2

  /// Forecasts the running period from its pipeline.
  ///
  /// - Parameters:
  ///   - items: All items opened before today; closings after yesterday are ignored.
  ///   - starts: The first day of each period, the running one included, and the day after its end.
  ///   - today: A day of the running period.
  public init(items: [Item], starts: [Int], today: Int) {
    precondition(starts.count >= 2, "there is a running period")
    let running = starts.count - 2
    let length = Double(starts[running + 1] - starts[running])
    let share = Double(today - starts[running]) / length
    let now = PipelineView(items, today: today, end: starts[running + 1])
    var errors: [Double] = []
    for period in 1..<max(running, 1) {
      let (start, end) = (starts[period], starts[period + 1])
      let day = min(start + Int((share * Double(end - start)).rounded()), end - 1)
      let said = PipelineView(items, today: day, end: end).mean
      let came = items.reduce(0) { sum, item in
        guard item.won, let closed = item.closed, (day..<end).contains(closed) else { return sum }
        return sum + item.value
      }
      if said > 0, came > 0 { errors.append(log(came / said)) }
    }
    let n = Double(errors.count)
    let bias = errors.reduce(0, +) / (n + 1)
    let squares = errors.reduce(0) { $0 + ($1 - bias) * ($1 - bias) }
    let spread =
      errors.count >= 2 ? squares / n * (n + 1) / n : Self.usualSpread * Self.usualSpread
    rest = now.mean * exp(bias)
    variance = now.variance * exp(2 * bias) + rest * rest * spread
    replays = errors.count
  }

  /// Combines the pipeline with the forecast from past days.
  ///
  /// On the first day the pipeline counts alone, then both by inverse variance up to a fifth of the
  /// period, and later only the forecast.
  ///
  /// - Parameters:
  ///   - forecast: The forecast from past days.
  ///   - shareGone: Days over, as a share of the days of the period.
  /// - Returns: A forecast with the same amount so far.
  public func joined(with forecast: PeriodForecast, shareGone: Double) -> PeriodForecast {
    guard rest > 0, variance > 0, shareGone <= Self.lastShare else { return forecast }
    var trust = 1.0
    if shareGone > 0, forecast.variance > 0 {
      trust = forecast.variance / (forecast.variance + variance)
    }
    let joint = trust * trust * variance + (1 - trust) * (1 - trust) * forecast.variance
    return PeriodForecast(
      soFar: forecast.soFar, rest: trust * rest + (1 - trust) * forecast.rest, variance: joint,
      guessWeights: forecast.guessWeights, surprise: forecast.surprise, replays: forecast.replays)
  }
}

/// The pipeline's forecast from the items known on a day, without correction by replays.
private struct PipelineView {
  private(set) var mean = 0.0
  private(set) var variance = 0.0

  private static let newDays = 28

  init(_ items: [PipelineForecast.Item], today: Int, end: Int) {
    let days = max(end - today, 0)
    let known = items.filter { $0.opened < today }
    let hazards = Hazards(
      known, today: today, ages: (known.map { today - $0.opened }.max() ?? 0) + days)
    let values = Values(known, today: today)
    for item in known where item.closed.map({ $0 >= today }) ?? true {
      add(hazards.chance(age: today - item.opened, days: days), values.of(item.kind))
    }
    let opened = known.filter { $0.opened >= today - Self.newDays }.count
    let rate = Double(opened) / Double(Self.newDays)
    for day in 0..<days {
      let chance = hazards.chance(age: 0, days: days - day)
      mean += rate * chance * values.all.mean
      variance += rate * chance * values.all.square
    }
  }

  private mutating func add(
    _ chance: Double, _ value: (mean: Double, square: Double)
  ) {
    mean += chance * value.mean
    variance += chance * value.square - chance * chance * value.mean * value.mean
  }
}

/// The probability of being won or lost on a day, by age.
private struct Hazards {
  private var won: [Double]
  private var lost: [Double]

  private static let exposureDays = 120
  private static let smoothing = 7

  init(_ items: [PipelineForecast.Item], today: Int, ages: Int) {
    let count = ages + 1
    var exposed = [Double](repeating: 0, count: count)
    var wins = exposed
    var losses = exposed
    for item in items {
      let last = min(item.closed ?? today - 1, today - 1)
      let first = max(item.opened, today - Self.exposureDays)
      for day in first..<max(last + 1, first) { exposed[day - item.opened] += 1 }
      guard let closed = item.closed, closed < today, closed >= first else { continue }
      if item.won { wins[closed - item.opened] += 1 } else { losses[closed - item.opened] += 1 }
    }
    let smooth = { (values: [Double]) in
      values.indices.map { age in
        values[max(0, age - Self.smoothing)...min(count - 1, age + Self.smoothing)].reduce(0, +)
      }
    }
    let at = smooth(exposed)
    let all = max(exposed.reduce(0, +), 1)
    let rate = { (ends: [Double]) in
      let near = smooth(ends)
      let usual = ends.reduce(0, +) / all
      return near.indices.map { at[$0] > 0 ? near[$0] / at[$0] : usual }
    }
    won = rate(wins)
    lost = rate(losses)
  }

  /// The probability of being won within `days` days from an age on.
  func chance(age: Int, days: Int) -> Double {
    var (open, chance) = (1.0, 0.0)
    for day in age..<min(age + days, won.count) {
      chance += open * won[day]
      open *= max(1 - won[day] - lost[day], 0)
    }
    return chance
  }
}

/// The first two moments of the amounts of won items, by kind.
private struct Values {
  private(set) var all: (mean: Double, square: Double) = (0, 0)
  private var kinds: [Int: (mean: Double, square: Double)] = [:]

  init(_ items: [PipelineForecast.Item], today: Int) {
    let won = items.filter { item in item.won && item.closed.map { $0 < today } ?? false }
    all = Self.moments(won)
    kinds = Dictionary(grouping: won, by: \.kind).mapValues(Self.moments)
  }

  func of(_ kind: Int) -> (mean: Double, square: Double) { kinds[kind] ?? all }

  private static func moments(_ items: [PipelineForecast.Item]) -> (mean: Double, square: Double) {
    guard !items.isEmpty else { return (0, 0) }
    let n = Double(items.count)
    return (
      items.reduce(0) { $0 + $1.value } / n, items.reduce(0) { $0 + $1.value * $1.value } / n
    )
  }
}
