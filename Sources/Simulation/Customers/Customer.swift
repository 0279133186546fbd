import Facts

/// Who a customer is: what never changes about them.
struct Customer: Sendable {
  let id: CustomerID
  let region: Int
  let segment: Segment
  let channel: Channel
  /// Standard normal; what makes some customers likelier to act than others. No fact shows it.
  let keenness: Double
  /// The numbered day of arrival; negative for customers from before the first day.
  let arrival: Int
  /// The rep who looks after them; nil where they buy by themselves.
  let rep: Int?

  /// What kind of customer.
  enum Segment: String, CaseIterable, Sendable {
    case consumer
    case small = "small-business"
    case enterprise

    /// Its share of customers.
    var share: Double {
      switch self {
      case .consumer: 0.58
      case .small: 0.32
      case .enterprise: 0.1
      }
    }

    /// How often a rep looks after them.
    var led: Double {
      switch self {
      case .consumer: 0
      case .small: 0.3
      case .enterprise: 1
      }
    }
  }

  /// The share of customers who were there before the first day.
  private static let earlierShare = 0.15
  private static let regionShares = World.regions.map(\.share)
  private static let segmentShares = Segment.allCases.map(\.share)
  private static let channelShares = Channel.allCases.map(\.share)

  /// Draws the customer of a number.
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

  /// Whether they were there before the first day.
  var isEarlier: Bool { arrival < 0 }
}
