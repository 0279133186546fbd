import Foundation

/// Where a period stands against what past periods had brought by the same place, and what it needs.
public struct Momentum: Sendable, Equatable {
  /// What a z beyond ±1.28 says: one period in ten is ahead by chance, one in ten behind.
  public enum State: Sendable, Equatable {
    case ahead
    case level
    case behind
  }

  /// What was expected to date.
  public let expected: Double
  /// What is in, as a percentage of what was expected: 100 is level.
  public let value: Double
  /// The standard deviation of the log of `value`.
  public let spread: Double
  /// Days gone in the period.
  let daysGone: Int

  private static let bound = 1.28
  private static let leastPeriods = 3
  private static let firstDay = 5

  /// The band of values that chance alone would give four times in five around this one.
  public var band: (low: Double, high: Double) {
    (value * exp(-Self.bound * spread), value * exp(Self.bound * spread))
  }

  /// The call; nil before the fifth day.
  public var state: State? {
    guard daysGone >= Self.firstDay else { return nil }
    let z = log(value / 100) / spread
    return z > Self.bound ? .ahead : z < -Self.bound ? .behind : .level
  }

  /// Momentum of the running period.
  ///
  /// It is nil with fewer than three past periods, or where nothing was expected yet.
  ///
  /// - Parameter history: Past periods and the days gone.
  public init?(_ history: PeriodHistory) {
    self.init(SellingWeights(history))
  }

  init?(_ selling: SellingWeights) {
    let history = selling.history
    let weights = selling.weights(to: history.pastPeriods)
    let days = history.days(history.pastPeriods)
    let gone = weights[days.lowerBound..<history.amounts.count].reduce(0, +)
    let share = gone / weights[days].reduce(0, +)
    guard share > 0 else { return nil }
    let levels = (0..<history.pastPeriods).map { period in
      Self.level(history, weights, period, share: share)
    }
    guard levels.count >= Self.leastPeriods, Self.mean(levels) > 0 else { return nil }
    expected = Self.mean(levels) * gone
    value = 100 * history.soFar / expected
    daysGone = history.daysGone
    let first = max(1, levels.count - Self.periods)
    let squares = (first..<levels.count).compactMap { place -> Double? in
      let before = Self.mean(Array(levels[..<place]))
      guard levels[place] > 0, before > 0 else { return nil }
      let step = log(levels[place] / before)
      return step * step
    }
    guard !squares.isEmpty else { return nil }
    let n = Double(squares.count)
    let variance = squares.reduce(0, +) / n * (1 + 1 / n)
    spread = (variance + Self.floor * Self.floor).squareRoot()
  }

  /// Periods that count, and how fast they are forgotten.
  private static let periods = 12
  private static let halfLife = 4.0
  /// No past is so even that the spread is below 3 %.
  private static let floor = 0.03

  /// The mean of the last twelve, weighed by age.
  private static func mean(_ levels: [Double]) -> Double {
    var (sum, weight) = (0.0, 0.0)
    for (age, level) in levels.reversed().prefix(periods).enumerated() {
      let importance = halving(Double(age) / halfLife)
      sum += importance * level
      weight += importance
    }
    return sum / weight
  }

  /// What a period brought for one unit of weight by a share of its weight, part of a day included.
  private static func level(
    _ history: PeriodHistory, _ weights: [Double], _ period: Int, share: Double
  ) -> Double {
    let days = history.days(period)
    let goal = share * weights[days].reduce(0, +)
    var (amount, weight) = (0.0, 0.0)
    for day in days where weight < goal {
      let part = weights[day] > 0 ? min(1, (goal - weight) / weights[day]) : 1
      amount += part * history.amounts[day]
      weight += part * weights[day]
    }
    return amount / goal
  }
}
