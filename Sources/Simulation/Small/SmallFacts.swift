import Facts

/// Generates the facts of a small business.
struct SmallFacts {
  let plan: SmallPlan
  let customers: Int
  let repeats: Bool
  var random: RandomStream
  private(set) var made: [Receipt] = []
  private var count = 0
  /// Instants shared by several facts, at midnights and clock changes.
  let crowded: [Instant]
  let end: Instant

  /// The plays that facts name; the last is never declared.
  static let plays = ["p1", "p2", "p3", "p4", "ghost"]
  private static let day: Int64 = 86_400_000

  init(_ business: SmallBusiness) {
    plan = business.plan
    customers = business.customers
    repeats = business.repeats
    random = RandomStream(seed: business.seed, .small, 1)
    let zone = plan.zone.zone
    let changing = plan.zone.changing ?? plan.first
    let midnight = zone.start(of: plan.first.advanced(by: 31))
    end = zone.start(of: plan.last.advanced(by: 1))
    crowded = [
      midnight, Instant(milliseconds: midnight.milliseconds - 1), zone.start(of: changing),
      zone.start(of: changing).advanced(bySeconds: 7200),
      zone.start(of: changing).advanced(bySeconds: 10_800),
      zone.start(of: month(of: plan.first.advanced(by: 40)).first),
    ]
  }

  /// All facts, in the order of generation.
  mutating func receipts() -> [Receipt] {
    declarePlays()
    for number in 0..<customers { live(customer(number)) }
    sellToNobody()
    tellTheRest()
    retract()
    if repeats { again() }
    return made
  }

  /// Customer ids of several lengths, some of them not ASCII.
  private func customer(_ number: Int) -> CustomerID {
    switch number % 7 {
    case 3: simulatedID("k\u{FC}nde \(number)")
    case 5: simulatedID("customer/with-a-long-id/\(number)")
    default: simulatedID("c\(number)")
    }
  }

  /// A random instant, sometimes one of ``crowded``.
  mutating func instant() -> Instant {
    if random.happens(0.15), let same = random.pick(crowded), same < end { return same }
    let start = plan.zone.zone.start(of: plan.first).milliseconds
    // A few facts are up to forty days older than the first day.
    let early = random.happens(0.04) ? -40 * SmallFacts.day : 0
    let length = end.milliseconds - start
    let at = start + early + Int64(random.unit() * Double(length - 1 - max(early, 0)))
    return Instant(milliseconds: random.happens(0.5) ? at / 1000 * 1000 : at)
  }

  /// A random instant within `days` after another, and before the end.
  mutating func instant(after earlier: Instant, days: Double) -> Instant {
    let gap = random.happens(0.1) ? 0 : Int64(random.between(0, days) * Double(SmallFacts.day))
    return Instant(milliseconds: min(earlier.milliseconds + gap, end.milliseconds - 1))
  }

  /// Adds a fact, received some time after it happened, at the latest at the end.
  @discardableResult
  mutating func add(
    _ body: Fact.Body, at: Instant, _ customer: CustomerID? = nil, play: PlayID? = nil,
    lever: Lever? = nil, member: MemberID? = nil, props: [JSON.Member] = []
  ) -> FactID {
    count += 1
    let id: FactID = simulatedID(count % 41 == 0 ? "\u{E9}v\u{E9}nement-\(count)" : "f\(count)")
    let late = random.happens(0.25) ? Int64(random.between(0, 40) * Double(SmallFacts.day)) : 500
    let received = min(at.milliseconds + late, end.milliseconds - 1)
    let fact = Fact(
      id: id, at: at, customer: customer, play: play, lever: lever, member: member,
      source: random.happens(0.5) ? "small" : nil, body: body, props: props)
    made.append(Receipt(fact: fact, received: Instant(milliseconds: received)))
    return id
  }

  /// Receives some facts a second time.
  private mutating func again() {
    for receipt in made where random.happens(0.03) {
      let received = instant(after: receipt.received, days: 10)
      made.append(Receipt(fact: receipt.fact, received: received))
    }
  }

  mutating func play() -> PlayID { simulatedID(random.pick(SmallFacts.plays, else: "p1")) }

  /// A random member of the plan, or none, or rarely an id that the plan does not name.
  mutating func member() -> MemberID? {
    if random.happens(0.35) { return nil }
    return simulatedID(
      random.happens(0.05) ? "stranger" : random.pick(SmallBusiness.members, else: "m1"))
  }
}
