import Facts

/// An item of product work with its true effect.
struct SimulatedWork: Sendable {
  let id: String
  let type: WorkBody.Kind
  /// Days of effort.
  let effort: Int
  let started: Int
  /// The day number on which it shipped or was dropped; may be after the last day.
  let ended: Int
  let isDropped: Bool
  let play: PlayID?
  /// The metric that it is claimed to move.
  let metric: Metric?
  /// The true effect of shipping it: a share, or points of satisfaction; 0 for a false claim.
  let effect: Double

  /// The metrics that product work can move, by the names used in links.
  enum Metric: String, CaseIterable, Sendable {
    /// The chance that a new customer activates.
    case activation = "activation-rate"
    /// Mean satisfaction on the scale of 1 to 5.
    case satisfaction
    /// The number of customers' sessions.
    case time = "time-spent"
    /// The time that customers stay.
    case retention
  }
}

/// Generates the product work of a business.
struct WorkCatalogue {
  let seed: UInt64
  let days: Int
  let plays: [SimulatedPlay]

  /// Days between the starts of two items.
  private static let pace = 13
  private static let sizes: [SimulatedWork.Metric: ClosedRange<Double>] = [
    .activation: 0.1...0.2, .satisfaction: 0.2...0.35, .time: 0.15...0.3, .retention: 0.15...0.3,
  ]

  /// Items from the first day to the last, in order of their start.
  func items() -> [SimulatedWork] {
    (0..<max(days / WorkCatalogue.pace, 2)).map(item)
  }

  private func item(_ number: Int) -> SimulatedWork {
    var random = RandomStream(seed: seed, .work, number)
    let types: [WorkBody.Kind] = [.revenue, .experience, .revenue, .debt, .experience]
    let type = types[number % types.count]
    let started = number * WorkCatalogue.pace + random.below(6)
    let metrics = SimulatedWork.Metric.allCases
    let isLinked = type == .debt ? number % 2 == 0 : true
    let metric = isLinked ? metrics[(number + number / 4) % 4] : nil
    let isDropped = random.happens(0.12)
    let effort = random.whole(3...40)
    return SimulatedWork(
      id: "W-\(100 + number)", type: type, effort: effort, started: started,
      ended: started + effort + random.below(20), isDropped: isDropped,
      play: type == .revenue ? play(on: started) : nil, metric: metric,
      effect: isDropped ? 0 : effect(metric, number, &random))
  }

  private func play(on day: Int) -> PlayID? {
    plays.first { $0.lever == .product && $0.runs(on: day) }?.id
  }

  /// The true effect of a link: 45 % of links hold; some satisfaction releases in the second half
  /// do harm.
  private func effect(
    _ metric: SimulatedWork.Metric?, _ number: Int, _ random: inout RandomStream
  ) -> Double {
    guard let metric, let size = WorkCatalogue.sizes[metric] else { return 0 }
    let isLate = number > days / WorkCatalogue.pace / 2
    let isHarmful = metric == .satisfaction && isLate && number % 3 == 0
    let effect = random.between(size.lowerBound, size.upperBound)
    if isHarmful { return -1.5 * effect }
    return random.happens(0.45) ? effect : 0
  }
}
