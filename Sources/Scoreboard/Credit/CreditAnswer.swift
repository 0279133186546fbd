public import Facts
public import Planning
public import Tally

/// The period's revenue, credited to plays, levers, channels and members under one model.
public struct CreditAnswer: Sendable {
  /// The heading; its period is the credit's, up to the day.
  public let heading: Heading
  /// The attribution model.
  public let model: Attribution.Model
  /// The period's revenue up to the day, summed by day without crediting.
  public let revenue: Money
  /// Plays with money, activations or cost in the period, by descending money, then by id.
  public let plays: [Play]
  /// Money in minor units by the credited lever.
  public let levers: DailyNumber.ByLever
  /// Money of plays without a lever.
  public let withoutLever: Money
  /// Channels by descending money, then by name; touches without a channel are one nameless entry.
  public let channels: [Named]
  /// Members by descending money, then by name; touches without a member are one nameless entry.
  public let members: [Named]
  /// Money that no play is credited with.
  public let unattributed: Money
  /// Activations of the period without a touch of a play in the lookback.
  public let activationsUnattributed: Int
  /// Cost of the period without a play.
  public let costWithoutPlay: Money

  /// Verdicts by play id of plays divided by a lot, over all their time.
  ///
  /// They show what a play caused, beside its credit. Empty if they weren't computed.
  public var judged: [String: PlaysAnswer.Play] = [:]

  /// The credit and cost of one play.
  public struct Play: Sendable, Equatable {
    /// The play's id as its sender names it.
    public let play: String
    /// The declared lever, otherwise that of its touches if they agree.
    public let lever: Lever?
    /// Its share of the revenue; below zero if more was refunded than paid.
    public let money: Money
    /// Customers who activated and whose last touch before was of this play.
    public let activations: Int
    /// Cost facts of the period that name the play.
    public let cost: Money
    /// (money − cost) / cost.
    public let roi: Known<Double>
  }

  /// The credit of one channel or member.
  public struct Named: Sendable, Equatable {
    /// The name; nil for touches without one.
    public let name: String?
    /// Its share of the revenue.
    public let money: Money
    /// Customers who activated, by their last touch.
    public let activations: Int
  }
}

extension DayScoreboard {
  /// Credit under a model, by default the plan's.
  public func credit(model: Attribution.Model? = nil, names: Names) -> CreditAnswer {
    let model = model ?? plan.attribution.model
    let rules = rules.with(model: model)
    let removal = model == .markov ? removalWeights(timelines) : [:]
    let sums = timelines.total(
      SumPair(
        CreditParts(model, period: periodNumber, names: names, removal: removal), DailyTotals()),
      rules)
    let parts = sums.first.parts
    let costs = costs(sums.second)
    let levers = leverSums(parts)
    return CreditAnswer(
      heading: heading, model: model, revenue: money(revenue(sums.second)),
      plays: plays(parts, costs, names), levers: levers.with,
      withoutLever: money(levers.without),
      channels: named(parts, names.channels) { $0.channel },
      members: named(parts, names.members.mapValues(\.text)) { $0.member },
      unattributed: money(sums.first.unattributed.money),
      activationsUnattributed: Int(sums.first.unattributed.activations),
      costWithoutPlay: money(costs[0] ?? 0))
  }

  /// Revenue of the period up to the day, from daily totals of payments or bookings.
  private func revenue(_ totals: DailyTotals) -> Int128 {
    let counted: FactKind = plan.number.basis == .payments ? .money : .deal
    return totals.totals.reduce(0) { sum, entry in
      entry.key.kind == counted && isSoFar(entry.key.day) ? sum + entry.value.amount : sum
    }
  }

  /// Cost of the period by the ledger's number of the play; 0 for cost without a play.
  private func costs(_ totals: DailyTotals) -> [Int64: Int128] {
    var costs: [Int64: Int128] = [:]
    for (key, total) in totals.totals where key.kind == .cost && isSoFar(key.day) {
      costs[key.play, default: 0] += total.amount
    }
    return costs
  }

  /// True if a day is in the period and not after the scoreboard's day.
  private func isSoFar(_ day: CalendarDay) -> Bool { period.first <= day && day <= self.day }

  private func leverSums(
    _ parts: [CreditParts.Part: CreditParts.Amount]
  ) -> (with: DailyNumber.ByLever, without: Int128) {
    var levers = DailyNumber.ByLever()
    var without: Int128 = 0
    for (part, amount) in parts {
      if let lever = part.lever { levers[lever] += amount.money } else { without += amount.money }
    }
    return (levers, without)
  }

  private func plays(
    _ parts: [CreditParts.Part: CreditParts.Amount], _ costs: [Int64: Int128], _ names: Names
  ) -> [CreditAnswer.Play] {
    let declared = timelines.declaredLevers(rules)
    var amounts: [Int64: CreditParts.Amount] = [:]
    var levers: [Int64: Set<Lever?>] = [:]
    for (part, amount) in parts {
      amounts[part.play, default: .init()] += amount
      levers[part.play, default: []].insert(part.lever)
    }
    let numbers = Set(amounts.keys).union(costs.keys).subtracting([0])
    let plays = numbers.map { number in
      let amount = amounts[number] ?? .init()
      let cost = costs[number] ?? 0
      let seen = levers[number] ?? []
      return CreditAnswer.Play(
        play: names.plays[number]?.text ?? "play \(number)",
        lever: declared[number] ?? (seen.count == 1 ? seen.first ?? nil : nil),
        money: money(amount.money), activations: Int(amount.activations), cost: money(cost),
        roi: roi(amount.money, cost))
    }
    return plays.sorted { ($1.money.minor, $0.play) < ($0.money.minor, $1.play) }
  }

  private func roi(_ money: Int128, _ cost: Int128) -> Known<Double> {
    cost > 0
      ? .known(Double(money - cost) / Double(cost))
      : .unknown(why: "it has no cost in \(period.label)")
  }

  private func named(
    _ parts: [CreditParts.Part: CreditParts.Amount], _ names: [Int64: String],
    _ number: (CreditParts.Part) -> Int64
  ) -> [CreditAnswer.Named] {
    var amounts: [Int64: CreditParts.Amount] = [:]
    for (part, amount) in parts { amounts[number(part), default: .init()] += amount }
    let found = amounts.map { number, amount in
      CreditAnswer.Named(
        name: number == 0 ? nil : names[number] ?? "number \(number)",
        money: money(amount.money), activations: Int(amount.activations))
    }
    return found.sorted { ($1.money.minor, $0.name ?? "") < ($0.money.minor, $1.name ?? "") }
  }
}
