import Facts
import Surfaces
import Testing

@Suite struct FiguresTests {
  private let euro = Currency("EUR")

  @Test(arguments: [
    (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456_789, "1,234,567.89"), (-100_000, "-1,000.00"),
    (99_999, "999.99"),
  ])
  func `amounts are grouped by thousands`(minor: Int, text: String) throws {
    #expect(Figures.amount(Money(minor: minor, try #require(euro))) == text)
  }

  @Test func `changes carry their sign, and whole amounts are rounded`() throws {
    let euro = try #require(euro)
    #expect(Figures.change(Money(minor: 1200, euro)) == "+12.00")
    #expect(Figures.change(Money(minor: -300, euro)) == "-3.00")
    #expect(Figures.change(Money(minor: 0, euro)) == "0.00")
    #expect(Figures.whole(Money(minor: 123_450, euro)) == "1,235")
    #expect(Figures.whole(Money(minor: -50, euro)) == "-1")
  }

  @Test(arguments: [(0.421, "42.1%"), (1.0, "100.0%"), (-0.0005, "-0.1%"), (.infinity, "–")])
  func `shares are written with one decimal`(share: Double, text: String) {
    #expect(Figures.percent(share) == text)
  }

  @Test func `one row, two rows`() {
    #expect(Figures.plural(1, "row") == "1 row")
    #expect(Figures.plural(1200, "row") == "1,200 rows")
  }
}
