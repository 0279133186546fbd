import Facts
import Planning
import Ruling
import Testing

@testable import Pay

/// Pay accrued by day.
@Suite struct AccrualTests {
  private static let text = """
    business: Test
    timezone: UTC
    currency: EUR
    number:
      measure: revenue
      basis: payments
      targets: {}
    activation:
      money: 1
    people:
      - {id: a, pay: ae, quota: {2026-01: 1000, 2026-02: 2000, 2026-03: 1000}}
      - {id: b, pay: ae, from: 2026-02-10, quota: {2026-02: 1000, 2026-03: 1000}}
      - {id: c, pay: plain, quota: {2026-01: 1000, 2026-02: 1000, 2026-03: 1000}}
    pay:
      ae:
        target-pay: 500
        rates:
          by: attainment
          tiers: [{up-to: "100%", multiplier: 1}, {multiplier: 2}]
        draw: {amount: 200, recoverable: true}
        clawback: {within: 60d, when: [refund]}
      plain:
        period: quarter
        target-pay: 900
        rates: {by: attainment, tiers: [{multiplier: 1}]}
    """

  @Test("each day's is what a look from that day adds, worked out anew", arguments: UInt64(1)...10)
  func days(seed: UInt64) throws {
    let plan = try Plan.read(Self.text)
    let first = try #require(CalendarDay("2026-01-01"))
    let last = first.advanced(by: 85)
    var chance = Chance(state: seed)
    var facts = PayFacts()
    for number in 1...60 {
      let day = first.advanced(by: chance.below(85))
      let deal = chance.below(30)
      var fact = PayFact(
        number: Int64(number),
        at: plan.zone.start(of: day).milliseconds + Int64(chance.below(86_400_000)), day: day,
        kind: .deal)
      fact.deal = facts.deal("d\(deal)")
      fact.member = facts.member(["a", "b", "c"][deal % 3])
      fact.customer = Int64(1 + deal)
      fact.hasAmount = true
      fact.amount = Int64(1_000 + chance.below(60_000))
      fact.stage = chance.below(4) == 0 ? .lost : .won
      if chance.below(5) == 0 {
        fact.kind = .money
        fact.stage = .open
        fact.amount = -Int64(500 + chance.below(2_000))
      }
      facts.append(fact, id: "f\(number)", refers: nil)
    }
    facts.finish()
    let run = PayRun(plan: plan, facts: facts, day: last)
    var before: [MemberID: (period: String, payout: Int128)] = [:]
    for accrued in try run.accrual(of: first...last) {
      let people = try run.asOf(accrued.day).pay { _ in false }
      #expect(accrued.total == people.reduce(0) { $0 + $1.payout }, "\(accrued.day), seed \(seed)")
      var now: [MemberID: (period: String, payout: Int128)] = [:]
      for pay in people {
        now[pay.member] = (pay.period.label, pay.payout)
        let known = before[pay.member]
        let was = known?.period == pay.period.label ? known?.payout ?? 0 : 0
        #expect(accrued.byMember[pay.member] == pay.payout - was, "\(accrued.day), seed \(seed)")
      }
      #expect(accrued.amount == accrued.byMember.values.reduce(0, +))
      before = now
    }
  }
}
