internal import Facts
internal import Foundation
internal import Statistics
internal import Tally

/// A play's outcomes as tables for its test, one entry per look; days may be empty.
struct PlayTables: Sendable {
  /// Yes-or-no outcomes: for each day one table per group of strata.
  private(set) var counts: [[TwoByTwo]] = []
  /// Amounts for each day.
  private(set) var values: [ValueDay] = []
  /// For lists: true if most customers had paid before, but not recently.
  private(set) var isWinBack = false

  /// Strata with fewer customers on the launch's day are grouped with their neighbours.
  private static let leastStratum: Int64 = 50

  /// Tables of yes-or-no outcomes.
  init(
    _ days: Range<CalendarDay>, _ entries: [(day: Int32, stratum: Int, counts: PlayOutcomes.Counts)]
  ) {
    let groups = PlayTables.groups(
      entries.filter { $0.day == days.lowerBound.number }.map { ($0.stratum, $0.counts) })
    let count = (groups.max() ?? 0) + 1
    var sums = [[PlayOutcomes.Counts]](
      repeating: Array(repeating: .init(), count: count),
      count: days.lowerBound.distance(to: days.upperBound))
    var (stale, all): (Int64, Int64) = (0, 0)
    for entry in entries {
      let day = Int(entry.day - days.lowerBound.number)
      guard sums.indices.contains(day) else { continue }
      sums[day][groups[entry.stratum]].add(entry.counts)
      let units = entry.counts.treated + entry.counts.control
      all += units
      if Stratum.isStale(entry.stratum) { stale += units }
    }
    counts = sums.map { $0.map(\.table) }
    isWinBack = stale * 2 > all
  }

  /// Tables of amounts; amounts under the raised cap are divided by the worthwhile `ratio`.
  init(_ days: Range<CalendarDay>, _ entries: [Int32: PlayOutcomes.Values], ratio: Double) {
    values = (days.lowerBound.number..<days.upperBound.number).map { day in
      var table = ValueDay()
      guard let entry = entries[day] else { return table }
      table.treated = entry.treated.sums(over: 1)
      table.treatedLowered = entry.raised.sums(over: ratio)
      table.control = entry.control.sums(over: 1)
      return table
    }
  }

  /// The group of each stratum: as many groups as have enough customers on the launch's day.
  ///
  /// The launch's day is used because it is before any outcome.
  private static func groups(_ launch: [(stratum: Int, counts: PlayOutcomes.Counts)]) -> [Int] {
    var sizes = [Int64](repeating: 0, count: Stratum.count)
    for entry in launch { sizes[entry.stratum] += entry.counts.treated + entry.counts.control }
    var groups: [Int] = []
    var (group, size): (Int, Int64) = (0, 0)
    for stratum in sizes.indices {
      groups.append(group)
      size += sizes[stratum]
      let rest = sizes[(stratum + 1)...].reduce(0, +)
      if size >= leastStratum, rest >= leastStratum { (group, size) = (group + 1, 0) }
    }
    return groups
  }

  /// The treated rate over the control rate, less 1, stratified by day and group.
  ///
  /// −1 if only the control side has outcomes; nil if the control side has none.
  ///
  /// Source: Mantel and Haenszel, "Statistical aspects of the analysis of data from retrospective
  /// studies of disease", Journal of the National Cancer Institute 22 (1959), for rate ratios.
  var lift: Double? {
    var (above, below) = (0.0, 0.0)
    for table in counts.joined() where table.units > 0 {
      above += Double(table.treatedEvents) * Double(table.control) / Double(table.units)
      below += Double(table.controlEvents) * Double(table.treated) / Double(table.units)
    }
    for day in values where day.treated.count + day.control.count > 0 {
      let all = Double(day.treated.count + day.control.count)
      above += day.treated.sum * Double(day.control.count) / all
      below += day.control.sum * Double(day.treated.count) / all
    }
    return above > 0 && below > 0 ? above / below - 1 : below > 0 ? -1 : nil
  }

  /// The tables of the first looks.
  func seen(through looks: Int) -> PlayTables {
    var tables = self
    tables.counts = Array(counts.prefix(looks))
    tables.values = Array(values.prefix(looks))
    return tables
  }

  /// The chance of detecting a worthwhile lift by the last look.
  ///
  /// It assumes the traffic and base rate of the looks so far; nil if these are unknown.
  func power(_ play: PlayCase) -> Double? {
    var (treated, control, events) = (0, 0, 0)
    for table in counts.joined() {
      treated += table.treated
      control += table.control
      events += table.controlEvents
    }
    guard !counts.isEmpty, control > 0, events < control else { return nil }
    let looks = Double(counts.count)
    return LaunchOutlook(
      rules: play.rules, treatedPerDay: Double(treated) / looks,
      controlPerDay: Double(control) / looks, baseRate: Double(events) / Double(control),
      lift: play.terms.worthwhile, fineness: 8
    ).chanceOfEffect
  }

  /// The number of customers on both sides.
  var units: Int {
    counts.joined().reduce(0) { $0 + $1.units }
      + values.reduce(0) { $0 + $1.treated.count + $1.control.count }
  }

  /// The number of treated customers.
  var treated: Int {
    counts.joined().reduce(0) { $0 + $1.treated } + values.reduce(0) { $0 + $1.treated.count }
  }

  /// True if no treated customer has the outcome, and there were enough of them to tell: their rate is
  /// below ``PlayTerms/leastRate`` with the test's confidence.
  ///
  /// Source: Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of
  /// the binomial", Biometrika 26 (1934); the upper limit of no events in n is 1 − α^(1/n).
  var showsNoActivation: Bool {
    treatedEvents == 0 && treated > 0
      && 1 - pow(PlayTerms.alpha, 1 / Double(treated)) < PlayTerms.leastRate
  }

  /// The number of treated customers with the outcome, or with an amount above zero.
  var treatedEvents: Int {
    counts.joined().reduce(0) { $0 + $1.treatedEvents }
      + values.reduce(0) { $0 + $1.treated.positive }
  }
}

extension PlayOutcomes.Counts {
  fileprivate mutating func add(_ other: Self) {
    treated += other.treated
    treatedEvents += other.treatedEvents
    control += other.control
    controlEvents += other.controlEvents
  }

  fileprivate var table: TwoByTwo {
    TwoByTwo(
      treated: Int(treated), treatedEvents: Int(treatedEvents), control: Int(control),
      controlEvents: Int(controlEvents))
  }
}

extension PlayOutcomes.Moments {
  /// Sums with each amount divided by a ratio.
  fileprivate func sums(over ratio: Double) -> ValueSums {
    var sums = ValueSums()
    sums.count = Int(count)
    sums.positive = Int(positive)
    sums.sum = Double(sum) / ratio
    sums.squares = Double(squares) / (ratio * ratio)
    sums.cubes = Double(cubes) / (ratio * ratio * ratio)
    return sums
  }
}
