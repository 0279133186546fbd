import Foundation

extension PeriodForecast {
  /// Forecasts the running period.
  ///
  /// - Parameter history: At least a day; with fewer than two past periods the spread is a guess.
  /// - Complexity: O(periods · days).
  public init(_ history: PeriodHistory) {
    let weights = SellingWeights(history)
    let curves = ResetCurves(weights)
    let past = history.pastPeriods
    let today = history.amounts.count
    let now = weights.weights(to: past)
    let drift = Self.drift(weights, now)
    let current = RemainderGuesses(
      curves, weights: now, period: past, today: today, without: nil, drift: drift)
    let guesses = Self.filled(current.values)
    let replays = ForecastReplays(curves, drift: drift)
    guard replays.periods >= 2 else {
      self = Self.early(history, now, guesses, current.surprise, replays.periods)
      return
    }
    let (omega, spread) = replays.learnt()
    let slow = zip(guesses, omega).reduce(0) { $0 + $1.0 * $1.1 }
    let b = current.surprise
    let rest = max(b > 0 ? (1 - b) * slow + b * current.fast : slow, 0)
    let total = history.soFar + rest
    let periods = Double(replays.periods)
    self.init(
      soFar: history.soFar, rest: rest,
      variance: spread * total * total * (periods + 1) / periods * 1.15, guessWeights: omega,
      surprise: b, replays: replays.periods)
  }

  /// The forecast with too few periods to replay.
  ///
  /// The rest is the mean of the levels with half-lives 3, 7 and 28 days. The variance is twice the
  /// dispersion of the last 56 days, plus that of a 20 % error of the rest.
  private static func early(
    _ history: PeriodHistory, _ weights: [Double], _ guesses: [Double], _ surprise: Double,
    _ replays: Int
  ) -> PeriodForecast {
    let rest = max((guesses[1] + guesses[2] + guesses[3]) / 3, 0)
    let today = history.amounts.count
    let days = max(0, today - 56)..<today
    let level = history.sum(days) / max(weights[days].reduce(0, +), 1e-9)
    let dispersion = Level(amounts: history.amounts, weights: weights)
      .dispersion(days, around: level)
    return PeriodForecast(
      soFar: history.soFar, rest: rest, variance: 2 * dispersion * rest + 0.04 * rest * rest,
      surprise: surprise, replays: replays)
  }

  /// The drift: how much the level moves from one period to the next, in logs.
  ///
  /// 1.4826 times the median absolute log step, at least 0.05; 0.2 with fewer than two steps.
  private static func drift(_ weights: SellingWeights, _ now: [Double]) -> Double {
    let history = weights.history
    let levels = weights.totals.indices.map { period in
      weights.totals[period] / max(now[history.days(period)].reduce(0, +), 1e-9)
    }
    let floor = 1e-9 * max(levels.max() ?? 1, 1e-300)
    let logs = levels.map { log(max($0, floor)) }
    let steps = zip(logs, logs.dropFirst()).map { abs($1 - $0) }
    guard steps.count >= 2, let middle = median(steps) else { return 0.2 }
    return max(middle * 1.4826, 0.05)
  }

  /// Replaces guesses that could not be made by the mean of the others.
  private static func filled(_ guesses: [Double]) -> [Double] {
    let known = guesses.filter(\.isFinite)
    let mean = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
    return guesses.map { $0.isFinite ? $0 : mean }
  }
}

/// Replays the guesses in earlier periods, each from days about as far in as today.
struct ForecastReplays {
  /// The number of periods that could be replayed.
  let periods: Int
  private var views: [View] = []

  private struct View {
    let guesses: RemainderGuesses
    let actual: Double
    let total: Double
    let weight: Double
  }

  /// The offsets from today's share of the period, with their weights: far ones count half.
  private static let offsets = [(-0.1, 0.5), (-0.03, 1), (0.03, 1), (0.1, 0.5)]
  private static let periodHalfLife = 8.0

  init(_ curves: ResetCurves, drift: Double) {
    let history = curves.weights.history
    let past = history.pastPeriods
    let share = Double(history.daysGone) / Double(history.daysGone + history.daysLeft)
    var replayed = 0
    for period in 1..<max(past, 1) where curves.weights.totals[period] > 0 {
      let days = history.days(period)
      let weights = curves.weights.weights(to: period, without: period)
      let before = views.count
      for (offset, importance) in Self.offsets {
        let place = min(max(share + offset, 0), 0.97) * Double(days.count)
        let gone = min(max(Int(place.rounded(.toNearestOrEven)), 0), days.count - 1)
        let today = days.lowerBound + gone
        let guesses = RemainderGuesses(
          curves, weights: weights, period: period, today: today, without: period, drift: drift)
        guard guesses.values.allSatisfy(\.isFinite) else { continue }
        let age = halfLifeWeight(Double(past - 1 - period) / Self.periodHalfLife)
        views.append(
          View(
            guesses: guesses, actual: history.sum(today..<days.upperBound),
            total: curves.weights.totals[period], weight: age * importance))
      }
      if views.count > before { replayed += 1 }
    }
    periods = replayed
  }

  /// The guesses' weights, and the mean squared error of their combination as a share of the total.
  func learnt() -> (weights: [Double], spread: Double) {
    let importance = views.map(\.weight)
    let all = importance.reduce(0, +)
    let errors = views.map { view in
      view.guesses.values.map { ($0 - view.actual) / view.total }
    }
    let best = errors.map { $0.map { abs($0) }.min() ?? 0 }
    let cap = 4 * max(3 * lowerWeightedMedian(best, weights: importance) + 1e-9, 1e-9)
    let meanSquares = (0..<RemainderGuesses.count).map { guess in
      zip(errors, importance).reduce(0) { sum, entry in
        let error = min(max(entry.0[guess], -cap), cap)
        return sum + entry.1 * error * error
      } / all
    }
    let weights = shrunken(meanSquares)
    let departures = views.map { view in
      let slow = zip(view.guesses.values, weights).reduce(0) { $0 + $1.0 * $1.1 }
      let b = view.guesses.surprise
      let said = (1 - b) * slow + b * view.guesses.fast
      return (view.actual - said) / view.total
    }
    let middle = lowerWeightedMedian(departures.map { abs($0) }, weights: importance)
    let limit = 3 * max(1.4826 * middle, 1e-6)
    let spread =
      zip(departures, importance).reduce(0) { sum, entry in
        let departure = min(max(entry.0, -limit), limit)
        return sum + entry.1 * departure * departure
      } / all
    return (weights, spread)
  }

  /// Inverse squares of the mean squared errors, shrunk towards equal weights; more so with fewer
  /// replays.
  private func shrunken(_ meanSquares: [Double]) -> [Double] {
    let mean = meanSquares.reduce(0, +) / Double(meanSquares.count)
    let raw = meanSquares.map { square in
      let inverse = 1 / (square + 1e-6 + 0.05 * mean)
      return inverse * inverse
    }
    let whole = raw.reduce(0, +)
    let trust = Double(periods) / (Double(periods) + 3)
    return raw.map { trust * $0 / whole + (1 - trust) / Double(raw.count) }
  }
}
