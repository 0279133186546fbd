import Facts
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    ("12.50", "EUR", 1250), ("-3", "EUR", -300), ("0.01", "EUR", 1), ("1e3", "EUR", 100_000),
    ("700", "JPY", 700), ("1.234", "KWD", 1234), (".5", "USD", 50), ("+7.10", "GBP", 710),
    ("12.5000", "EUR", 1250), ("90000000000000.00", "EUR", 9_000_000_000_000_000),
  ])
  func `amounts are read exactly in minor units`(text: String, code: String, minor: Int64) throws {
    let currency = try #require(Currency(code))
    #expect(try Money(text, currency).minor == minor)
  }

  @Test(arguments: [
    ("12.345", "EUR", "12.345 has more digits than EUR has (2 after the point)"),
    ("1.5", "JPY", "1.5 has more digits than JPY has (0 after the point)"),
    ("NaN", "EUR", "'NaN' is not a number"),
    ("1,000", "EUR", "'1,000' is not a number"),
    ("", "EUR", "'' is not a number"),
    ("90000000000000.01", "EUR", "90000000000000.01 is past ±9×10^15 minor units"),
    ("99999999999999999999", "EUR", "'99999999999999999999' is not a number"),
    ("1e-9223372036854775808", "EUR", "'1e-9223372036854775808' is not a number"),
    ("1e400", "EUR", "'1e400' is not a number"),
  ])
  func `amounts that are none say why`(text: String, code: String, problem: String) throws {
    let currency = try #require(Currency(code))
    #expect {
      try Money(text, currency)
    } throws: {
      ($0 as? AmountProblem)?.problem == problem
    }
  }

  @Test func `an amount is written with all digits of its currency`() throws {
    let euro = try #require(Currency("eur"))
    let yen = try #require(Currency("JPY"))
    #expect(Money(minor: -5, euro).description == "-0.05 EUR")
    #expect(Money(minor: 123_456, euro).decimal == "1234.56")
    #expect(Money(minor: -700, yen).description == "-700 JPY")
  }

  @Test func `codes that ISO 4217 does not list are no currencies`() {
    #expect(Currency("XXX") == nil)
    #expect(Currency("EU") == nil)
    #expect(Currency("E€R") == nil)
    #expect(Currency.codes.count > 150)
  }
}
