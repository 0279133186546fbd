public import Facts

/// Any number of plain generated facts in order of arrival, for benchmarks.
///
/// 20.8 facts a customer over two years: 72 % touches of 50 plays, 14 % money, 12 % time, 2 %
/// holdouts and some cost. One fact in fifty arrives up to five days late; one in twenty happened
/// on the hour, so that times tie; 3 % of money refunds a part or all of an earlier payment. No
/// play has an effect: the data measures how fast answers come, not whether they are right.
public struct ManyFacts: Sendable {
  /// The number of facts.
  public let count: Int
  /// The number of customers, whose numbers are 1 to `customers`.
  public let customers: Int
  private let seed: UInt64

  /// The number of plays, numbered from 1 in the order of their ids.
  public static let plays = 50
  /// The number of channels, numbered from 1.
  public static let channels = 4
  /// The number of members, numbered from 1.
  public static let members = 40
  /// The first day of the two years.
  public static let firstDay = CalendarDay(number: 19_723)
  /// The number of days.
  public static let days = 730
  private static let span = Int64(days) * 86_400

  /// A set of `count` facts.
  public init(count: Int, seed: UInt64 = 1) {
    self.count = count
    self.seed = seed
    customers = max(10, count * 10 / 208)
  }

  /// One fact, with numbers instead of ids.
  public struct Arrival: Sendable {
    /// The fact's number, from 1 in the order of arrival.
    public var number: Int64
    /// The kind: touch, holdout, money, time or cost.
    public var kind: FactKind
    /// The customer's number; 0 for cost.
    public var customer: UInt32
    /// The time at which it happened, in seconds since 1970.
    public var at: UInt32
    /// The time at which it arrives, in seconds since 1970; never decreases.
    public var received: UInt32
    /// The play's number; 0 for none.
    public var play: UInt16 = 0
    /// The channel's number; 0 for none.
    public var channel: UInt8 = 0
    /// The member's number; 0 for none.
    public var member: UInt8 = 0
    /// The amount in euro cents, or in seconds for time.
    public var amount: Int64 = 0
    /// The number of the payment that a refund takes back; 0 for none.
    public var of: UInt32 = 0
  }

  /// The length of a play's outcome window after exposure, in days.
  public static func window(ofPlay play: Int) -> Int { 7 + play % 8 }

  /// The lever of a play.
  public static func lever(ofPlay play: Int) -> Lever {
    play % 10 < 2 ? .product : play % 10 < 5 ? .sales : .marketing
  }

  /// The id of a play.
  public static func id(ofPlay play: Int) -> String { "play-\(play < 10 ? "0" : "")\(play)" }

  /// Calls `take` for every fact in order of arrival.
  public func each(_ take: (Arrival) throws -> Void) rethrows {
    var random = SplitMix64(seed: seed)
    var paid = [(number: UInt32, amount: Int32)](repeating: (0, 0), count: customers + 1)
    let start = UInt32(ManyFacts.firstDay.number) * 86_400
    for index in 0..<count {
      let received = start + UInt32(ManyFacts.span * Int64(index) / Int64(count))
      let at = ManyFacts.moment(received, start, &random)
      var arrival = Arrival(
        number: Int64(index + 1), kind: .touch, customer: customer(index, &random), at: at,
        received: received)
      fill(&arrival, day: Int((at - start) / 86_400), &paid, &random)
      try take(arrival)
    }
  }

  private static func moment(
    _ received: UInt32, _ start: UInt32, _ random: inout SplitMix64
  ) -> UInt32 {
    let chance = random.next()
    let lag =
      chance % 50 == 0 ? UInt32(chance >> 32) % (5 * 86_400) : UInt32(chance >> 32) % 30
    let at = max(start, received - min(lag, received - start))
    return (chance >> 8) % 20 == 0 ? at / 3600 * 3600 : at
  }

  /// Draws a customer: half of the time from the newest fifth of those so far, else from all of
  /// them.
  private func customer(_ index: Int, _ random: inout SplitMix64) -> UInt32 {
    let chance = random.next()
    let known = customers / 5 + Int(Int64(customers) * 4 / 5 * Int64(index) / Int64(count))
    let all = UInt64(max(1, known))
    let late = max(1, all / 5)
    let from = chance & 1 == 0 ? 0 : all - late
    let width = chance & 1 == 0 ? all : late
    return UInt32(from + (chance >> 16) % width) + 1
  }

  private func fill(
    _ fact: inout Arrival, day: Int, _ paid: inout [(number: UInt32, amount: Int32)],
    _ random: inout SplitMix64
  ) {
    let chance = random.next()
    switch chance % 1000 {
    case 0:
      fact.kind = .cost
      fact.customer = 0
      fact.play = ManyFacts.play(day, chance >> 20)
      fact.amount = 1_000 + Int64(chance >> 40) % 50_000
    case 1..<721: touch(&fact, ManyFacts.play(day, chance >> 20), chance >> 32)
    case 721..<861:
      fact.customer = next(fact.customer, share: 35, salt: 1)
      pay(&fact, chance >> 12, &paid)
    case 861..<981:
      fact.kind = .time
      fact.customer = next(fact.customer, share: 40, salt: 2)
      fact.amount = 30 + Int64(chance >> 20) % 3_600
    default:
      fact.kind = .holdout
      fact.play = ManyFacts.play(day, chance >> 20)
    }
  }

  /// Draws a play running on a day; plays start twelve days apart and run for a hundred.
  private static func play(_ day: Int, _ chance: UInt64) -> UInt16 {
    let last = min(plays - 1, day / 12)
    let first = min(last, max(0, (day - 100) / 12))
    return UInt16(first + Int(chance % UInt64(last - first + 1)) + 1)
  }

  private func touch(_ fact: inout Arrival, _ play: UInt16, _ chance: UInt64) {
    fact.play = play
    let other = play % 5 == 0 && chance & 1 == 1
    fact.channel = UInt8((Int(play) + (other ? 1 : 0)) % ManyFacts.channels + 1)
    if ManyFacts.lever(ofPlay: Int(play)) == .sales {
      fact.member = UInt8((Int(play) * 7 + Int(chance >> 8) % 6) % ManyFacts.members + 1)
    }
  }

  private func pay(
    _ fact: inout Arrival, _ chance: UInt64, _ paid: inout [(number: UInt32, amount: Int32)]
  ) {
    fact.kind = .money
    let before = paid[Int(fact.customer)]
    if chance % 100 < 3, before.number != 0 {
      let part = 1 + Int64(chance >> 8) % 3
      fact.amount = -Int64(before.amount) / part
      fact.of = before.number
    } else {
      let root = Int64(chance >> 8) % 150
      fact.amount = 299 + root * root + Int64(chance >> 24) % 100
      paid[Int(fact.customer)] = (UInt32(fact.number), Int32(fact.amount))
    }
    if chance >> 40 % 10 < 3 { fact.member = UInt8((chance >> 44) % UInt64(ManyFacts.members)) + 1 }
  }

  /// The first customer at or below `customer` in a hashed group of `share` per cent of all.
  ///
  /// Wraps around below 1, and settles for any customer after 20 tries.
  private func next(_ customer: UInt32, share: UInt64, salt: UInt64) -> UInt32 {
    var candidate = customer
    for _ in 0..<20 {
      var mix = SplitMix64(seed: UInt64(candidate) &* 0x9E37_79B9_7F4A_7C15 ^ salt)
      if mix.next() % 100 < share { return candidate }
      candidate = candidate > 1 ? candidate - 1 : UInt32(customers)
    }
    return candidate
  }
}
