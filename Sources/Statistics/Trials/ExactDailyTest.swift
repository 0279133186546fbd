/// A sequential test of two event rates that stays valid when looked at every day.
///
/// Given each day's totals, the treated group's events follow a hypergeometric distribution without
/// an effect, and a noncentral one under the worthwhile lift. Two running counts are compared with
/// boundaries that spend alpha over the looks: the treated group's events under no effect (crossing
/// shows an effect) and the control group's under the worthwhile lift (crossing shows that the lift
/// is smaller). Each day, and each stratum within it, is a table of its own: base rate, traffic and
/// the treated share may change daily. The first crossing stands.
///
/// Source: conditional exact tests as in Jennison and Turnbull, "Group Sequential Methods" (2000),
/// section 12.4, with the spending of `SequentialRules`.
public struct ExactDailyTest: Sendable {
  /// One daily look, with cumulative figures.
  public struct Look: Sendable, Equatable {
    /// Information gathered; 1 finds the worthwhile lift with 80 % power at a single look.
    public let informationTime: Double
    /// The alpha that may be spent by now, on each side.
    public let allowance: Double
    /// The treated group's events so far.
    public let treatedEvents: Int
    /// The number of treated events from which an effect is shown.
    public let effectBoundary: Int
    /// The control group's events so far.
    public let controlEvents: Int
    /// The number of control events from which the lift is shown to be too small.
    public let tooSmallBoundary: Int
    /// The boundary of an effect in standard deviations; nil while the variance is zero.
    public let effectCritical: Double?
    /// The boundary of too small a lift in standard deviations; nil while the variance is zero.
    public let tooSmallCritical: Double?
    /// The alpha spent by now on the side of an effect.
    public let effectSpent: Double
    /// The alpha spent by now on the side of too small a lift.
    public let tooSmallSpent: Double
    /// The decision after this look.
    public let decision: SequentialDecision

    /// True if the effect boundary is crossed at this look, even after an earlier decision.
    public var showsEffect: Bool { effectCritical != nil && treatedEvents >= effectBoundary }
    /// True if the lift is shown to be below the worthwhile one; a small effect may show both.
    public var showsTooSmall: Bool { tooSmallCritical != nil && controlEvents >= tooSmallBoundary }
  }

  /// The rules fixed before the first look.
  public let rules: SequentialRules
  /// The looks, one a day, in order.
  public private(set) var looks: [Look] = []
  /// The decision after the last look given.
  public var decision: SequentialDecision { looks.last?.decision ?? .undecided }
  /// The number of the look that decided, from 1; nil while undecided.
  public var decidedAt: Int? { looks.firstIndex { $0.decision != .undecided }.map { $0 + 1 } }

  /// The tables with events, each with the sums of its stratum up to its day.
  private(set) var tables: [(table: TwoByTwo, sums: TwoByTwo)] = []
  private var sums: [TwoByTwo] = []
  private var all = TwoByTwo.nothing
  private var clock: InformationClock
  private var effect = SpendingWalk()
  private var tooSmall = SpendingWalk()

  /// A test before its first look.
  public init(rules: SequentialRules = SequentialRules()) {
    self.rules = rules
    clock = InformationClock(rules: rules)
  }

  /// A test of the days given.
  ///
  /// - Parameters:
  ///   - days: One entry a day, at most `rules.looks`; within it one table a stratum, always in the
  ///     same order. Strata are fixed before the start.
  ///   - rules: Fixed before the first look.
  /// - Complexity: O(days · √events · events of a day).
  public init(days: [[TwoByTwo]], rules: SequentialRules = SequentialRules()) {
    self.init(rules: rules)
    for day in days { look(day) }
  }

  /// Adds one more day's look; ignored after the last look.
  public mutating func look(_ day: [TwoByTwo]) {
    guard looks.count < rules.looks else { return }
    while sums.count < day.count { sums.append(.nothing) }
    for (stratum, table) in day.enumerated() {
      sums[stratum] = sums[stratum] + table
      all = all + table
      guard table.events > 0 else { continue }
      tables.append((table, sums[stratum]))
      effect.add(table.treatedCount(odds: 1))
      tooSmall.add(table.controlCount(odds: sums[stratum].odds(ratio: rules.worthwhileRatio)))
    }
    let (time, allowance) = clock.advance(day, sums)
    let effectBoundary = effect.boundary(allowance: allowance)
    let tooSmallBoundary = tooSmall.boundary(allowance: allowance)
    let look = Look(
      informationTime: time, allowance: allowance, treatedEvents: all.treatedEvents,
      effectBoundary: effectBoundary, controlEvents: all.controlEvents,
      tooSmallBoundary: tooSmallBoundary, effectCritical: effect.critical(effectBoundary),
      tooSmallCritical: tooSmall.critical(tooSmallBoundary), effectSpent: effect.spent,
      tooSmallSpent: tooSmall.spent, decision: .undecided)
    looks.append(look.decided(after: looks.last, isLast: looks.count + 1 == rules.looks))
  }
}

extension ExactDailyTest.Look {
  fileprivate func decided(after earlier: Self?, isLast: Bool) -> Self {
    var decision = earlier?.decision ?? .undecided
    if decision == .undecided {
      if showsEffect {
        decision = .effect
      } else if showsTooSmall {
        decision = .tooSmall
      } else if isLast {
        decision = .unproven
      }
    }
    return Self(
      informationTime: informationTime, allowance: allowance, treatedEvents: treatedEvents,
      effectBoundary: effectBoundary, controlEvents: controlEvents,
      tooSmallBoundary: tooSmallBoundary, effectCritical: effectCritical,
      tooSmallCritical: tooSmallCritical, effectSpent: effectSpent, tooSmallSpent: tooSmallSpent,
      decision: decision)
  }
}

extension TwoByTwo {
  /// The distribution of the treated group's events under an odds ratio, given all totals.
  func treatedCount(odds: Double) -> NoncentralHypergeometric {
    NoncentralHypergeometric(events: events, treated: treated, control: control, odds: odds)
  }

  /// The distribution of the control group's events, given all totals.
  ///
  /// A treated unit has `odds` times the odds of a control unit.
  func controlCount(odds: Double) -> NoncentralHypergeometric {
    NoncentralHypergeometric(events: events, treated: control, control: treated, odds: 1 / odds)
  }
}
