import Facts

/// An item of product work, and what shipping it truly moves.
struct SimulatedWork: Sendable {
  let id: String
  let type: WorkBody.Kind
  /// Days of effort.
  let effort: Int
  let started: Int
  /// The day it shipped or was dropped; may lie after the last day.
  let ended: Int
  let isDropped: Bool
  let play: PlayID?
  /// The metric it is said to move.
  let metric: Metric?
  /// What shipping it truly adds: a share, or points of satisfaction; 0 where the link is wishful.
  let effect: Double

  /// What product work can move, by the names used in links.
  enum Metric: String, CaseIterable, Sendable {
    /// The chance that a new customer activates.
    case activation = "activation-rate"
    /// Mean satisfaction on the scale of 1 to 5.
    case satisfaction
    /// Sessions of customers.
    case time = "time-spent"
    /// How long customers stay.
    case retention
  }
}

/// Makes up the product work of a business.
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

  /// Half of the links hold; a release or two in the second half do harm.
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
