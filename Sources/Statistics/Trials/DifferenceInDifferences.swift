import Foundation

/// Difference in differences on log totals: units treated by a rule against untreated units.
///
/// The difference is the treated units' change of log totals from before to after, less that of the
/// others. Its distribution by chance comes from placebos: sets of as many untreated units in the
/// place of the treated.
///
/// Source: permutation inference for difference in differences as in Conley and Taber, "Inference
/// with 'difference in differences' with a small number of policy changes", Review of Economics and
/// Statistics 93 (2011), and MacKinnon and Webb, Journal of Econometrics 218 (2020).
public struct DifferenceInDifferences: Sendable, Equatable {
  /// A reason why nothing should be concluded.
  public enum Doubt: Sendable, Equatable {
    /// Fewer than 20 units.
    case tooFewUnits
    /// Fewer than 8 periods before the start.
    case tooFewPeriods
    /// The comparison cannot be made.
    ///
    /// Some unit has a total of zero before or after, hence no logarithm; or untreated units do not
    /// outnumber the treated.
    case emptyUnits
    /// The same comparison already shows a difference before the start.
    case differedBefore
  }

  /// The treated units' total over its counterfactual, less 1; nil if it cannot be computed.
  public let lift: Double?
  /// The 95 % confidence interval of the lift, 2.5 % on each side.
  public let interval: (lower: Double, upper: Double)?
  /// The one-sided permutation p-value: the chance of a difference at least this large.
  public let pValue: Double?
  /// The two-sided p-value of a placebo test, with the start moved to the middle of the time before
  /// it.
  public let pValueBefore: Double?
  /// The reasons against a conclusion; empty if one may be drawn.
  public let doubts: [Doubt]

  static let leastUnits = 20
  static let leastPeriods = 8
  private static let level = 0.025

  /// The decision at the only look: an effect, too small, or unproven.
  public func decision(worthwhile: Double) -> SequentialDecision {
    guard doubts.isEmpty, let pValue, let interval else { return .unproven }
    if pValue <= Self.level { return .effect }
    return interval.upper < worthwhile ? .tooSmall : .unproven
  }

  /// Compares treated and untreated units.
  ///
  /// - Parameters:
  ///   - totals: One row a unit, one column a period.
  ///   - treated: The rows of treated units; at least one and not all.
  ///   - start: The first period with treatment; at least one period is from it on.
  public init(totals: [[Double]], treated: Set<Int>, start: Int) {
    let periods = totals.first?.count ?? 0
    precondition(totals.allSatisfy { $0.count == periods } && (0..<periods).contains(start))
    precondition(treated.allSatisfy { totals.indices.contains($0) })
    var doubts: [Doubt] = []
    if totals.count < Self.leastUnits { doubts.append(.tooFewUnits) }
    if start < Self.leastPeriods { doubts.append(.tooFewPeriods) }
    let now = Comparison(
      totals, treated, before: 0..<start, after: start..<periods)
    let early = Comparison(totals, treated, before: 0..<start / 2, after: start / 2..<start)
    guard let now, let early else {
      self.doubts = doubts + [.emptyUnits]
      (lift, interval, pValue, pValueBefore) = (nil, nil, nil, nil)
      return
    }
    let before = early.chanceOfEitherSign
    if before <= 2 * Self.level { doubts.append(.differedBefore) }
    self.doubts = doubts
    lift = expm1(now.difference)
    let (low, high) = now.spread(Self.level)
    interval = (expm1(now.difference - high), expm1(now.difference - low))
    pValue = now.chanceAbove
    pValueBefore = before
  }

  /// Equal if all figures are equal.
  public static func == (one: Self, other: Self) -> Bool {
    one.lift == other.lift && one.pValue == other.pValue && one.doubts == other.doubts
      && one.pValueBefore == other.pValueBefore && one.interval?.lower == other.interval?.lower
      && one.interval?.upper == other.interval?.upper
  }
}

/// One difference in differences, with its placebo differences sorted.
private struct Comparison {
  let difference: Double
  private let placebos: [Double]

  /// Placebo sets are enumerated up to this number; otherwise this many are drawn at random.
  private static let mostSets = 10_000
  private static let seed: UInt64 = 1

  init?(_ totals: [[Double]], _ treated: Set<Int>, before: Range<Int>, after: Range<Int>) {
    var changes: [Double] = []
    for row in totals {
      let (then, now) = (row[before].reduce(0, +), row[after].reduce(0, +))
      guard then > 0, now > 0 else { return nil }
      changes.append(log(now / Double(after.count)) - log(then / Double(before.count)))
    }
    let own = changes.indices.filter(treated.contains).map { changes[$0] }
    let others = changes.indices.filter { !treated.contains($0) }.map { changes[$0] }
    guard !own.isEmpty, others.count > own.count else { return nil }
    let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    difference = mean(own) - mean(others)
    let all = others.reduce(0, +)
    let (size, rest) = (Double(own.count), Double(others.count - own.count))
    placebos = Self.sets(of: own.count, among: others.count).map { set in
      let sum = set.reduce(0) { $0 + others[$1] }
      return sum / size - (all - sum) / rest
    }.sorted()
  }

  var chanceAbove: Double {
    let above = placebos.filter { $0 >= difference }.count
    return Double(1 + above) / Double(1 + placebos.count)
  }

  var chanceOfEitherSign: Double {
    let beyond = placebos.filter { abs($0) >= abs(difference) }.count
    return Double(1 + beyond) / Double(1 + placebos.count)
  }

  /// The placebos' quantiles at `level` from below and from above.
  func spread(_ level: Double) -> (low: Double, high: Double) {
    let skipped = Int((level * Double(placebos.count + 1)).rounded(.down))
    guard skipped > 0 else { return (-.infinity, .infinity) }
    return (placebos[skipped - 1], placebos[placebos.count - skipped])
  }

  private static func sets(of size: Int, among count: Int) -> [[Int]] {
    var ways = 1.0
    for step in 0..<size { ways *= Double(count - step) / Double(step + 1) }
    if ways <= Double(mostSets) { return combinations(size, count) }
    var random = SeededRandom(seed: seed)
    return (0..<mostSets).map { _ in
      var order = Array(0..<count)
      for place in 0..<size { order.swapAt(place, place + random.below(count - place)) }
      return Array(order[..<size])
    }
  }

  private static func combinations(_ size: Int, _ count: Int) -> [[Int]] {
    var sets = [Array(0..<size)]
    var set = sets[0]
    while let place = set.indices.last(where: { set[$0] < count - size + $0 }) {
      set[place] += 1
      for later in set.indices where later > place { set[later] = set[later - 1] + 1 }
      sets.append(set)
    }
    return sets
  }
}
