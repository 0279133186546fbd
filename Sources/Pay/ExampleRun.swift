public import Facts
public import Planning

/// A worked example of a pay plan, worked out by the plan's own rules.
public struct ExampleRun: Hashable, Sendable {
  /// What the rules pay in each pay period, in minor units.
  public let pays: [Int128]
  /// What the rules pay for each credit, over all periods.
  public let paysEach: [Int128]

  /// Works an example out: rate table, gate, cap and draw, with the example's quota in each period.
  ///
  /// The year's quota is the example's for as many periods as a year has. SPIFs, ramps and days do not
  /// come into it: an example has no dates.
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
  /// What the example says that the rules do not give; empty where it holds.
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

  /// An amount that an example has and the rules do not give.
  public struct Miss: Hashable, Sendable {
    /// Which of the example's amounts.
    public let what: String
    /// What the example says.
    public let said: DecimalText
    /// What the rules give.
    public let found: Money
  }
}
