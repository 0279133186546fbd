import Testing

@testable import Statistics

@Suite struct BinomialTableTests {
  @Test(arguments: [(40, 0.3), (1000, 0.004), (18000, 0.2), (5, 0.9)])
  func `draws have the mean and variance they should`(units: Int, chance: Double) {
    let table = BinomialTable(units: units, chance: chance)
    var random = SeededRandom(seed: 3)
    let draws = (0..<20000).map { _ in Double(table.draw(&random)) }
    let mean = draws.reduce(0, +) / 20000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20000
    let expected = Double(units) * chance
    let spread = expected * (1 - chance)
    #expect(abs(mean - expected) < 4 * (spread / 20000).squareRoot())
    #expect(abs(variance / spread - 1) < 0.06)
    #expect(draws.allSatisfy { $0 >= 0 && $0 <= Double(units) })
  }

  @Test func `certain events are certain`() {
    var random = SeededRandom(seed: 3)
    #expect(BinomialTable(units: 7, chance: 0).draw(&random) == 0)
    #expect(BinomialTable(units: 7, chance: 1).draw(&random) == 7)
    #expect(BinomialTable(units: 0, chance: 0.5).draw(&random) == 0)
  }
}
