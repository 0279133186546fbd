public import Facts

/// A simulated business with known truth: three levers, plays that work and plays that do not.
///
/// By default it lasts 18 months. The same parameters always give the same facts, to the byte. Each
/// customer has a random stream of their own, so that a larger business begins with the customers
/// of a smaller one. Everyone named in it is fictional.
public struct SimulatedBusiness: Sendable {
  /// The seed of all randomness.
  public let seed: UInt64
  /// The number of customers, 1 to 5 million.
  public let customers: Int
  /// The first day on which anything happens.
  public let firstDay: CalendarDay
  /// The last day: nothing is received after it.
  public let lastDay: CalendarDay
  /// True if some facts are sent twice and a few ids are used with different contents.
  public let faults: Bool
  let world: World

  /// The largest number of customers for which facts are sorted by time received.
  public static let orderedCustomers = 200_000
  /// The number of months by default.
  public static let months = 18
  /// The number of plays by default.
  public static let plays = 24
  /// The shortest business, in days.
  private static let fewestDays = 28

  /// A business that ends on a given day.
  ///
  /// - Parameters:
  ///   - seed: The seed of all randomness.
  ///   - customers: Clamped to 1 … 5,000,000.
  ///   - plays: At least five, one for each channel.
  ///   - firstDay: By default the first of the month 18 months before `lastDay`.
  ///   - lastDay: Nothing happens or is received after it.
  ///   - faults: True to send some facts twice, and use a few ids with different contents.
  public init(
    seed: UInt64, customers: Int, plays: Int = SimulatedBusiness.plays,
    firstDay: CalendarDay? = nil, lastDay: CalendarDay, faults: Bool = true
  ) {
    let start = firstDay ?? month(of: day(lastDay, plusMonths: -SimulatedBusiness.months)).first
    let first = min(start, lastDay.advanced(by: 1 - SimulatedBusiness.fewestDays))
    self.seed = seed
    self.customers = min(max(customers, 1), 5_000_000)
    self.firstDay = first
    self.lastDay = lastDay
    self.faults = faults
    world = World(
      seed: seed, customers: self.customers, plays: plays, first: first, last: lastDay)
  }

  /// The time zone of its days: Europe/London.
  public var zone: Zone { world.calendar.zone }

  /// The currencies of its facts.
  public var currencies: Set<Currency> { Set(["EUR", "GBP", "USD"].map(simulatedCurrency)) }

  /// Calls `take` for every fact with the time at which it is received.
  ///
  /// Up to ``orderedCustomers`` the facts come by time received, in several passes that each hold
  /// the facts of about 40,000 customers. Beyond, they come customer by customer, after those
  /// without a customer, and only one customer's are held.
  public func forEachFact(_ take: (Fact, Instant) throws -> Void) rethrows {
    guard customers <= SimulatedBusiness.orderedCustomers else {
      return try forEachReceipt { try take($0.fact, $0.received) }
    }
    for slice in slices {
      var order = ReceiptOrder(slice)
      forEachReceipt { order.add($0) }
      try order.forEach { try take($0.fact, $0.received) }
    }
  }

  /// Calls `take` for every fact in the order of generation.
  private func forEachReceipt(_ take: (Receipt) throws -> Void) rethrows {
    var business = BusinessFacts(world)
    for receipt in business.receipts() { try take(receipt) }
    for number in 0..<customers {
      for receipt in receipts(of: number) { try take(receipt) }
    }
  }

  private func receipts(of number: Int) -> [Receipt] {
    var story = Story(number, world)
    story.tell()
    if faults { Faults.add(to: &story.log, of: number, seed: seed) }
    return story.log.receipts
  }

  /// Consecutive slices of time, each with about as many facts as can be held at once.
  private var slices: [Range<Int64>] {
    let count = (customers + ReceiptOrder.customers - 1) / ReceiptOrder.customers
    let start = world.calendar.instant(Moment(day: 0, second: 0)).milliseconds
    let length = world.calendar.end.milliseconds - start
    return (0..<count).map { number in
      let low = start + length * Int64(number) / Int64(count)
      let high = start + length * Int64(number + 1) / Int64(count)
      return low..<high
    }
  }
}
