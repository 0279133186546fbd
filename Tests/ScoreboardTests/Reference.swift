import Facts
import Planning

/// The answers worked out slowly from whole facts, by the letter of their definitions: no columns, no
/// sums kept, no code shared with the tally.
struct Reference {
  let plan: Plan
  let today: CalendarDay
  /// Facts in force that have happened, in time order, ties in the order kept.
  let facts: [Fact]
  let owners: [DealID: CustomerID]

  /// Facts in the order kept, each once.
  init(_ plan: Plan, _ all: [Fact], today: CalendarDay) {
    self.plan = plan
    self.today = today
    let end = plan.zone.start(of: today.advanced(by: 1))
    let void = Reference.void(all)
    let inForce = all.filter { !void.contains($0.id) && $0.at < end }
    facts = inForce.enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    var owners: [DealID: CustomerID] = [:]
    for fact in facts {
      if case .deal(let deal) = fact.body, let customer = fact.customer {
        owners[deal.deal] = customer
      }
    }
    self.owners = owners
  }

  private static func void(_ facts: [Fact]) -> Set<FactID> {
    let ids = Set(facts.map(\.id))
    var retractions: [FactID: [FactID]] = [:]
    for fact in facts {
      if case .retract(let other, _) = fact.body, ids.contains(other) {
        retractions[other, default: []].append(fact.id)
      }
    }
    func isVoid(_ id: FactID, _ depth: Int) -> Bool {
      depth < 50 && (retractions[id] ?? []).contains { !isVoid($0, depth + 1) }
    }
    return ids.filter { isVoid($0, 0) }
  }

  func day(_ fact: Fact) -> CalendarDay { plan.zone.day(of: fact.at) }

  func period(_ day: CalendarDay) -> Int { plan.fiscal.number(of: day) }

  struct Spend {
    let fact: Fact
    let day: CalendarDay
    let amount: Int64
    let of: FactID?
  }

  /// Money that counts, by customer; nil for the one not named.
  func money() -> [CustomerID?: [Spend]] {
    var money: [CustomerID?: [Spend]] = [:]
    var won: [DealID: (amount: Int64, fact: FactID)] = [:]
    var known: [DealID: Money] = [:]
    for fact in facts {
      let day = day(fact)
      switch (fact.body, plan.number.basis) {
      case (.money(let body), .payments):
        let amount = plan.rates.convert(body.amount, on: day) ?? 0
        let owner = fact.customer ?? body.of.flatMap { of in facts.first { $0.id == of } }?.customer
        money[owner, default: []].append(Spend(fact: fact, day: day, amount: amount, of: body.of))
      case (.deal(let deal), .bookings):
        if let amount = deal.amount { known[deal.deal] = amount }
        let owner = owners[deal.deal]
        if deal.stage == .won, won[deal.deal] == nil {
          let amount = known[deal.deal].flatMap { plan.rates.convert($0, on: day) } ?? 0
          won[deal.deal] = (amount, fact.id)
          money[owner, default: []].append(Spend(fact: fact, day: day, amount: amount, of: nil))
        } else if deal.stage == .lost, let booked = won.removeValue(forKey: deal.deal) {
          money[owner, default: []].append(
            Spend(fact: fact, day: day, amount: -booked.amount, of: booked.fact))
        }
      default: break
      }
    }
    return money
  }

  func revenueByDay() -> [CalendarDay: Int64] {
    var days: [CalendarDay: Int64] = [:]
    for spend in money().values.joined() { days[spend.day, default: 0] += spend.amount }
    return days
  }

  func costByDay() -> [CalendarDay: Int64] {
    var days: [CalendarDay: Int64] = [:]
    for fact in facts {
      if case .cost(let amount) = fact.body {
        days[day(fact), default: 0] += plan.rates.convert(amount, on: day(fact)) ?? 0
      }
    }
    return days
  }

  /// When each customer activated.
  func activations() -> [CustomerID: Fact] {
    let money = money()
    var found: [CustomerID: Fact] = [:]
    for (customer, spends) in money {
      guard let customer, let threshold = plan.activation.money else { continue }
      var sum: Int64 = 0
      for spend in spends {
        sum += spend.amount
        if sum >= threshold, spend.amount > 0 {
          found[customer] = spend.fact
          break
        }
      }
    }
    var seconds: [CustomerID: Int64] = [:]
    for fact in facts {
      guard case .time(let spent) = fact.body, let customer = fact.customer,
        let threshold = plan.activation.time
      else { continue }
      let before = seconds[customer] ?? 0
      seconds[customer] = before + spent
      guard before < threshold, before + spent >= threshold else { continue }
      if let other = found[customer], other.at <= fact.at { continue }
      found[customer] = fact
    }
    return found
  }

  /// The days on which each customer spent.
  func spendingDays() -> [CustomerID: Set<CalendarDay>] {
    var days: [CustomerID: Set<CalendarDay>] = [:]
    for (customer, spends) in money() {
      guard let customer else { continue }
      for spend in spends where spend.amount > 0 { days[customer, default: []].insert(spend.day) }
    }
    for fact in facts {
      if case .time(let seconds) = fact.body, seconds > 0, let customer = fact.customer {
        days[customer, default: []].insert(day(fact))
      }
    }
    return days
  }
}
