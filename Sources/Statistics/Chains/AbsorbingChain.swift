/// A first-order Markov chain from a start state to success or failure, estimated from counts.
///
/// States are numbered: 0 is the start, 1 … `states` are the states whose effect is asked for,
/// `states` + 1 is success and `states` + 2 is failure. Success and failure are absorbing. The
/// probability of a step is its count over all counts that leave its state; a state without
/// outgoing steps fails.
///
/// Source: Anderl, Becker, von Wangenheim, Schumann, "Mapping the customer journey: lessons learned
/// from graph-based online attribution modeling", IJRM 33 (2016), section 3; Kemeny and Snell,
/// "Finite Markov Chains" (1960), chapter 3, for the fundamental matrix N = (I − Q)⁻¹.
public struct AbsorbingChain: Sendable {
  /// The number of states other than start, success and failure.
  public let states: Int

  /// The step probabilities among the states on a path from start to success, by row.
  let steps: SparseRows
  /// The probability of success in one step, by row.
  let success: [Double]
  /// The row of the start and each state; nil for states on no path from start to success.
  let row: [Int?]

  /// A chain from counted steps.
  ///
  /// - Parameters:
  ///   - states: P, at least 0.
  ///   - transitions: Counted steps; counts of repeated steps add up. `from` is within 0 … P, `to`
  ///     within 0 … P + 2, `count` at least 0.
  public init(states: Int, transitions: [(from: Int, to: Int, count: Int64)]) {
    self.init(states: states, transitions: transitions, largestDense: 400)
  }

  /// A chain that solves its systems by elimination up to `largestDense` states; at 400 iterative
  /// sweeps take as long.
  init(states: Int, transitions: [(from: Int, to: Int, count: Int64)], largestDense: Int) {
    precondition(
      transitions.allSatisfy {
        (0...states).contains($0.from) && (0...states + 2).contains($0.to) && $0.count >= 0
      }, "a transition names a state that is not there, or counts below zero")
    self.states = states
    let counted = transitions.filter { $0.count > 0 }
    var leaving = [Double](repeating: 0, count: states + 1)
    for step in counted { leaving[step.from] += Double(step.count) }
    let useful = Self.between(states, counted)
    var row = [Int?](repeating: nil, count: states + 1)
    var rows = 0
    for state in 0...states where useful[state] {
      row[state] = rows
      rows += 1
    }
    var success = [Double](repeating: 0, count: rows)
    var entries: [(row: Int, column: Int, value: Double)] = []
    for step in counted {
      guard let from = row[step.from] else { continue }
      let chance = Double(step.count) / leaving[step.from]
      if step.to == states + 1 {
        success[from] += chance
      } else if step.to <= states, let to = row[step.to] {
        entries.append((from, to, chance))
      }
    }
    self.row = row
    self.success = success
    steps = SparseRows(count: rows, entries, largestDense: largestDense)
  }

  /// The probability that the chain ends in success.
  public var conversion: Double {
    guard let start = row[0] else { return 0 }
    return steps.solve(success)[start]
  }

  /// The removal effect of each state, at index state − 1: the share of successes lost without it.
  ///
  /// Without a state, every step into it fails: 1 − conversion without / conversion. With N the
  /// fundamental matrix and h the probability of success from each state, the lost conversion is
  /// (N[start, p] / N[p, p]) · h[p]: the probability of ever reaching p, times that of success from
  /// there. One linear system thus answers all states, instead of one per removed state.
  ///
  /// - Complexity: O(P³) up to 400 states on a path to success; above that, P systems solved eight
  ///   at a time by Gauss–Seidel, each sweep O(transitions).
  public func removalEffects() -> [Double] {
    guard let start = row[0] else { return [Double](repeating: 0, count: states) }
    let visits = steps.visits(from: start)
    let chances = steps.solve(success)
    let returns = steps.inverseDiagonal()
    let conversion = chances[start]
    return (0..<states).map { state in
      guard let place = row[state + 1] else { return 0 }
      return visits[place] * chances[place] / (returns[place] * conversion)
    }
  }

  /// For the start and each state: true if it can be reached from the start and can reach success.
  private static func between(
    _ states: Int, _ counted: [(from: Int, to: Int, count: Int64)]
  ) -> [Bool] {
    var onward = [[Int]](repeating: [], count: states + 3)
    var backward = onward
    for step in counted {
      onward[step.from].append(step.to)
      backward[step.to].append(step.from)
    }
    let ahead = reached(from: 0, onward)
    let behind = reached(from: states + 1, backward)
    return (0...states).map { ahead[$0] && behind[$0] }
  }

  private static func reached(from first: Int, _ neighbours: [[Int]]) -> [Bool] {
    var seen = [Bool](repeating: false, count: neighbours.count)
    seen[first] = true
    var waiting = [first]
    while let state = waiting.popLast() {
      for next in neighbours[state] where !seen[next] {
        seen[next] = true
        waiting.append(next)
      }
    }
    return seen
  }
}
