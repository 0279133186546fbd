internal import Facts
internal import Planning
internal import Statistics
internal import Tally

/// The share of a period's Number that is usually in by a share of its business days.
///
/// The weighted median over past periods, weights 1, ½, ¼ … by age, a straight line where there are
/// fewer than three. A period counts when it is whole, lies after the first fact, and its Number is
/// above zero.
struct ResetCurve {
  private var past: [(shares: Shares, weight: Double)] = []

  /// One period's cumulative shares by business days over, from none to all.
  private struct Shares {
    /// At the end of each business day.
    var ended = [0.0]
    /// When the days off after it are over too.
    var rested: [Double] = []
  }

  /// Periods that the curve is made of; 0 for a straight line.
  var periods: Int { past.count >= ResetCurve.fewest ? past.count : 0 }

  private static let fewest = 3
  private static let most = 12
  /// How many periods back it looks at most, those without money among them.
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

  /// What is usually in once a share of the business days is over; 0 to 1, but past periods with
  /// money taken back at their end can pass 1.
  ///
  /// `rested` says that days off have followed the last business day over, so that their money counts
  /// on both sides.
  func share(atElapsed elapsed: Double, rested: Bool) -> Double {
    guard periods > 0 else { return elapsed }
    let shares = past.map { period in
      let cumulative = rested ? period.shares.rested : period.shares.ended
      return (value: ResetCurve.read(cumulative, at: elapsed), weight: period.weight)
    }
    return weightedMedian(shares) ?? elapsed
  }

  /// Nil where the period's Number is not above zero, or it has no business days.
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
