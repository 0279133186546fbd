/// The running period by its selling days: pulse, streak and what is needed a day.
public struct SellingDays: Sendable {
  private let history: PeriodHistory
  private let selling: SellingWeights
  private let weights: [Double]

  /// - Parameter history: Past periods and the days gone.
  public init(_ history: PeriodHistory) {
    self.history = history
    selling = SellingWeights(history)
    weights = selling.weights(to: history.pastPeriods)
  }

  private static let pulseDays = 60
  private static let streakDays = 5

  /// Selling days that are over, newest first.
  private var past: [Int] { history.amounts.indices.reversed().filter(selling.isSelling) }

  /// Selling days left, today included.
  public var left: Int {
    (history.amounts.count..<weights.count).filter(selling.isSelling).count
  }

  /// The share of what is to come that each day left usually brings, today first; they add up to 1.
  ///
  /// Empty where no day left usually brings anything.
  public var sharesLeft: [Double] {
    let days = weights[history.amounts.count...]
    let whole = days.reduce(0, +)
    return whole > 0 ? days.map { $0 / whole } : []
  }

  /// What each day left must bring to reach a target, today first, spread as days usually are.
  ///
  /// - Returns: Zeros where the target is reached; nil where it is not and no day left sells.
  public func needed(target: Double) -> [Double]? {
    let shares = sharesLeft
    let gap = target - history.soFar
    guard gap > 0 else { return shares.map { _ in 0 } }
    return shares.isEmpty ? nil : shares.map { $0 * gap }
  }

  /// What each selling day left must bring to reach a target, all alike; nil where none is left.
  public func neededEvenly(target: Double) -> Double? {
    let gap = max(target - history.soFar, 0)
    if gap == 0 { return 0 }
    return left > 0 ? gap / Double(left) : nil
  }

  /// The share of the last 60 selling days that brought less than today for their weight, 0 … 100; days
  /// that brought the same count half.
  ///
  /// - Returns: nil on a day that does not sell, or with no selling day to compare with.
  public func pulse(today amount: Double) -> Double? {
    let today = history.amounts.count
    guard today < weights.count, selling.isSelling(today), weights[today] > 0 else { return nil }
    let rates = past.prefix(Self.pulseDays).filter { weights[$0] > 0 }
      .map { history.amounts[$0] / weights[$0] }
    guard !rates.isEmpty else { return nil }
    let rate = amount / weights[today]
    let below = rates.reduce(0.0) { $0 + ($1 < rate ? 1 : $1 == rate ? 0.5 : 0) }
    return 100 * below / Double(rates.count)
  }

  /// What the last five selling days brought for their weight, against the five before: 1.1 is a tenth
  /// more.
  ///
  /// - Returns: nil with fewer than ten selling days, or where the five before brought nothing.
  public var streak: Double? {
    let days = Array(past.prefix(2 * Self.streakDays))
    guard days.count == 2 * Self.streakDays else { return nil }
    let rate = { (days: ArraySlice<Int>) in
      days.reduce(0) { $0 + self.history.amounts[$1] } / days.reduce(0) { $0 + self.weights[$1] }
    }
    let before = rate(days[Self.streakDays...])
    return before > 0 ? rate(days[..<Self.streakDays]) / before : nil
  }
}
