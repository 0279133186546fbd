public import Facts

/// A business with known truth: 18 months of three levers, plays that work and plays that do not.
///
/// The same parameters always give the same facts, to the byte. Each customer is drawn from a stream
/// of their own, so that a larger business begins with the customers of a smaller one. Everyone
/// named in it is made up.
public struct SimulatedBusiness: Sendable {
  /// What all randomness comes from.
  public let seed: UInt64
  /// How many customers there are, 1 to 5 million.
  public let customers: Int
  /// The first day that anything happens on.
  public let firstDay: CalendarDay
  /// The last day: nothing is received after it.
  public let lastDay: CalendarDay
  /// Whether facts are sent twice, and a few ids used twice with different contents.
  public let faults: Bool
  let world: World

  /// The most customers whose facts are put in order of receipt.
  public static let orderedCustomers = 200_000
  /// Months simulated unless told otherwise.
  public static let months = 18
  /// Plays unless told otherwise.
  public static let plays = 24
  /// Days in the shortest business there is.
  private static let fewestDays = 28

  /// A business whose last day is given.
  ///
  /// - Parameters:
  ///   - seed: what all randomness comes from.
  ///   - customers: brought to between 1 and 5,000,000.
  ///   - plays: never fewer than five, one for each channel.
  ///   - firstDay: the first of the month 18 months before `lastDay` unless told otherwise.
  ///   - lastDay: nothing happens or is received after it.
  ///   - faults: whether facts are sent twice, and a few ids used twice with different contents.
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

  /// Where its days begin and end: Europe/London.
  public var zone: Zone { world.calendar.zone }

  /// The currencies that its facts are in.
  public var currencies: Set<Currency> { Set(["EUR", "GBP", "USD"].map(simulatedCurrency)) }

  /// Gives every fact and when it is received.
  ///
  /// Up to ``orderedCustomers`` the facts come in order of receipt: in as many passes as it takes to
  /// hold those of about 40,000 customers at a time. Beyond, they come customer by customer after
  /// those of no customer, and only one customer's are held.
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

  /// Every fact in the order in which they are made up.
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

  /// Stretches of time, in order, in each of which about as many facts are received as can be held.
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
