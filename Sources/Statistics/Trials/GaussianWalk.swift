import Foundation

/// The distribution of a running normal sum that has not crossed its boundaries yet.
///
/// The density of the walks still inside is kept on a grid and carried from look to look by
/// numerical integration. The scale is z = sum / √information; with drift θ the sum's mean is θ ·
/// information.
///
/// Source: Armitage, McPherson and Rowe, "Repeated significance tests on accumulating data", JRSS A
/// 132 (1969), on the grid of Jennison and Turnbull, "Group Sequential Methods" (2000), section
/// 19.2.
struct GaussianWalk: Sendable {
  /// θ, the sum's mean per unit of information.
  let drift: Double
  /// r of Jennison and Turnbull: 6r − 1 nodes, with midpoints between them.
  let fineness: Int
  private var information = 0.0
  /// The nodes on the z scale, in increasing order, and the probability mass of each.
  private var nodes: [Double] = [0]
  private var chances: [Double] = [1]

  /// The number of standard deviations beyond which a step's density is taken as zero.
  private static let reach = 8.5

  init(drift: Double = 0, fineness: Int = 48) {
    self.drift = drift
    self.fineness = fineness
  }

  /// The probability of first exceeding `bound` at the look with information `next`.
  func chanceAbove(_ bound: Double, at next: Double) -> Double {
    let step = Step(from: information, to: next, drift: drift)
    let place = bound * step.after
    return nodes.indices.reduce(0) { sum, node in
      let distance = (place - nodes[node] * step.before - step.shift) / step.deviation
      return distance < 38 ? sum + chances[node] * Normal.upperTail(distance) : sum
    }
  }

  /// The probability of first falling below `bound` at the look with information `next`.
  func chanceBelow(_ bound: Double, at next: Double) -> Double {
    let step = Step(from: information, to: next, drift: drift)
    let place = bound * step.after
    return nodes.indices.reduce(0) { sum, node in
      let distance = (place - nodes[node] * step.before - step.shift) / step.deviation
      return distance > -38 ? sum + chances[node] * Normal.cumulative(distance) : sum
    }
  }

  /// The bound whose first crossing at the next look has a given probability.
  func bound(spending chance: Double, at next: Double, near guess: Double) -> Double {
    let excess = { (bound: Double) in chance - self.chanceAbove(bound, at: next) }
    var (low, high) = (guess - 0.25, guess + 0.25)
    if !(excess(low) < 0) { low = -10 }
    if !(excess(high) > 0) { high = 40 }
    return root(from: low, to: high, tolerance: 1e-11, excess)
  }

  /// Advances to the next look and removes the walks above `upper` or below `lower`.
  mutating func advance(to next: Double, below upper: Double, above lower: Double = -.infinity) {
    let step = Step(from: information, to: next, drift: drift)
    let (places, weights) = grid(from: lower, to: upper, around: drift * step.after)
    let scale = step.after / step.deviation / (2 * Double.pi).squareRoot()
    var first = 0
    var carried = [Double](repeating: 0, count: places.count)
    for (index, place) in places.enumerated() {
      let target = place * step.after - step.shift
      while first < nodes.count,
        target - nodes[first] * step.before > Self.reach * step.deviation
      {
        first += 1
      }
      var sum = 0.0
      for node in first..<nodes.count {
        let distance = (target - nodes[node] * step.before) / step.deviation
        if distance < -Self.reach { break }
        sum += chances[node] * exp(-0.5 * distance * distance)
      }
      carried[index] = weights[index] * scale * sum
    }
    nodes = places
    chances = carried
    information = next
  }

  /// Simpson's nodes and weights between two bounds.
  private func grid(
    from lower: Double, to upper: Double, around centre: Double
  ) -> ([Double], [Double]) {
    var corners = lower > centre - 12 ? [lower] : []
    for index in 1..<6 * fineness {
      let place = centre + corner(index)
      if place > lower && place < upper { corners.append(place) }
    }
    if upper < centre + 12 { corners.append(upper) }
    guard corners.count > 1 else { return ([], []) }
    var places: [Double] = []
    var weights = [Double](repeating: 0, count: 2 * corners.count - 1)
    for index in corners.indices {
      places.append(corners[index])
      guard index + 1 < corners.count else { break }
      let width = corners[index + 1] - corners[index]
      places.append(corners[index] + width / 2)
      weights[2 * index] += width / 6
      weights[2 * index + 1] += 4 * width / 6
      weights[2 * index + 2] += width / 6
    }
    return (places, weights)
  }

  private func corner(_ index: Int) -> Double {
    let r = Double(fineness)
    let i = Double(index)
    if index < fineness { return -3 - 4 * log(r / i) }
    if index <= 5 * fineness { return -3 + 3 * (i - r) / (2 * r) }
    return 3 + 4 * log(r / (6 * r - i))
  }
}

/// The step from one look to the next, in units of the sum.
private struct Step {
  let before: Double
  let after: Double
  let deviation: Double
  let shift: Double

  init(from information: Double, to next: Double, drift: Double) {
    before = information.squareRoot()
    after = next.squareRoot()
    deviation = (next - information).squareRoot()
    shift = drift * (next - information)
  }
}

/// Upper bounds on the z scale that spend alpha over looks, computed one after another.
struct GaussianBoundary: Sendable {
  private var walk: GaussianWalk
  private var information = 0.0
  private var spent = 0.0
  private var last: Double?

  /// Smaller increments of alpha set no bound; they remain for later looks.
  private static let leastSpent = 1e-13

  init(fineness: Int = 48) { walk = GaussianWalk(fineness: fineness) }

  /// The bound of the next look.
  ///
  /// The previous bound if no information was added; nil if no alpha can be spent.
  mutating func next(information next: Double, allowance: Double) -> Double? {
    guard next > 0, next - information > 1e-15 * next else { return last }
    var bound: Double?
    if allowance - spent >= Self.leastSpent {
      bound = walk.bound(spending: allowance - spent, at: next, near: last ?? 3)
      spent = allowance
    }
    walk.advance(to: next, below: bound ?? .infinity)
    information = next
    last = bound
    return bound
  }
}
