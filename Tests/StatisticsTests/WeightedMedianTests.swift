import Statistics
import Testing

@Suite struct WeightedMedianTests {
  @Test func `equal weights give the ordinary median`() {
    #expect(weightedMedian([(3, 1), (1, 1), (2, 1)]) == 2)
    #expect(weightedMedian([(4, 1), (1, 1), (2, 1), (3, 1)]) == 2.5)
    #expect(weightedMedian([(7, 1)]) == 7)
  }

  @Test func `a heavy value pulls but does not decide alone`() throws {
    // Midpoints of 0.2, 0.4, 0.6 with weights 1, 1/2, 1/4 lie at 0.5, 1.25 and 1.625; half is 0.875.
    let median = try #require(weightedMedian([(0.2, 1), (0.4, 0.5), (0.6, 0.25)]))
    #expect(abs(median - 0.3) < 1e-12)
  }

  @Test func `no values have no median`() {
    #expect(weightedMedian([]) == nil)
    #expect(weightedMedian([(1, 0)]) == nil)
  }
}
