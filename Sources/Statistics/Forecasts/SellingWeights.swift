/// The usual share of each day in a period: a weekday's factor times a position's factor.
///
/// A *selling day* is one whose weekday's factor is above a quarter of the mean. Positions are
/// counted in selling days from the period's start and end, in eight bins.
struct SellingWeights: Sendable {
  let history: PeriodHistory
  /// The factor of each weekday, 1 on average.
  let weekdayFactors: [Double]
  /// The total of each past period.
  let totals: [Double]
  /// The weekday factor of each day.
  private let base: [Double]
  /// The position bin of each day.
  private let bins: [Int]
  /// By past period and bin: the actual share, and the share expected from weekdays alone.
  private let came: [[Double]]
  private let expected: [[Double]]

  private static let binCount = 8
  private static let weekdayDays = 364
  private static let weekdayHalfLife = 91.0
  /// The number of pseudo days at the mean that are added to each weekday.
  private static let pseudoDays = 0.5
  private static let sellingThreshold = 0.25
  static let periodHalfLife = 6.0

  init(_ history: PeriodHistory) {
    self.history = history
    let factors = Self.weekdayFactors(history)
    weekdayFactors = factors
    base = history.weekdays.map { factors[$0] }
    let past = history.pastPeriods
    bins = (0...past).flatMap { period in
      Self.bins(history.days(period).map { factors[history.weekdays[$0]] > Self.sellingThreshold })
    }
    totals = (0..<past).map { history.sum(history.days($0)) }
    var came = [[Double]](repeating: [Double](repeating: 0, count: Self.binCount), count: past)
    var expected = came
    for period in 0..<past where totals[period] > 0 {
      let days = history.days(period)
      let age = halfLifeWeight(Double(past - 1 - period) / Self.periodHalfLife)
      let weight = base[days].reduce(0, +)
      for day in days {
        came[period][bins[day]] += age * history.amounts[day] / totals[period]
        expected[period][bins[day]] += age * base[day] / weight
      }
    }
    self.came = came
    self.expected = expected
  }

  func isSelling(_ day: Int) -> Bool { base[day] > Self.sellingThreshold }

  /// The weights of all days of periods 0 … `last`, with period `without` left out of the position
  /// factors.
  func weights(to last: Int, without: Int? = nil) -> [Double] {
    let factors = positionFactors(without: without)
    return (0..<history.starts[last + 1]).map { base[$0] * factors[bins[$0]] }
  }

  /// The share of a period's weekday weight that is over before each of its days, and after the
  /// last.
  func shareGone(_ period: Int) -> [Double] {
    var shares = [0.0]
    for day in history.days(period) { shares.append(shares[shares.count - 1] + base[day]) }
    let whole = shares[shares.count - 1]
    return shares.map { $0 / whole }
  }

  /// The factor of each position bin beside the weekday, shrunk by one pseudo period at 1.
  private func positionFactors(without: Int?) -> [Double] {
    let periods = totals.indices.filter { $0 != without }
    guard !periods.isEmpty else { return [Double](repeating: 1, count: Self.binCount) }
    return (0..<Self.binCount).map { bin in
      let came = periods.reduce(0) { $0 + self.came[$1][bin] }
      let expected = periods.reduce(0) { $0 + self.expected[$1][bin] }
      let pseudo = expected / Double(periods.count)
      return expected > 0 ? (came + pseudo) / (expected + pseudo) : 1
    }
  }

  private static func weekdayFactors(_ history: PeriodHistory) -> [Double] {
    let end = history.amounts.count
    let days = max(0, end - weekdayDays)..<end
    var (sums, ages) = ([Double](repeating: 0, count: 7), [Double](repeating: 0, count: 7))
    for day in days {
      let age = halfLifeWeight(Double(end - 1 - day) / weekdayHalfLife)
      sums[history.weekdays[day]] += age * history.amounts[day]
      ages[history.weekdays[day]] += age
    }
    let mean = sums.reduce(0, +) / ages.reduce(0, +)
    guard mean > 0 else { return [Double](repeating: 1, count: 7) }
    let factors = (0..<7).map { (sums[$0] + pseudoDays * mean) / (ages[$0] + pseudoDays) }
    let average = factors.reduce(0, +) / 7
    return factors.map { $0 / average }
  }

  /// The position bin of each day, by selling days.
  ///
  /// 7 is the first, 6 the second and third, 5 the last, 4 the last but one, 3 the third last, 2
  /// the fourth and fifth last, 1 the sixth to tenth last, 0 the rest. With fewer than five selling
  /// days, every day counts as one.
  private static func bins(_ selling: [Bool]) -> [Int] {
    let counts = selling.filter { $0 }.count < 5 ? selling.map { _ in true } : selling
    var left = counts.filter { $0 }.count
    var gone = 0
    return counts.map { sells in
      if sells { gone += 1 }
      defer { if sells { left -= 1 } }
      if gone <= 1 { return 7 }
      if gone <= 3 { return 6 }
      switch left {
      case ...1: return 5
      case 2: return 4
      case 3: return 3
      case ...5: return 2
      case ...10: return 1
      default: return 0
      }
    }
  }
}
