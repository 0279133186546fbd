import Testing

@testable import Statistics

@Suite struct AbsorbingChainTests {
  /// Paths among six states: how many ended in success and how many did not.
  private static let paths: [(states: [Int], success: Int64, failure: Int64)] = [
    ([1, 2, 1], 30, 70), ([2], 20, 100), ([1, 3, 2, 4], 12, 9), ([3, 3, 4], 5, 40), ([4, 1], 8, 2),
    ([2, 4, 3, 1], 7, 13), ([5, 1, 5], 3, 0), ([6], 0, 11), ([3, 6, 4], 4, 6),
  ]

  private static func steps(
    _ paths: [(states: [Int], success: Int64, failure: Int64)], states: Int
  ) -> [(from: Int, to: Int, count: Int64)] {
    paths.flatMap { path -> [(from: Int, to: Int, count: Int64)] in
      let way = [0] + path.states
      let among = zip(way, way.dropFirst()).map { ($0, $1, path.success + path.failure) }
      let last = way[way.count - 1]
      return among + [(last, states + 1, path.success), (last, states + 2, path.failure)]
    }
  }

  /// Leaves each state out in turn and solves anew, by plain iteration.
  private func byLeavingOut(_ steps: [(from: Int, to: Int, count: Int64)], states: Int) -> [Double]
  {
    func conversion(without: Int?) -> Double {
      var leaving = [Double](repeating: 0, count: states + 1)
      for step in steps { leaving[step.from] += Double(step.count) }
      var chance = [Double](repeating: 0, count: states + 3)
      for _ in 0..<1000 {
        var next = [Double](repeating: 0, count: states + 3)
        next[states + 1] = 1
        for step in steps where step.to != without && step.count > 0 {
          next[step.from] += Double(step.count) / leaving[step.from] * chance[step.to]
        }
        chance = next
      }
      return chance[0]
    }
    let whole = conversion(without: nil)
    return (1...states).map { whole > 0 ? 1 - conversion(without: $0) / whole : 0 }
  }

  @Test func `removal effects are those of ChannelAttribution 2_2_5's transition matrix`() {
    // The matrix of ChannelAttribution 2.2.5 (PyPI) for these paths, each channel left out in turn,
    // solved by numpy 1.26.4. The package itself simulates and agrees to its three figures.
    let golden = [
      0.6814943116696344, 0.5622531711489007, 0.23619207799962239, 0.28636532894458344,
      0.04343465309038674, 0.030484834618533907,
    ]
    let chain = AbsorbingChain(states: 6, transitions: Self.steps(Self.paths, states: 6))
    #expect(abs(chain.conversion - 0.26176470588235295) < 1e-14)
    for (effect, expected) in zip(chain.removalEffects(), golden) {
      #expect(abs(effect - expected) < 1e-13)
    }
  }

  @Test(arguments: [3, 12, 30])
  func `one solve gives what leaving each state out in turn gives`(states: Int) {
    let steps = randomSteps(states: states, leaving: 4, seed: UInt64(states))
    let effects = AbsorbingChain(states: states, transitions: steps).removalEffects()
    for (effect, expected) in zip(effects, byLeavingOut(steps, states: states)) {
      #expect(abs(effect - expected) < 1e-10)
    }
  }

  @Test func `sweeps give what elimination gives`() {
    // Few ends, so that a chain takes some 20 steps and sweeps come in slowly.
    let steps = randomSteps(states: 21, leaving: 3, seed: 5, failures: 0...2)
    let swept = AbsorbingChain(states: 21, transitions: steps, largestDense: 0)
    let eliminated = AbsorbingChain(states: 21, transitions: steps)
    #expect(abs(swept.conversion - eliminated.conversion) < 1e-13)
    for (one, other) in zip(swept.removalEffects(), eliminated.removalEffects()) {
      #expect(abs(one - other) < 1e-13)
    }
  }

  @Test func `a state on every way to success loses all, one beside every way nothing`() {
    let chain = AbsorbingChain(
      states: 3, transitions: [(0, 1, 5), (1, 4, 2), (1, 2, 3), (2, 5, 3), (3, 4, 1)])
    #expect(chain.removalEffects() == [1, 0, 0])
    #expect(chain.conversion == 0.4)
  }

  @Test func `a chain without success or without steps has no effects`() {
    #expect(
      AbsorbingChain(states: 2, transitions: [(0, 1, 5), (1, 4, 5)]).removalEffects() == [0, 0])
    #expect(AbsorbingChain(states: 0, transitions: []).removalEffects() == [])
    #expect(AbsorbingChain(states: 1, transitions: []).conversion == 0)
  }

  @Test func `steps that stay in place change nothing`() {
    let steps: [(from: Int, to: Int, count: Int64)] = [
      (0, 1, 4), (0, 2, 6), (1, 3, 1), (1, 4, 3), (2, 3, 2), (2, 1, 2), (2, 4, 2),
    ]
    let plain = AbsorbingChain(states: 2, transitions: steps).removalEffects()
    let staying = AbsorbingChain(states: 2, transitions: steps + [(1, 1, 9)]).removalEffects()
    for (one, other) in zip(plain, staying) { #expect(abs(one - other) < 1e-15) }
  }

  private func randomSteps(
    states: Int, leaving: Int, seed: UInt64, failures: ClosedRange<Int64> = 5...60
  ) -> [(from: Int, to: Int, count: Int64)] {
    var random = SeededRandom(seed: seed)
    return (0...states).flatMap { from in
      (0..<leaving).map { _ in
        (from, Int.random(in: 1...states, using: &random), Int64.random(in: 1...20, using: &random))
      } + [
        (from, states + 1, Int64.random(in: 0...2, using: &random)),
        (from, states + 2, Int64.random(in: failures, using: &random)),
      ]
    }
  }
}
