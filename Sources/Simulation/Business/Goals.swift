import Facts

/// The business's monthly goals, for the simulated months and six more.
struct Goals {
  private let survey: Survey
  private let calendar: SimulatedCalendar
  private let seed: UInt64

  /// The number of months with a goal after the last simulated one.
  private static let ahead = 6

  init(_ survey: Survey, _ world: World) {
    self.survey = survey
    calendar = world.calendar
    seed = world.seed
  }

  /// The months with goals, in order.
  var months: [Period] {
    let fiscal = FiscalCalendar(length: .month)
    let next = fiscal.number(of: calendar.last) + 1
    return survey.months + (next..<(next + Goals.ahead)).map { fiscal.period($0) }
  }

  /// A goal in cents for each of ``months``, around the sample's monthly `sums`.
  ///
  /// Goals are multiples of `least`, and at least `least`. `number` selects the random stream.
  func goals(_ sums: [Int64], number: Int, least: Int64) -> [Int64] {
    var random = RandomStream(seed: seed, .business, 1 + number)
    let known = sums.enumerated().map { index, sum in
      Double(survey.scaled(sum)) / elapsed(survey.months[index])
    }
    return months.enumerated().map { index, month in
      let expected = smoothed(known, at: index, month: month)
      let open = index == 0 ? share(of: month) { $0 >= calendar.first } : 1
      let goal = expected * open * random.between(0.94, 1.08)
      return max(Int64(goal / Double(least)) * least, least)
    }
  }

  /// The mean of a month and its neighbours, adjusted for season and growth.
  private func smoothed(_ known: [Double], at index: Int, month: Period) -> Double {
    let near = max(min(index, known.count - 1) - 1, 0)...min(index + 1, known.count - 1)
    let level = near.reduce(0) { sum, other in
      sum + known[other] / Seasons.month(months[other].first.civil.month)
    }
    let growth = 1 + Seasons.yearlyGrowth / 12 * Double(max(index - known.count + 1, 0))
    let season = Seasons.month(month.first.civil.month)
    return level / Double(near.count) * season * growth
  }

  /// The share of a month's spending that falls on simulated days.
  private func elapsed(_ month: Period) -> Double {
    share(of: month) { calendar.first <= $0 && $0 <= calendar.last }
  }

  /// The share of a month's spending on days that satisfy `meets`, at least 0.05.
  private func share(of month: Period, where meets: (CalendarDay) -> Bool) -> Double {
    var (met, all) = (0.0, 0.0)
    for day in month.days {
      let spending = Seasons.spending(on: day, isHoliday: false)
      all += spending
      if meets(day) { met += spending }
    }
    return max(met / all, 0.05)
  }
}
