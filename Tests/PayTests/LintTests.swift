import Facts
import Pay
import Planning
import Testing

@Suite struct LintTests {
  @Test(arguments: FaultyPay.all)
  func `each planted fault is found at its place`(faulty: FaultyPay) throws {
    let found = try lint(faulty.pay, person: faulty.person, model: faulty.model)
    #expect(
      found.contains { $0.kind == faulty.kind && $0.path == "pay.rep.\(faulty.place)" },
      "\(found.map { "\($0.kind) \($0.path)" })")
    #expect(!found.contains { $0.stake?.minor == 0 })
  }

  @Test(arguments: soundPay)
  func `a sound plan is passed in silence`(pay: String) throws {
    let found = try lint(pay)
    #expect(found.isEmpty, "\(found.map(\.sentence))")
  }

  @Test func `a finding says what is at stake`() throws {
    let found = try lint(
      """
      cap: { payout: 900 }, rates: { how: whole, tiers: [ { up-to: 5000, rate: 8% }, { rate: \
      5% } ] }
      """)
    let jump = found.first { $0.kind == .jump }
    #expect(jump?.stake?.decimal == "150.00")
    #expect(
      jump?.sentence
        == """
        At 5,000.00 pay of 400.00 falls to 250.00 for 0.01 more of credit. More sold, less \
        earned.
        """)
  }

  @Test func `a table that misses target pay at the whole quota says by how much`() throws {
    let found = try lint(
      "target-pay: 2500, cap: { payout: 9000 }, rates: { tiers: [ { rate: 20% } ] }")
    #expect(
      found.map(\.sentence)
        == ["At 100% of quota the table pays 2,000.00; target pay says 2,500.00."])
    #expect(found.first?.stake?.decimal == "500.00")
  }

  @Test func `a finding's place is that of the text`() {
    let yaml = """
      business: x
      pay:
        rep:
          rates:
            tiers:
              - { up-to: 5, rate: 1% }
              - { rate: 2% }
      """
    let places = PlanPlaces(yaml)
    #expect(places.place(of: "pay.rep.rates.tiers[1]") == (7, 11))
    #expect(places.place(of: "pay.rep.rates.tiers[0].up-to") == (6, 20))
    #expect(places.place(of: "pay.rep.cap.payout") == (4, 5))
  }
}
