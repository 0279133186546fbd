import Testing

@testable import Statistics

@Suite struct GaussianWalkTests {
  @Test func `O'Brien and Fleming's spending gives the bounds in the literature`() throws {
    // Five equal looks, 2.5 %: 4.877, 3.357, 2.680, 2.290, 2.031 (Jennison and Turnbull 2000, and R's
    // gsDesign; more digits from an independent recursion with 12 × 128 points).
    let golden = [
      4.876884948790767, 3.357011921304337, 2.6802800642488833, 2.2898167677090653,
      2.0310320435806704,
    ]
    var boundary = GaussianBoundary()
    for look in 1...5 {
      let share = Double(look) / 5
      let allowance = 2 * Normal.upperTail(Normal.quantile(1 - 0.0125) / share.squareRoot())
      let bound = boundary.next(information: share, allowance: allowance)
      #expect(abs(try #require(bound) - golden[look - 1]) < 1e-7)
    }
  }

  @Test func `two looks are the bivariate normal's`() {
    // P(Z1 < 1, Z2 > 1.5) with correlation √½, drift 0.7 a unit: scipy 1.17.1, multivariate_normal.
    var walk = GaussianWalk(drift: 0.7)
    #expect(abs(walk.chanceAbove(1, at: 1) - Normal.upperTail(0.3)) < 1e-15)
    walk.advance(to: 1, below: 1)
    #expect(abs(walk.chanceAbove(1.5, at: 2) - 0.08002932502821804) < 1e-8)
    #expect(
      abs(walk.chanceAbove(1.5, at: 2) + walk.chanceBelow(1.5, at: 2) - Normal.cumulative(0.3))
        < 1e-8)
  }

  @Test func `a look without anything new keeps its bound`() throws {
    var boundary = GaussianBoundary()
    let none = boundary.next(information: 0, allowance: 0.01)
    let first = boundary.next(information: 5, allowance: 0.01)
    let same = boundary.next(information: 5, allowance: 0.02)
    let next = boundary.next(information: 6, allowance: 0.02)
    #expect(none == nil)
    #expect(same == first)
    #expect(try #require(next) < (try #require(first)))
  }
}
