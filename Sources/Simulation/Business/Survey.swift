import Facts

/// Monthly sums of the business's facts, added up over a sample of customers.
///
/// Beyond ``sample`` customers the sums are scaled up to all of them.
struct Survey {
  /// The largest number of customers added up.
  static let sample = 10_000

  /// The simulated months, in order.
  let months: [Period]
  /// The number of customers that each sampled one represents.
  let scale: Double
  /// Net money by month, refunds taken off, in EUR cents.
  private(set) var payments: [Int64]
  /// Refunds by month in EUR cents, below zero.
  private(set) var refunds: [Int64]
  /// Deals won by month in EUR cents, less those lost again.
  private(set) var bookings: [Int64]
  /// Bookings by rep and month, in EUR cents.
  private(set) var bookingsByRep: [MemberID: [Int64]] = [:]
  /// Activations by month: customers whose spend first reached a threshold of the plan.
  private(set) var activations: [Int]
  /// Fact counts; the index is the kind's number less 1.
  private(set) var kinds: [Int]
  private let world: World

  /// The plan's activation thresholds: EUR cents and seconds.
  static let thresholds = (money: Int64(100), seconds: Int64(1800))

  init(_ world: World) {
    self.world = world
    let calendar = FiscalCalendar(length: .month)
    let numbers =
      calendar.number(of: world.calendar.first)...calendar.number(of: world.calendar.last)
    let months = numbers.map { calendar.period($0) }
    let sampled = min(world.customers, Survey.sample)
    self.months = months
    scale = Double(world.customers) / Double(sampled)
    payments = months.map { _ in 0 }
    refunds = payments
    bookings = payments
    activations = months.map { _ in 0 }
    kinds = FactKind.allCases.map { _ in 0 }
    for number in 0..<sampled { add(number) }
  }

  private mutating func add(_ number: Int) {
    var story = Story(number, world)
    story.tell()
    let retracted = Set(
      story.log.receipts.compactMap { receipt -> FactID? in
        if case .retract(let fact, _) = receipt.fact.body { fact } else { nil }
      })
    for receipt in story.log.receipts { kinds[receipt.fact.kind.number - 1] += 1 }
    let facts = story.log.receipts.map(\.fact).filter { !retracted.contains($0.id) }
    book(facts)
    activate(facts)
  }

  private mutating func book(_ facts: [Fact]) {
    for fact in facts {
      switch fact.body {
      case .money(let money):
        let cents = euros(money.amount)
        payments[month(of: fact)] += cents
        if cents < 0 { refunds[month(of: fact)] += cents }
      case .deal(let deal): book(deal, of: fact, among: facts)
      default: break
      }
    }
  }

  private mutating func book(_ deal: DealBody, of fact: Fact, among facts: [Fact]) {
    let wasWon = facts.contains { other in
      guard case .deal(let body) = other.body else { return false }
      return body.stage == .won && other.at < fact.at
    }
    guard deal.stage == .won || (deal.stage == .lost && wasWon), let amount = deal.amount,
      let rep = fact.member
    else { return }
    let cents = euros(amount) * (deal.stage == .won ? 1 : -1)
    let month = month(of: fact)
    bookings[month] += cents
    bookingsByRep[rep, default: months.map { _ in 0 }][month] += cents
  }

  private mutating func activate(_ facts: [Fact]) {
    var spent = (money: Int64(0), seconds: Int64(0))
    for fact in facts.sorted(by: { $0.at < $1.at }) {
      switch fact.body {
      case .money(let money): spent.money += euros(money.amount)
      case .time(let seconds): spent.seconds += seconds
      default: continue
      }
      if spent.money >= Survey.thresholds.money || spent.seconds >= Survey.thresholds.seconds {
        activations[month(of: fact)] += 1
        return
      }
    }
  }

  private func month(of fact: Fact) -> Int {
    let label = FiscalCalendar(length: .month)
    let first = label.number(of: world.calendar.first)
    let number = label.number(of: world.calendar.zone.day(of: fact.at)) - first
    return min(max(number, 0), months.count - 1)
  }

  /// The amount in EUR cents at the plan's rates, rounded half away from zero.
  private func euros(_ money: Money) -> Int64 {
    let code = money.currency.code
    guard let rate = World.rates.first(where: { $0.code == code }) else {
      return Int64(clamping: money.minor)
    }
    return Int64(clamping: divideRounding(money.minor * Int128(rate.hundredths), by: 100))
  }

  /// Scales a sum over the sample up to all customers.
  func scaled(_ sum: Int64) -> Int64 { Int64((Double(sum) * scale).rounded()) }
}
