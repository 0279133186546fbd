import Facts

/// Simulates one customer's life as facts, from arrival through plays to spending.
struct Story {
  let world: World
  let who: Customer
  var random: RandomStream
  var log: FactLog
  /// The effects of nurturing plays on the customer's rates.
  var boosts: [Boost] = []

  /// A range of days on which a rate of the customer is multiplied.
  struct Boost {
    let days: Range<Int>
    let factor: Double
    let movesTime: Bool
  }

  /// The probability that an ordinary new customer activates within ``window``.
  static let activation = 0.2
  /// The days after arrival within which plays can make a customer activate.
  static let window = 13
  /// The probability that a customer who did not activate does so later by themselves.
  static let lateActivation = 0.05

  /// The story of the customer with a number, before ``tell()``.
  init(_ number: Int, _ world: World) {
    var random = RandomStream(seed: world.seed, .customer, number)
    who = Customer(number, world, &random)
    self.world = world
    self.random = random
    log = FactLog(
      prefix: "\(who.id.text)-", customer: who.id, end: world.calendar.end,
      random: RandomStream(seed: world.seed, .receipt, number))
  }

  /// Generates the facts of the whole life.
  mutating func tell() {
    let start = arrive()
    guard !who.isEarlier else {
      negotiate(from: start.later(days: random.below(240)), isActive: true)
      return live(from: moment(on: random.below(45)), paying: true)
    }
    let factor = meetPlays(from: start)
    let activation = activation(after: start, factor)
    browse(from: start, until: activation)
    let won = negotiate(
      from: activation ?? start.later(days: random.whole(3...20)), isActive: activation != nil)
    if let activation {
      live(from: activation, paying: random.happens(0.8))
    } else if let won {
      live(from: won, paying: false)
    } else if random.happens(Story.lateActivation) {
      live(from: moment(on: start.day + random.whole(25...120)), paying: true)
    }
  }

  /// A random time on a day, from seven to midnight, mostly in the afternoon.
  mutating func moment(on day: Int) -> Moment {
    let share = (random.unit() + random.unit()) / 2
    return Moment(day: day, second: 25_200 + Int(share * 61_199))
  }

  /// A random moment in office hours.
  mutating func officeMoment(on day: Int) -> Moment {
    Moment(day: day, second: random.whole(32_400...64_000))
  }

  /// Introduces the customer and returns the moment of arrival.
  private mutating func arrive() -> Moment {
    let start = moment(on: max(who.arrival, 0))
    introduce(at: start, changes: false)
    if random.happens(0.08) {
      introduce(at: start.later(days: random.whole(10...200)), changes: true)
    }
    return start.soon(seconds: 60)
  }

  private mutating func introduce(at moment: Moment, changes: Bool) {
    var attributes: [JSON.Member] = [.init("channel", .string(who.channel.rawValue))]
    if changes { attributes.append(.init("note", "moved")) }
    attributes.append(.init("region", .string(World.regions[who.region].name)))
    attributes.append(.init("segment", .string(who.segment.rawValue)))
    log.add(
      .customer(attributes: changes ? attributes.sorted { $0.key < $1.key } : attributes),
      at: world.calendar.instant(moment), from: .crm)
  }

  /// The moment of activation within the plays' window; nil without one.
  private mutating func activation(after start: Moment, _ factor: Double) -> Moment? {
    let region = World.regions[who.region].activation
    let product = world.product.activation(on: start.day)
    // The mean of exp(0.4 z) over a standard normal z is exp(0.08).
    let keenness = exponential(0.4 * who.keenness - 0.08)
    let chance = Story.activation * region * who.channel.activation * product * keenness * factor
    guard random.happens(min(chance, 0.95)) else { return nil }
    return moment(on: start.day + dayOfActivation(after: start.day))
  }

  /// The days until activation, 1 to ``window``: rather soon, and rather on busy days.
  private mutating func dayOfActivation(after day: Int) -> Int {
    var days = 1
    for _ in 0..<6 {
      days = 1 + Int(random.exponential(mean: 4.5))
      if days <= Story.window, random.happens(world.calendar.spending(on: day + days) / 1.7) {
        return days
      }
    }
    return min(days, Story.window)
  }
}
