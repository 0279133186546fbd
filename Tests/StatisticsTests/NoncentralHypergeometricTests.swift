import Testing

@testable import Statistics

@Suite struct NoncentralHypergeometricTests {
  @Test func `chances are those of scipy 1_17_1's nchypergeom_fisher`() {
    // nchypergeom_fisher(140, 80, 60, 1.7): pmf(33), pmf(40), mean, var.
    let count = NoncentralHypergeometric(events: 60, treated: 80, control: 60, odds: 1.7)
    #expect(abs(count.chances[33 - count.first] - 0.019226653070343706) < 1e-14)
    #expect(abs(count.chances[40 - count.first] - 0.1267675315716865) < 1e-14)
    #expect(abs(count.mean - 38.71916092189456) < 1e-11)
    #expect(abs(count.variance - 8.19843380570508) < 1e-11)
  }

  @Test(arguments: [0.2, 1, 3.5])
  func `chances follow from counting`(odds: Double) {
    for (events, treated, control) in [(3, 5, 4), (9, 5, 4), (0, 5, 4), (6, 7, 1), (4, 0, 6)] {
      let count = NoncentralHypergeometric(
        events: events, treated: treated, control: control, odds: odds)
      let values = max(0, events - control)...min(events, treated)
      let weights = values.map { x in
        ways(treated, x) * ways(control, events - x)
          * (0..<x).reduce(1.0) { product, _ in product * odds }
      }
      let total = weights.reduce(0, +)
      #expect(count.first == values.lowerBound)
      #expect(count.chances.count == weights.count)
      for (chance, weight) in zip(count.chances, weights) {
        #expect(abs(chance - weight / total) < 1e-15)
      }
    }
  }

  private func ways(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }
}
