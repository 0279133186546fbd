import Foundation
import Testing

@testable import Statistics

@Suite struct MatchedComparisonTests {
  @Test func `one cell is the ratio with Katz's interval`() throws {
    let comparison = MatchedComparison(cells: [TwoByTwo([200, 40, 500, 50])])
    let deviation = (1 / 40.0 - 1 / 200.0 + 1 / 50.0 - 1 / 500.0).squareRoot()
    #expect(abs(try #require(comparison.ratio) - 2) < 1e-12)
    #expect(abs(try #require(comparison.lower) - 2 * exp(-1.959963984540054 * deviation)) < 1e-12)
    #expect(abs(try #require(comparison.upper) - 2 * exp(1.959963984540054 * deviation)) < 1e-12)
    #expect(comparison.hiddenFactor == comparison.lower)
    #expect(comparison.decision(worthwhile: 0.1, flatters: true) == .unproven)
  }

  @Test func `matching takes out what the cells explain`() throws {
    // Rates 40 % and 4 % in both groups alike; the reached are mostly of the first cell.
    let cells = [TwoByTwo([500, 200, 100, 40]), TwoByTwo([100, 4, 500, 20])]
    let comparison = MatchedComparison(cells: cells)
    #expect(abs(try #require(comparison.ratio) - 1) < 1e-12)
    #expect(comparison.hiddenFactor == 1)
    #expect(try #require(comparison.crudeUpper) > 3)
    let split = MatchedComparison(cells: cells + [TwoByTwo([7, 3, 0, 0]), .nothing])
    #expect(split.ratio == comparison.ratio && split.lower == comparison.lower)
  }

  @Test func `only a flattering comparison that stays small says too small, and none says effect`()
  {
    let small = MatchedComparison(cells: [TwoByTwo([20000, 2000, 20000, 2000])])
    #expect(small.decision(worthwhile: 0.1, flatters: true) == .tooSmall)
    #expect(small.decision(worthwhile: 0.1, flatters: false) == .unproven)
    let huge = MatchedComparison(cells: [TwoByTwo([20000, 9000, 20000, 2000])])
    #expect(huge.decision(worthwhile: 0.1, flatters: true) == .unproven)
  }

  @Test func `without events among the reached it did nothing`() {
    let none = MatchedComparison(cells: [TwoByTwo([50, 0, 50, 5])])
    #expect(none.ratio == nil && none.hiddenFactor == nil)
    #expect(none.decision(worthwhile: 0.1, flatters: false) == .tooSmall)
    let alone = MatchedComparison(cells: [TwoByTwo([50, 5, 50, 0])])
    #expect(alone.ratio == nil)
    #expect(alone.decision(worthwhile: 0.1, flatters: true) == .unproven)
  }
}
