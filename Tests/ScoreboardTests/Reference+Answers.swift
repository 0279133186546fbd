import Facts
import Planning

extension Reference {
  struct Counts: Equatable {
    var new: Int64 = 0
    var retained: Int64 = 0
    var reactivated: Int64 = 0
    var lapsed: Int64 = 0
    var activeAtEnd: Int64 = 0
    var moneyNew: Int128 = 0
    var moneyRetained: Int128 = 0
    var moneyReactivated: Int128 = 0
  }

  /// Lifecycle counts of one period, by set arithmetic.
  func lifecycle(_ number: Int) -> Counts {
    let born = activations().mapValues { period(day($0)) }
    let days = spendingDays()
    func spent(_ period: Int) -> Set<CustomerID> {
      Set(days.filter { $0.value.contains { self.period($0) == period } }.keys)
    }
    let activated = Set(born.filter { $0.value <= number }.keys)
    let now = spent(number).intersection(activated)
    let before = spent(number - 1).intersection(Set(born.filter { $0.value < number }.keys))
    let new = Set(born.filter { $0.value == number }.keys)
    let retained = now.subtracting(new).intersection(spent(number - 1))
    let reactivated = now.subtracting(new).subtracting(spent(number - 1))
    let end = min(plan.fiscal.period(number).last, today)
    let active = activated.filter { customer in
      (days[customer] ?? []).contains {
        $0 <= end && $0.distance(to: end) < plan.activation.lapse
          && $0 >= day(activations()[customer] ?? facts[0])
      }
    }
    let money = money()
    func sum(_ customers: Set<CustomerID>) -> Int128 {
      customers.reduce(0) { total, customer in
        total
          + (money[customer] ?? []).filter { period($0.day) == number }
          .reduce(Int128(0)) { $0 + Int128($1.amount) }
      }
    }
    return Counts(
      new: Int64(new.count), retained: Int64(retained.count), reactivated: Int64(reactivated.count),
      lapsed: Int64(before.subtracting(spent(number)).count), activeAtEnd: Int64(active.count),
      moneyNew: sum(new), moneyRetained: sum(retained), moneyReactivated: sum(reactivated))
  }

  /// Customers as they stand today: new, active, lapsed, reactivated, ever activated.
  func standing() -> [Int64] {
    let days = spendingDays()
    var counts: [Int64] = [0, 0, 0, 0, 0]
    for (customer, first) in activations() {
      let spent = days[customer] ?? []
      let isActive = spent.contains { $0.distance(to: today) < plan.activation.lapse }
      let before = spent.filter { $0 < today }.max()
      let hadLapsed = before.map { $0.distance(to: today) >= plan.activation.lapse } ?? false
      counts[4] += 1
      counts[isActive ? 1 : 2] += 1
      if day(first) == today { counts[0] += 1 }
      if spent.contains(today), day(first) < today, hadLapsed { counts[3] += 1 }
    }
    return counts
  }

  /// The bridge's headings into one period: new, reactivation, expansion, contraction, lapse.
  func bridge(_ number: Int) -> [Int128] {
    var headings: [Int128] = [0, 0, 0, 0, 0]
    for spends in money().values {
      func net(_ number: Int) -> Int128 {
        spends.filter { period($0.day) == number }.reduce(Int128(0)) { $0 + Int128($1.amount) }
      }
      let a = max(0, net(number - 1))
      let b = max(0, net(number))
      let before = spends.contains { $0.amount > 0 && period($0.day) < number }
      if a == 0, b > 0 { headings[before ? 1 : 0] += b }
      if a > 0, b > a { headings[2] += b - a }
      if b > 0, b < a { headings[3] += a - b }
      if a > 0, b == 0 { headings[4] += a }
      headings[3] += max(0, -net(number)) - max(0, -net(number - 1))
    }
    return headings
  }

  /// Shares of a cohort by calendar period: size, and how many spent exactly k periods after.
  func cohort(_ number: Int, k: Int) -> (size: Int, on: Int, after: Int, money: Int128) {
    let born = activations()
    let members = born.filter { period(day($0.value)) == number }
    let money = money()
    var on = 0
    var after = 0
    var sum: Int128 = 0
    for (customer, first) in members {
      let spends = facts.filter { fact in
        guard fact.at >= first.at else { return false }
        if case .time(let seconds) = fact.body { return seconds > 0 && fact.customer == customer }
        return (money[customer] ?? []).contains { $0.fact.id == fact.id && $0.amount > 0 }
      }.map { period(day($0)) }
      if spends.contains(number + k) { on += 1 }
      if spends.contains(where: { $0 >= number + k }) { after += 1 }
      sum += (money[customer] ?? []).filter { period($0.day) <= number + k }
        .reduce(Int128(0)) { $0 + Int128($1.amount) }
    }
    return (members.count, on, after, sum)
  }

  /// Credit by lever over a range of days, each money fact shared on its own.
  func credit(_ days: Range<CalendarDay>) -> [Lever: Int64] {
    var levers: [PlayID: Lever] = [:]
    for fact in facts {
      if case .play = fact.body, let play = fact.play { levers[play] = fact.lever }
    }
    var credit: [Lever: Int64] = [:]
    for (customer, spends) in money() {
      let touches = facts.filter {
        if case .touch = $0.body { return $0.customer == customer && customer != nil }
        return false
      }
      for spend in spends where days.contains(spend.day) {
        let isRefund = spend.amount < 0
        let paid = isRefund ? spend.of.flatMap { of in spends.first { $0.fact.id == of } } : nil
        // Refunds of one payment together take back what one refund of their sum would.
        let earlier = spends.prefix { $0.fact.id != spend.fact.id }
          .filter { paid != nil && $0.of == spend.of && $0.amount < 0 }.reduce(0) { $0 + $1.amount }
        let moment = (paid ?? spend).fact.at
        for (sum, sign) in [(earlier + spend.amount, Int64(1)), (earlier, -1)] {
          for (touch, amount) in shares(sum, moment, touches) {
            let lever = touch.play.flatMap { levers[$0] } ?? touch.lever
            if let lever { credit[lever, default: 0] += sign * amount }
          }
        }
      }
    }
    return credit
  }

  /// One amount over the plays of the touches that count, by descending exact share.
  private func shares(
    _ amount: Int64, _ moment: Instant, _ touches: [Fact]
  ) -> [(Fact, Int64)] {
    let start = moment.advanced(bySeconds: -Int64(plan.attribution.lookback) * 86_400)
    let counted = touches.filter { $0.at >= start && $0.at < moment }
    guard !counted.isEmpty else { return [] }
    var weights: [PlayID: Int64] = [:]
    for (index, touch) in counted.enumerated() {
      guard let play = touch.play else { continue }
      weights[play, default: 0] += weight(index, counted.count, age: moment, touch.at)
    }
    let total = weights.values.reduce(0, +)
    guard total > 0 else { return [] }
    let plays = weights.keys.sorted()
    var parts = plays.map { (Int128(amount.magnitude) * Int128(weights[$0] ?? 0)) / Int128(total) }
    let rests = plays.map { (Int128(amount.magnitude) * Int128(weights[$0] ?? 0)) % Int128(total) }
    var left = Int128(amount.magnitude) - parts.reduce(0, +)
    for index in plays.indices.sorted(by: { (rests[$1], $0) < (rests[$0], $1) }) where left > 0 {
      parts[index] += 1
      left -= 1
    }
    return plays.enumerated().compactMap { index, play in
      guard let touch = counted.first(where: { $0.play == play }) else { return nil }
      return (touch, amount < 0 ? -Int64(parts[index]) : Int64(parts[index]))
    }
  }

  private func weight(_ index: Int, _ count: Int, age moment: Instant, _ at: Instant) -> Int64 {
    switch plan.attribution.model {
    case .first: return index == 0 ? 1 : 0
    case .last: return index == count - 1 ? 1 : 0
    case .position where count > 2:
      // In units of 1/(5 (n − 2)): 40 % is 2 (n − 2), the middle's 20 % is 1 each.
      return index == 0 || index == count - 1 ? Int64(2 * (count - 2)) : 1
    case .decay:
      let hours = (moment.milliseconds - at.milliseconds) / 3_600_000
      var half = 1.0
      for _ in 0..<hours { half *= 0.9958826236582974 }
      return max(1, Int64((16_777_216 * half).rounded()))
    default: return 1
    }
  }
}
