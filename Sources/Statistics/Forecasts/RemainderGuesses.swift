import Foundation

/// Eight guesses of the rest of a period, made on one of its days.
struct RemainderGuesses: Sendable {
  /// The eight guesses of the rest; NaN if a level has no data.
  ///
  /// In order: run rate; levels with half-lives of 3, 7, 28 and 91 days; damped trend; reset curve
  /// on the level; reset curve on the amount so far.
  let values: [Double]
  /// The weight of the fast guess, 0 … 1; above 0 if the period began unlike the past.
  let surprise: Double
  /// The mean of the run rate and the fastest level.
  let fast: Double

  /// The number of guesses.
  static let count = 8
  static let halfLives = [3.0, 7, 28, 91]
  /// The days that a level covers, in half-lives.
  private static let reach = 6.0
  private static let trendDays = 28

  /// Makes the guesses.
  ///
  /// - Parameters:
  ///   - curves: Reset curves of past periods.
  ///   - weights: The weights of all days to the end of `period`.
  ///   - period: The period whose rest is guessed.
  ///   - today: The day on which the guess is made; amounts before it are known.
  ///   - without: The past period left out of the reset curves.
  ///   - drift: How much levels move from one period to the next.
  init(
    _ curves: ResetCurves, weights: [Double], period: Int, today: Int, without: Int?,
    drift: Double
  ) {
    let history = curves.weights.history
    let days = history.days(period)
    let gone = weights[days.lowerBound..<today].reduce(0, +)
    let left = weights[today..<days.upperBound].reduce(0, +)
    let whole = gone + left
    let soFar = history.sum(days.lowerBound..<today)
    let level = Level(amounts: history.amounts, weights: weights)
    let levels = Self.halfLives.map { halfLife in
      level.at(
        max(0, today - Int(Self.reach * halfLife))..<today, halfLife: halfLife)
    }
    let slow = levels[2]
    let runRate = (soFar + 0.1 * whole * slow) / (gone + 0.1 * whole) * left
    let trend =
      slow * Self.growth(level, slow, today: today, daysLeft: Double(days.upperBound - today))
    let share =
      curves.remainingShare(period, day: today - days.lowerBound, without: without) ?? left / whole
    let total = slow * whole
    values =
      [runRate] + levels.map { $0 * left } + [
        trend * left, total * share, (soFar + 0.1 * total) / (1 - share + 0.1) * share,
      ]
    fast = 0.5 * (runRate + levels[0] * left)
    let z =
      today - days.lowerBound >= 2 && gone > 1e-9 && days.lowerBound >= 28
      ? Self.departure(level, start: days.lowerBound, gone: gone, soFar: soFar, drift: drift) : 0
    surprise = abs(z) > 1.5 ? z * z / (z * z + 4) : 0
  }

  /// The damped trend: growth over 28 days, limited to 0.7 … 1.4, for 0.6 of the way ahead.
  private static func growth(
    _ level: Level, _ slow: Double, today: Int, daysLeft: Double
  ) -> Double {
    let then = today - trendDays
    guard then > trendDays else { return 1 }
    let before = level.at(max(0, then - 168)..<then, halfLife: 28)
    let ratio = before > 0 && slow > 0 ? slow / before : 1
    let ahead = (40 + daysLeft / 2) / 28 * 0.6
    return pow(min(max(ratio, 0.7), 1.4), min(ahead, 1.5))
  }

  /// The departure of the amount so far from the level at the period's start, in standard
  /// deviations.
  ///
  /// The variance is the dispersion of the 84 days before, plus the squared drift of levels.
  private static func departure(
    _ level: Level, start: Int, gone: Double, soFar: Double, drift: Double
  ) -> Double {
    let before = level.at(max(0, start - 168)..<start, halfLife: 28)
    guard before > 0 else { return 0 }
    let dispersion = level.dispersion(max(0, start - 84)..<start, around: before)
    let expected = before * gone
    guard soFar > 0 else { return -(expected / (2 * dispersion + 1e-9)).squareRoot() }
    return log(soFar / expected) / (2 * dispersion / expected + drift * drift).squareRoot()
  }
}

/// Amounts per unit of weight.
struct Level {
  let amounts: [Double]
  let weights: [Double]

  /// The discounted sum of amounts over that of weights; NaN if the weights add up to zero.
  func at(_ days: Range<Int>, halfLife: Double) -> Double {
    var (amount, weight) = (0.0, 0.0)
    for day in days {
      let age = halfLifeWeight(Double(days.upperBound - 1 - day) / halfLife)
      amount += age * amounts[day]
      weight += age * weights[day]
    }
    return weight > 1e-9 ? amount / weight : .nan
  }

  /// The sum of squared departures from a level, over the sum that the level expects.
  func dispersion(_ days: Range<Int>, around level: Double) -> Double {
    var (squares, expected) = (0.0, 0.0)
    for day in days {
      let departure = amounts[day] - level * weights[day]
      squares += departure * departure
      expected += level * weights[day]
    }
    return squares / max(expected, 1e-9)
  }
}

/// The share of each past period's amount that was in by a share of its weekday weight.
struct ResetCurves: Sendable {
  let weights: SellingWeights
  private let shares: [[Double]]
  private let curves: [[Double]]

  private static let grid = (0...40).map { Double($0) / 40 }

  init(_ weights: SellingWeights) {
    self.weights = weights
    let history = weights.history
    let shares = (0...history.pastPeriods).map(weights.shareGone)
    self.shares = shares
    curves = weights.totals.indices.map { period in
      var running = [0.0]
      for day in history.days(period) {
        running.append(running[running.count - 1] + history.amounts[day])
      }
      let whole = max(weights.totals[period], 1e-12)
      let came = running.map { $0 / whole }
      return Self.grid.map { interpolate($0, shares[period], came) }
    }
  }

  /// The expected share still to come before a day of a period.
  ///
  /// The mean over the other periods' curves, weighted by age, and one straight line; nil if no
  /// other period has an amount.
  func remainingShare(_ period: Int, day: Int, without: Int?) -> Double? {
    let past = weights.totals.count
    let place = shares[period][day]
    var (sum, weight) = (0.0, 0.0)
    for other in 0..<past where other != without && weights.totals[other] > 0 {
      let age = halfLifeWeight(Double(past - 1 - other) / SellingWeights.periodHalfLife)
      sum += age * interpolate(place, Self.grid, curves[other])
      weight += age
    }
    return weight > 0 ? 1 - (sum + place) / (weight + 1) : nil
  }
}
