import Statistics
import Testing

@Suite struct NormalTests {
  /// scipy 1.17.1: norm.ppf.
  @Test(arguments: [
    (0.5, 0), (0.8, 0.8416212335729143), (0.975, 1.959963984540054),
    (0.001, -3.090232306167813), (1e-12, -7.034483825301131), (1e-300, -37.0470962993612),
  ])
  func `quantiles are scipy's`(p: Double, z: Double) {
    #expect(abs(Normal.quantile(p) - z) < (p < 1e-200 ? 1e-12 : 1e-13))
  }

  @Test(arguments: [-30, -8, -2.5, -0.3, 0, 0.1, 1, 4, 8])
  func `the quantile undoes the chance`(z: Double) {
    let back = Normal.quantile(Normal.cumulative(z))
    #expect(abs(back - z) < (z > 3 ? 1 : 1e-12))
    #expect(abs(Normal.cumulative(z) + Normal.upperTail(z) - 1) < 1e-15)
  }

  @Test func `the ends are infinite`() {
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(1) == .infinity)
  }
}
