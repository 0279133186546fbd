import Facts

/// The fixed attributes of a customer.
struct Customer: Sendable {
  let id: CustomerID
  let region: Int
  let segment: Segment
  let channel: Channel
  /// The hidden propensity to act, standard normal; no fact reveals it.
  let keenness: Double
  /// The day number of arrival; negative for customers from before the first day.
  let arrival: Int
  /// The index of their rep; nil if they buy by themselves.
  let rep: Int?

  /// The kind of customer.
  enum Segment: String, CaseIterable, Sendable {
    case consumer
    case small = "small-business"
    case enterprise

    /// The share of customers in it.
    var share: Double {
      switch self {
      case .consumer: 0.58
      case .small: 0.32
      case .enterprise: 0.1
      }
    }

    /// The share of its customers who have a rep.
    var led: Double {
      switch self {
      case .consumer: 0
      case .small: 0.3
      case .enterprise: 1
      }
    }
  }

  /// The share of customers from before the first day.
  private static let earlierShare = 0.15
  private static let regionShares = World.regions.map(\.share)
  private static let segmentShares = Segment.allCases.map(\.share)
  private static let channelShares = Channel.allCases.map(\.share)

  /// Draws the customer with a number.
  init(_ number: Int, _ world: World, _ random: inout RandomStream) {
    id = simulatedID("c\(number + 1)")
    let isEarlier = random.happens(Customer.earlierShare)
    let arrival = world.calendar.arrival(&random)
    self.arrival = isEarlier ? -1 - random.below(365) : arrival
    region = random.index(weighing: Customer.regionShares)
    segment = Segment.allCases[random.index(weighing: Customer.segmentShares)]
    channel = Channel.allCases[random.index(weighing: Customer.channelShares)]
    keenness = random.normal()
    rep = random.happens(segment.led) ? world.staff.rep(on: max(arrival, 0), &random) : nil
  }

  /// True for customers from before the first day.
  var isEarlier: Bool { arrival < 0 }
}
