import Testing

@testable import Statistics

/// Golden values by mpmath 1.4.1 at 50 digits.
@Suite struct GammaDistributionTests {
  @Test(arguments: [
    (0.01, 1.0e-8, 0.83651025468523335, 0.16348974531476665),
    (0.01, 0.5, 0.99437324380603282, 0.0056267561939671841),
    (0.5, 0.20000000000000001, 0.47291074313446193, 0.52708925686553807),
    (0.5, 9.0, 0.99997790950300141, 2.2090496998585441e-5),
    (1.0, 1.0, 0.63212055882855768, 0.36787944117144232),
    (3.7000000000000002, 0.01, 2.5596233842917164e-9, 0.99999999744037662),
    (3.7000000000000002, 4.2000000000000002, 0.66331474069910948, 0.33668525930089052),
    (3.7000000000000002, 30.0, 0.99999999976083947, 2.3916053483180657e-10),
    (50.0, 20.0, 1.2458926079719379e-8, 0.99999998754107392),
    (50.0, 50.5, 0.54680777672363146, 0.45319222327636854),
    (50.0, 51.5, 0.60144670397344745, 0.39855329602655255),
    (50.0, 140.0, 1.0, 5.7484037433517468e-19),
    (2000.0, 1900.0, 0.011695820381150113, 0.98830417961884989),
    (2000.0, 2150.0, 0.99948306724613974, 0.00051693275386026209),
    (500000.0, 499000.0, 0.078580291987144946, 0.92141970801285505),
    (500000.0, 501000.0, 0.92128133861387037, 0.078718661386129633),
    (2000000.0, 1998000.0, 0.07861497950951029, 0.92138502049048971),
    (2000000.0, 2000100.0, 0.52827931557562288, 0.47172068442437712),
    (4000000000.0, 4000090000.0, 0.92263475527721766, 0.077365244722782339),
  ])
  func `tails are right in every range`(shape: Double, x: Double, lower: Double, upper: Double) {
    let tails = incompleteGamma(shape, x)
    #expect(abs(tails.lower - lower) < 1e-13)
    #expect(abs(tails.upper - upper) < 1e-13)
    let smaller = min(lower, upper)
    #expect(abs(min(tails.lower, tails.upper) / smaller - 1) < 1e-11)
  }

  @Test(arguments: [
    (0.05, 0.3, 2.0378971887326644e-11), (0.3, 0.001, 6.9726990967833447e-11),
    (0.9, 0.999, 6.6388768279406946), (2.5, 0.1, 0.80515399348116152),
    (2.5, 0.5, 2.1757300955477637), (2.5, 0.9, 4.6181784498905595),
    (18.84, 0.1, 13.535228510404881), (18.84, 0.2, 15.124298215368079),
    (18.84, 0.9, 24.572532144517069), (18.84, 1e-06, 4.8082449091056568),
    (700, 0.1, 666.31465979993983), (700, 0.999999, 833.03707609276501),
    (100000.0, 0.8, 100266.04631293981),
  ])
  func `quantiles are right to twelve digits`(shape: Double, p: Double, quantile: Double) {
    let found = GammaDistribution(shape: shape, scale: 1).quantile(p)
    #expect(abs(found / quantile - 1) < 1e-12)
  }

  @Test(
    arguments: [0.003, 0.4, 1, 7.5, 300, 4e5, 3e7], [1e-9, 0.03, 0.2, 0.5, 0.51, 0.9, 1 - 1e-9])
  func `the quantile undoes the chance`(shape: Double, p: Double) {
    let gamma = GammaDistribution(shape: shape, scale: 250)
    let amount = gamma.quantile(p)
    if amount > 1e-280 { #expect(abs(gamma.cumulative(amount) - p) < 1e-12) }
    #expect(abs(gamma.cumulative(amount) + gamma.upperTail(amount) - 1) < 1e-15)
  }

  @Test func `the ends are 0 and infinity`() {
    let gamma = GammaDistribution(shape: 2, scale: 3)
    #expect(gamma.quantile(0) == 0 && gamma.quantile(1) == .infinity)
    #expect(gamma.cumulative(0) == 0 && gamma.upperTail(-1) == 1)
    #expect(abs(gamma.upperTail(6) - 3 * 0.1353352832366127) < 1e-15)
    #expect(GammaDistribution(shape: 0.001, scale: 1).quantile(0.1) == 0)
  }
}
