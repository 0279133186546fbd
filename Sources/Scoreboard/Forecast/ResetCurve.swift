internal import Facts
internal import Planning
internal import Statistics
internal import Tally

/// The usual cumulative share of a period's Number, by share of business days elapsed.
///
/// The weighted median over past periods, with weights 1, ½, ¼ … by age; a straight line with fewer
/// than three. A period counts if it is whole, lies after the first fact, and has a Number above
/// zero.
struct ResetCurve {
  private var past: [(shares: Shares, weight: Double)] = []

  /// One period's cumulative shares by business days elapsed, from 0 to all.
  private struct Shares {
    /// The shares at the end of each business day.
    var ended = [0.0]
    /// The shares once the days off after each business day are over too.
    var rested: [Double] = []
  }

  /// The number of periods behind the curve; 0 for a straight line.
  var periods: Int { past.count >= ResetCurve.fewest ? past.count : 0 }

  private static let fewest = 3
  private static let most = 12
  /// The most periods to go back, including those that don't count.
  private static let furthest = 24

  init(_ board: DayScoreboard, _ daily: DailyNumber) {
    guard let first = board.firstDay else { return }
    var weight = 1.0
    var number = Int(board.periodNumber) - 1
    for _ in 0..<ResetCurve.furthest where past.count < ResetCurve.most {
      let period = board.plan.fiscal.period(number)
      guard period.first >= first else { break }
      if let shares = ResetCurve.shares(of: period, board, daily) { past.append((shares, weight)) }
      weight /= 2
      number -= 1
    }
  }

  /// The usual cumulative share after a share of the business days.
  ///
  /// Between 0 and 1, except that refunds at the end of past periods can raise it above 1. `rested`
  /// is true if days off have followed the last business day, so that their money counts on both
  /// sides.
  func share(atElapsed elapsed: Double, rested: Bool) -> Double {
    guard periods > 0 else { return elapsed }
    let shares = past.map { period in
      let cumulative = rested ? period.shares.rested : period.shares.ended
      return (value: ResetCurve.read(cumulative, at: elapsed), weight: period.weight)
    }
    return weightedMedian(shares) ?? elapsed
  }

  /// One period's shares; nil if its Number isn't above zero, or without business days.
  private static func shares(
    of period: Period, _ board: DayScoreboard, _ daily: DailyNumber
  ) -> Shares? {
    let total = board.measure(daily, period.days)
    guard total > 0 else { return nil }
    var shares = Shares()
    var cumulative: Int128 = 0
    for day in period.days {
      let isBusinessDay = board.plan.calendar.isBusinessDay(day)
      if isBusinessDay { shares.rested.append(Double(cumulative) / Double(total)) }
      cumulative += board.measure(daily[day.number])
      if isBusinessDay { shares.ended.append(Double(cumulative) / Double(total)) }
    }
    shares.rested.append(1)
    return shares.ended.count > 1 ? shares : nil
  }

  private static func read(_ cumulative: [Double], at elapsed: Double) -> Double {
    let place = elapsed * Double(cumulative.count - 1)
    let low = min(max(0, Int(place)), cumulative.count - 1)
    let high = min(low + 1, cumulative.count - 1)
    return cumulative[low] + (place - Double(low)) * (cumulative[high] - cumulative[low])
  }
}
