import Foundation

/// Draws from a binomial distribution by inversion of a precomputed table.
///
/// A draw is a binary search. Values whose probability is below 10⁻¹⁸ of the mode's are left out.
public struct BinomialTable: Sendable {
  private let first: Int
  /// The cumulative probabilities of `first`, `first` + 1 and so on.
  private let running: [Double]

  /// The distribution of the number of events among n units, each with the same chance.
  ///
  /// - Parameters:
  ///   - units: n, at least 0.
  ///   - chance: Within 0 … 1.
  public init(units: Int, chance: Double) {
    precondition(units >= 0 && (0...1).contains(chance))
    guard chance > 0, chance < 1 else {
      first = chance > 0 ? units : 0
      running = [1]
      return
    }
    let odds = chance / (1 - chance)
    let mode = min(Int(Double(units + 1) * chance), units)
    let up = { (x: Int) in Double(units - x) / Double(x + 1) * odds }
    var below: [Double] = []
    var weight = 1.0
    for x in stride(from: mode, to: 0, by: -1) {
      weight /= up(x - 1)
      guard weight > 1e-18 else { break }
      below.append(weight)
    }
    var weights = Array(below.reversed()) + [1]
    weight = 1
    for x in mode..<units {
      weight *= up(x)
      guard weight > 1e-18 else { break }
      weights.append(weight)
    }
    first = mode - below.count
    let whole = weights.reduce(0, +)
    var sum = 0.0
    running = weights.map { weight in
      sum += weight / whole
      return sum
    }
  }

  /// Draws a number of events.
  public func draw(_ random: inout SeededRandom) -> Int {
    let place = random.unit()
    var (low, high) = (0, running.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if running[middle] > place { high = middle } else { low = middle + 1 }
    }
    return first + low
  }
}
