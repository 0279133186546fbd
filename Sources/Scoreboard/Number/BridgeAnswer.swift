public import Facts
internal import Planning
public import Tally

/// The bridge from last period's Number to this one's, and the same for recurring money.
public struct BridgeAnswer: Sendable {
  /// The heading; its period is the later of the two.
  public let heading: Heading
  /// The label of the earlier period.
  public let before: String
  /// True if the period is over; otherwise its part so far is compared with a whole period.
  public let complete: Bool
  /// The moves of all money, summed over customers.
  public let money: Bridge.Moves
  /// Costs of both periods if the plan's Number is profit; nil for revenue.
  public let costs: (before: Money, now: Money)?
  /// The rules that ``recurring`` follows; ``money`` always follows Fulcrum's own.
  public let convention: Convention
  /// Recurring money under the convention; nil if no payment has a service period.
  public let recurring: Recurring?
  /// Lines that differ between the convention and Fulcrum's own rules; empty if none differ.
  public let differing: [Line]

  /// A line of the recurring bridge under both sets of rules.
  public struct Line: Sendable {
    /// The line's key in the answer's JSON.
    public let line: String
    /// The amount under Fulcrum's own rules.
    public let fulcrum: Money
    /// The amount under the other vendor's rules.
    public let convention: Money
  }

  /// The recurring bridge and its rates. Rates are shares: 0.05 is five per cent.
  public struct Recurring: Sendable {
    /// Moves of monthly rates in minor units, not of amounts paid in the period.
    public let moves: Bridge.Moves
    /// Rate at the end of the customers of the start / their rate at the start.
    public let netRetention: Known<Double>
    /// ``netRetention`` with each customer capped at their rate at the start.
    public let grossRetention: Known<Double>
    /// (contraction + lapse) / from.
    public let grossChurn: Known<Double>
    /// (contraction + lapse − expansion) / from.
    public let netChurn: Known<Double>
    /// (new + expansion + reactivation) / (contraction + lapse).
    public let quickRatio: Known<Double>
    /// Money / customers, at the end of the period.
    public let averagePerCustomer: Known<Money>
    /// Customers lapsed / customers at the start, mean of the six periods past.
    public let meanChurn: Known<Double>
    /// averagePerCustomer × the months of a period / meanChurn.
    public let lifetimeValue: Known<Money>
    /// Sales and marketing cost of the period / customers new in it.
    ///
    /// Unknown until the period is over, because costs are booked at its end.
    public let acquisitionCost: Known<Money>
    /// Months until the average customer has paid their acquisition cost.
    public let paybackMonths: Known<Double>
  }
}

extension DayScoreboard {
  /// The bridge into the day's period, with recurring money under a convention.
  public func bridge(convention: Convention = .fulcrum) -> BridgeAnswer {
    let daily = self.daily(timelines)
    let moves = timelines.total(Bridge(), rules).periods[periodNumber] ?? Bridge.Moves()
    let before = plan.fiscal.period(Int(periodNumber) - 1)
    let recurring = recurring(convention, daily)
    let costs =
      plan.number.measure == .profit
      ? (before: money(cost(daily, before.days)), now: money(cost(daily, period.days))) : nil
    return BridgeAnswer(
      heading: heading, before: before.label, complete: isOver(period), money: moves, costs: costs,
      convention: convention, recurring: recurring, differing: differing(recurring, convention))
  }

  private func cost(_ daily: DailyNumber, _ days: Range<CalendarDay>) -> Int128 {
    days.reduce(0) { $0 + daily[$1.number].cost + daily[$1.number].payouts.sum }
  }

  private func differing(
    _ recurring: BridgeAnswer.Recurring?, _ convention: Convention
  ) -> [BridgeAnswer.Line] {
    guard convention != .fulcrum, let recurring else { return [] }
    let own = timelines.total(RecurringBridge(.fulcrum, through: periodNumber), rules)
    let ours = own.periods[periodNumber] ?? Bridge.Moves()
    let theirs = recurring.moves
    let lines: [(String, KeyPath<Bridge.Moves, Int128>)] = [
      ("from", \.from), ("new", \.new), ("reactivation", \.reactivation),
      ("expansion", \.expansion), ("contraction", \.contraction), ("lapse", \.lapse), ("to", \.to),
    ]
    return lines.filter { ours[keyPath: $0.1] != theirs[keyPath: $0.1] }.map { name, path in
      BridgeAnswer.Line(
        line: name, fulcrum: money(ours[keyPath: path]), convention: money(theirs[keyPath: path]))
    }
  }

  private func recurring(
    _ convention: Convention, _ daily: DailyNumber
  ) -> BridgeAnswer.Recurring? {
    let sum = timelines.total(RecurringBridge(convention, through: periodNumber), rules)
    guard !sum.periods.isEmpty else { return nil }
    let moves = sum.periods[periodNumber] ?? Bridge.Moves()
    let down = moves.contraction + moves.lapse
    let up = moves.new + moves.expansion + moves.reactivation
    let from = moves.from
    let noStart = "nothing recurred in the period before"
    let average = ratio(
      moves.to, moves.customers.to, unknown: "no customer has recurring money at the end")
    let churn = meanChurn(sum)
    let acquisition = acquisitionCost(daily, new: moves.customers.new)
    return BridgeAnswer.Recurring(
      moves: moves,
      netRetention: share(moves.stayed, of: from, unknown: noStart),
      grossRetention: share(moves.held, of: from, unknown: noStart),
      grossChurn: share(down, of: from, unknown: noStart),
      netChurn: share(down - moves.expansion, of: from, unknown: noStart),
      quickRatio: share(up, of: down, unknown: "nothing contracted or lapsed"),
      averagePerCustomer: average, meanChurn: churn,
      lifetimeValue: lifetimeValue(average, churn), acquisitionCost: acquisition,
      paybackMonths: payback(acquisition, average))
  }

  private func share(_ part: Int128, of whole: Int128, unknown: String) -> Known<Double> {
    whole > 0 ? .known(Double(part) / Double(whole)) : .unknown(why: unknown)
  }

  private func ratio(_ amount: Int128, _ count: Int64, unknown: String) -> Known<Money> {
    guard count > 0 else { return .unknown(why: unknown) }
    return .known(money(divideRounding(amount, by: Int128(count))))
  }

  /// The mean customer churn of the last six periods that started with recurring customers.
  ///
  /// Periods of the six without customers at their start are left out.
  private func meanChurn(_ sum: RecurringBridge) -> Known<Double> {
    let periods = sum.periods
    let rates = (1...6).compactMap { age -> Double? in
      guard let moves = periods[periodNumber - Int32(age)], moves.customers.from > 0 else {
        return nil
      }
      return Double(moves.customers.lapse) / Double(moves.customers.from)
    }
    guard !rates.isEmpty else {
      return .unknown(why: "no past period began with recurring customers")
    }
    return .known(rates.reduce(0, +) / Double(rates.count))
  }

  private func lifetimeValue(_ average: Known<Money>, _ churn: Known<Double>) -> Known<Money> {
    switch (average, churn) {
    case (.unknown(let why), _), (_, .unknown(let why)): return .unknown(why: why)
    case (.known, .known(0)): return .unknown(why: "no customer lapsed in the six periods past")
    case (.known(let average), .known(let churn)):
      let months = Double(plan.fiscal.length.months)
      let value = (Double(average.minor) * months / churn).rounded()
      guard abs(value) <= Double(Money.limit) else { return .unknown(why: "it is too large") }
      return .known(money(Int128(value)))
    }
  }

  private func acquisitionCost(_ daily: DailyNumber, new: Int64) -> Known<Money> {
    guard isOver(period) else {
      return .unknown(why: "\(period.label) is not over, and costs are booked at its end")
    }
    let cost = period.days.filter { $0 <= day }.reduce(Int128(0)) { sum, day in
      let costs = daily[day.number].costs
      return sum + costs.sales + costs.marketing
    }
    guard cost > 0 else { return .unknown(why: "no sales or marketing cost in the period") }
    return ratio(cost, new, unknown: "no customer is new in the period")
  }

  private func payback(_ cost: Known<Money>, _ average: Known<Money>) -> Known<Double> {
    switch (cost, average) {
    case (.unknown(let why), _), (_, .unknown(let why)): .unknown(why: why)
    case (.known(let cost), .known(let average)):
      average.minor > 0
        ? .known(Double(cost.minor) / Double(average.minor))
        : .unknown(why: "the average customer pays nothing")
    }
  }
}
