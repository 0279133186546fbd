public import Facts
public import Planning

/// The pay that a plan's rules give for one of its worked examples.
public struct ExampleRun: Hashable, Sendable {
  /// The pay of each pay period, in minor units.
  public let pays: [Int128]
  /// The pay of each credit, in minor units, over all periods.
  public let paysEach: [Int128]

  /// Computes an example by rate table, gate, cap and draw, with the example's quota in each
  /// period.
  ///
  /// The year's quota is the example's quota times the number of pay periods in a year. SPIFs,
  /// ramps and proration are left out, because an example has no dates.
  ///
  /// - Throws: ``PayProblem/tooLarge`` if a figure does not fit.
  public init(
    _ example: Example, of plan: PayPlan, _ currency: Currency
  ) throws(PayProblem) {
    let minor = Exact.power(ofTen: currency.digits)
    let quota = example.quota.map { Exact($0) * minor }
    let rules = PayRules(plan: plan, digits: currency.digits, quota: quota, presence: .one)
    let fiscal = FiscalCalendar(length: .month)
    let periods = Exact(PayCalendar(plan.period, fiscal).periodsAYear)
    var account = DrawAccount()
    var before = Exact.zero
    var pays: [Int128] = []
    var each: [Int128] = []
    for credits in example.credits {
      let pairs = credits.map { CreditPair(Exact($0) * minor) }
      let year = YearStanding(before: before, quota: quota.map { $0 * periods })
      let earned = try rules.earn(pairs, year)
      let group = try EarningsGroup(earned, rules, deals: Array(repeating: nil, count: pairs.count))
      each += group.parts
      var payout = group.payout
      if let draw = plan.draw {
        guard let amount = (Exact(draw.amount) * minor).rounded else { throw .tooLarge }
        switch account.settle(earned: payout, draw: amount, recoverable: draw.recoverable) {
        case .advance(let more, _): payout += more
        case .repayment(let less): payout -= less
        case .nothing: break
        }
      }
      pays.append(payout)
      before = pairs.reduce(before) { $0 + $1.quota }
    }
    self.pays = pays
    paysEach = each
  }
}

extension Example {
  /// The amounts of the example that the rules do not reproduce; empty if the example holds.
  public func misses(_ run: ExampleRun, _ currency: Currency) -> [Miss] {
    func compare(_ said: [DecimalText], _ found: [Int128], _ what: (Int) -> String) -> [Miss] {
      zip(said, found).enumerated().compactMap { index, pair in
        let minor = Exact(pair.0) * Exact.power(ofTen: currency.digits)
        return minor == Exact(pair.1)
          ? nil
          : Miss(what: what(index), said: pair.0, found: Money(minor: pair.1, currency))
      }
    }
    return compare(pays, run.pays) { pays.count == 1 ? "pays" : "pays for period \($0 + 1)" }
      + compare(paysEach, run.paysEach) { "pays-each for credit \($0 + 1)" }
  }

  /// An amount that the example states and the rules contradict.
  public struct Miss: Hashable, Sendable {
    /// A label of the amount, such as `pays for period 2`.
    public let what: String
    /// The amount stated by the example, in major units.
    public let said: DecimalText
    /// The amount that the rules give.
    public let found: Money
  }
}
