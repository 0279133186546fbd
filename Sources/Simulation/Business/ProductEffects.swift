import Foundation

/// The cumulative effect of shipped work on the product, by day number.
struct ProductEffects: Sendable {
  private let changes: [SimulatedWork.Metric: [Double]]
  private let count: Int

  /// Satisfaction on the scale of 1 to 5 before any work shipped.
  private static let satisfaction = 3.6
  /// A slow sine wave of satisfaction: height in points, length in days.
  private static let wave = (height: 0.08, length: 190.0)

  init(_ items: [SimulatedWork], days: Int) {
    var changes: [SimulatedWork.Metric: [Double]] = [:]
    for metric in SimulatedWork.Metric.allCases {
      let adds = metric == .satisfaction
      var level = adds ? ProductEffects.satisfaction : 1
      let shipped = items.filter { $0.metric == metric && !$0.isDropped }
      changes[metric] = (0..<max(days, 1)).map { day in
        for item in shipped where item.ended == day {
          level = adds ? level + item.effect : level * (1 + item.effect)
        }
        return adds ? level + ProductEffects.mood(on: day) : level
      }
    }
    self.changes = changes
    count = max(days, 1)
  }

  private static func mood(on day: Int) -> Double {
    wave.height * sin(2 * .pi * Double(day) / wave.length)
  }

  /// Mean satisfaction on a day, on the scale of 1 to 5.
  func satisfaction(on day: Int) -> Double { level(.satisfaction, day) }
  /// The factor on activations against the start.
  func activation(on day: Int) -> Double { level(.activation, day) }
  /// The factor on time spent against the start.
  func time(on day: Int) -> Double { level(.time, day) }
  /// The factor on how long customers stay, against the start.
  func staying(on day: Int) -> Double { level(.retention, day) }

  private func level(_ metric: SimulatedWork.Metric, _ day: Int) -> Double {
    changes[metric]?[min(max(day, 0), count - 1)] ?? 1
  }
}
