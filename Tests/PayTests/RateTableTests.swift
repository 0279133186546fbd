import Facts
@testable import Pay
import Planning
import Testing

@Suite struct RateTableTests {
  private static let tiers = [
    tier("10000", rate: "0.01"), tier("50000", rate: "0.02"), tier("100000", rate: "0.03"),
    tier(nil, rate: "0.04"),
  ]

  @Test(arguments: [
    ("5000", "50", "50"), ("15000", "300", "200"), ("60000", "1800", "1200"),
    ("120000", "4800", "3200"), ("-500", "-5", "-5"), ("0", "0", "0"),
  ])
  func `the tier reached prices everything, or each slice its own`(
    credit: String, whole: String, marginal: String
  ) throws {
    #expect(try pays(plan(RateTable(how: .whole, tiers: Self.tiers)), [[credit]]) == [whole])
    #expect(try pays(plan(RateTable(tiers: Self.tiers)), [[credit]]) == [marginal])
  }

  @Test func `each credit stands alone, or climbs on those before it`() throws {
    let tiers = [
      tier("1000", rate: "0.01"), tier("3000", rate: "0.02"), tier("8000", rate: "0.03"),
      tier("20000", rate: "0.05"),
    ]
    let credits = ["200", "300", "1500", "1200", "2000", "4500"]
    let each = plan(RateTable(accumulate: .each, tiers: tiers))
    #expect(try paysEach(each, credits) == ["2", "3", "20", "14", "30", "95"])
    let period = plan(RateTable(tiers: tiers))
    #expect(
      try paysEach(period, credits) == ["2", "3", "25", "26", "60", "169"])
  }

  @Test(arguments: [("lower", "300"), ("upper", "600")])
  func `a figure on a bound belongs to the tier that the plan says`(
    bound: String, pay: String
  ) throws {
    let bound = RateTable.Bound(rawValue: bound) ?? .lower
    let tiers = [tier("10000", rate: "0.03"), tier(nil, rate: "0.06")]
    #expect(
      try pays(plan(RateTable(how: .whole, bound: bound, tiers: tiers)), [["10000"]]) == [pay])
    #expect(
      try pays(plan(RateTable(how: .marginal, bound: bound, tiers: tiers)), [["10000"]])
        == ["300"])
  }

  @Test func `interpolated tiers pay in full when finished and in part until then`() throws {
    let tiers = [
      Tier(upTo: d("0.5"), pays: .amount(d("1000"))), Tier(upTo: d("1"), pays: .amount(d("4000"))),
    ]
    let plan = plan(RateTable(how: .interpolated, by: .attainment, tiers: tiers))
    #expect(try pays(plan, quota: "10000", [["2500"]]) == ["500"])
    #expect(try pays(plan, quota: "10000", [["7500"]]) == ["3000"])
    #expect(try pays(plan, quota: "10000", [["12000"]]) == ["5000"])
  }

  @Test func `multipliers are of target pay over quota`() throws {
    let tiers = [tier("1", times: "1"), tier("1.25", times: "1.25"), tier("1.5", times: "1.5")]
    let plan = plan(RateTable(by: .attainment, tiers: tiers)) { $0.targetPay = d("5000") }
    // Base rate one half.
    #expect(try pays(plan, quota: "10000", [["14000"]]) == ["7687.50"])
  }

  @Test func `a year gate opens where the year's credit passes the year's quota`() throws {
    let tiers = [tier("1", rate: "0.1"), tier(nil, rate: "0.2", yearGate: true)]
    let gated = plan(RateTable(by: .attainment, tiers: tiers)) { $0.period = .quarter }
    // Quota 100 a quarter, 400 a year: the second quarter passes the year's quota at 150 of its own.
    #expect(
      try pays(gated, quota: "100", [["250"], ["250"], ["120"]]) == ["25", "35", "14"])
    let whole = plan(RateTable(how: .whole, by: .attainment, tiers: tiers)) { $0.period = .year }
    #expect(try pays(whole, quota: "100", [["100"]]) == ["10"])
    #expect(try pays(whole, quota: "100", [["100.01"]]) == ["20"])
  }

  @Test func `a closed year gate leaves an interpolated tier without pay`() throws {
    let tiers = [
      Tier(upTo: d("100"), pays: .amount(d("10"))),
      Tier(upTo: d("200"), pays: .amount(d("50")), yearGate: true),
    ]
    let plan = plan(RateTable(how: .interpolated, tiers: tiers)) { $0.period = .quarter }
    #expect(try pays(plan, quota: "50", [["150"]]) == ["10"])
    #expect(try pays(plan, quota: "25", [["150"]]) == ["35"])
  }

  @Test func `below the gate nothing is paid, and at it everything`() throws {
    let plan = plan(RateTable(tiers: [tier(nil, rate: "0.1")])) { $0.gate = d("0.4") }
    #expect(try pays(plan, quota: "1000", [["399.99"]]) == ["0"])
    #expect(try pays(plan, quota: "1000", [["400"]]) == ["40"])
  }

  @Test func `a cap limits the payout, or each deal`() throws {
    let table = RateTable(tiers: [tier(nil, rate: "0.1")])
    let payout = plan(table) { $0.cap = .amount(d("250.55")) }
    #expect(try pays(payout, [["2000"], ["3000"]]) == ["200", "250.55"])
    let share = plan(table) {
      $0.cap = .share(d("2.5"))
      $0.targetPay = d("100")
    }
    #expect(try pays(share, [["3000"]]) == ["250"])
    let deal = plan(table) { $0.cap = .perDeal(d("50")) }
    #expect(try paysEach(deal, ["100", "900", "-900"]) == ["10", "50", "-50"])
  }

  @Test func `a draw makes up to its amount, and a loan is paid back first`() throws {
    let table = RateTable(tiers: [tier(nil, rate: "1")])
    let loan = plan(table) { $0.draw = .init(amount: d("2000"), recoverable: true) }
    #expect(
      try pays(loan, [["2750"], ["500"], ["2900"], ["2900"]])
        == ["2750", "2000", "2000", "2300"])
    let gift = plan(table) { $0.draw = .init(amount: d("2000"), recoverable: false) }
    #expect(try pays(gift, [["1500"], ["2900"]]) == ["2000", "2900"])
  }

  @Test func `the payout is rounded once and its lines add up to it`() throws {
    let plan = plan(RateTable(tiers: [tier(nil, rate: "0.005")]))
    #expect(
      try paysEach(plan, ["0.99", "0.99", "0.99"]) == ["0.01", "0", "0"])
    #expect(try pays(plan, [["0.99", "0.99", "0.99"]]) == ["0.01"])
    #expect(try pays(plan, [["1"], ["-1"]]) == ["0.01", "-0.01"])
  }
}
