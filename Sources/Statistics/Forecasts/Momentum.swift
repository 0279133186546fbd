import Foundation

/// The running period's amount against the one expected from past periods at the same point.
public struct Momentum: Sendable, Equatable {
  /// The call by z against ±1.28: ahead or behind if the 80 % range leaves out 100.
  public enum State: Sendable, Equatable, CaseIterable {
    case ahead
    case level
    case behind
  }

  /// The amount expected to date.
  public let expected: Double
  /// The amount to date as a percentage of the expected one; 100 is level.
  public let value: Double
  /// The standard deviation of the log of `value`.
  public let spread: Double
  /// Days of the period that are over.
  let daysGone: Int

  private static let bound = 1.28
  private static let leastPeriods = 3
  private static let firstDay = 5

  /// The 80 % range around the value, as widely as past periods differ.
  public var band: (low: Double, high: Double) {
    (value * exp(-Self.bound * spread), value * exp(Self.bound * spread))
  }

  /// The call; nil before five days are over.
  public var state: State? {
    guard daysGone >= Self.firstDay else { return nil }
    let z = log(value / 100) / spread
    return z > Self.bound ? .ahead : z < -Self.bound ? .behind : .level
  }

  /// Computes the momentum of the running period.
  ///
  /// Nil with fewer than three past periods, or if nothing was expected yet.
  ///
  /// - Parameter history: Past periods and the days that are over.
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

  /// The number of past periods that count, and the half-life of their weight in periods.
  private static let periods = 12
  private static let halfLife = 4.0
  /// The floor of the spread: 3 %, however even the past.
  private static let floor = 0.03

  /// The mean of the last twelve levels, weighted by age.
  private static func mean(_ levels: [Double]) -> Double {
    var (sum, weight) = (0.0, 0.0)
    for (age, level) in levels.reversed().prefix(periods).enumerated() {
      let importance = halfLifeWeight(Double(age) / halfLife)
      sum += importance * level
      weight += importance
    }
    return sum / weight
  }

  /// A period's amount per unit of weight, up to a share of its weight; part of a day counts.
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
