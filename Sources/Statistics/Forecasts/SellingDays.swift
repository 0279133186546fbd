/// The running period by its selling days: pulse, streak and the amounts needed.
public struct SellingDays: Sendable {
  private let history: PeriodHistory
  private let selling: SellingWeights
  private let weights: [Double]

  /// The selling days of a history.
  ///
  /// - Parameter history: Past periods and the days that are over.
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

  /// The usual share of the rest of the period that each day left brings, today first.
  ///
  /// The shares add up to 1. Empty if no day left usually brings anything.
  public var sharesLeft: [Double] {
    let days = weights[history.amounts.count...]
    let whole = days.reduce(0, +)
    return whole > 0 ? days.map { $0 / whole } : []
  }

  /// The amounts that the days left must bring to reach a target, today first, spread as usual.
  ///
  /// - Returns: Zeros if the target is reached; nil if it isn't and no day left sells.
  public func needed(target: Double) -> [Double]? {
    let shares = sharesLeft
    let gap = target - history.soFar
    guard gap > 0 else { return shares.map { _ in 0 } }
    return shares.isEmpty ? nil : shares.map { $0 * gap }
  }

  /// The equal amount that each selling day left must bring to reach a target.
  ///
  /// Zero if the target is reached; nil if it isn't and no selling day is left.
  public func neededEvenly(target: Double) -> Double? {
    let gap = max(target - history.soFar, 0)
    if gap == 0 { return 0 }
    return left > 0 ? gap / Double(left) : nil
  }

  /// The percentile of today's amount for its weight among the last 60 selling days, 0 … 100.
  ///
  /// Days with an equal rate count half.
  ///
  /// - Returns: nil on a day that does not sell, or without a selling day to compare with.
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

  /// The last five selling days' amount for their weight, over that of the five before.
  ///
  /// 1.1 is a tenth more.
  ///
  /// - Returns: nil with fewer than ten selling days, or if the five before brought nothing.
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
