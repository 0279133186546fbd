import Planning
import Testing

@Suite("Faulty SPIFs and examples")
struct FaultySpifsTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "a SPIF of nothing",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { spifs: [ {} ] } }

      """,
      says: """
        6:24 pay.rep.spifs[0].id: 'id' is missing in 'pay.rep.spifs[0]'
          write id: launch
        6:24 pay.rep.spifs[0].from: 'from' is missing in 'pay.rep.spifs[0]'
          write from: 2026-03-01
        6:24 pay.rep.spifs[0].to: 'to' is missing in 'pay.rep.spifs[0]'
          write to: 2026-03-31, the last day
        6:24 pay.rep.spifs[0].for: 'for' is missing in 'pay.rep.spifs[0]'
          write for: { product: pro }
        6:24 pay.rep.spifs[0]: one of 'amount', 'rate', 'tiers', 'pot' is missing
          write amount: 250
        """),
    FaultyPlan(
      "a SPIF that ends before it starts",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { spifs: [ { id: a, from: 2026-03-02, to: 2026-03-01, for: deals, amount: 1 } \
      ] } }

      """,
      says: """
        6:55 pay.rep.spifs[0].to: the last day 2026-03-01 is before the first (2026-03-02)
          write a day from 2026-03-02 on
        """),
    FaultyPlan(
      "a tiered SPIF that does not say how",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { spifs: [ { id: a, from: 2026-03-01, to: 2026-03-02, for: deals, tiers: [ { \
      amount: 1 } ] } ] } }

      """,
      says: """
        6:24 pay.rep.spifs[0].how: 'how' is missing in 'pay.rep.spifs[0]'
          write how: marginal, or how: whole; a SPIF with tiers must say it
        """),
    FaultyPlan(
      "a tiered SPIF with a multiplier and a share",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { spifs: [ { id: a, from: 2026-03-01, to: 2026-03-02, for: deals, how: whole, \
      tiers: [ { up-to: 10%, amount: 1 }, { multiplier: 1 } ] } ] } }

      """,
      says: """
        6:109 pay.rep.spifs[0].tiers[0].up-to: tiers by amount end at an amount
          write a number of units, like 10
        6:129 pay.rep.spifs[0].tiers[1].multiplier: a SPIF has no base rate to multiply
          write a rate or an amount
        """),
    FaultyPlan(
      "SPIFs for what is none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { spifs: [ { id: a, from: 2026-03-01, to: 2026-03-02, for: deal, amount: 1 }, \
      { id: a, from: 2026-03-01, to: 2026-03-02, for: { produkt: pro }, rate: 1% } ] } }

      """,
      says: """
        6:72 pay.rep.spifs[0].for: 'deal' isn't a valid value of 'for'
          did you mean 'deals'?
        6:141 pay.rep.spifs[1].for.produkt: unknown key 'produkt'
          did you mean 'product'?
        """),
    FaultyPlan(
      "a pot that is not shared out",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { spifs: [ { id: a, from: 2026-03-01, to: 2026-03-02, for: activations, per: \
      deal, pot: 1, ranks: [50%, 30%] } ] } }

      """,
      says: """
        6:90 pay.rep.spifs[0].per: this SPIF counts activations
          write per: activation
        6:111 pay.rep.spifs[0].ranks: the shares of 'ranks' add up to 80%
          change them so that they add up to 100%
        """),
    FaultyPlan(
      "one id for two SPIFs",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { spifs: [ { id: a, from: 2026-03-01, to: 2026-03-02, for: deals, amount: 1, \
      how: whole, ranks: [100%] }, { id: a, from: 2026-03-01, to: 2026-03-02, for: deals, \
      amount: 1, pot: 5 } ] } }

      """,
      says: """
        6:90 pay.rep.spifs[0].how: 'how' is for a SPIF with tiers
          write tiers, or take it out
        6:102 pay.rep.spifs[0].ranks: 'ranks' share a pot
          write pot: 10000, or take them out
        6:119 pay.rep.spifs[1]: 'amount' and 'pot' stand together
          keep one of them
        """),
    FaultyPlan(
      "an example of nothing",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { gate: 10%, rates: { tiers: [ { rate: 5% } ] }, examples: [ {} ] } }

      """,
      says: """
        6:74 pay.rep.examples[0].quota: 'quota' is missing in 'pay.rep.examples[0]'
          write quota: 10000; this plan pays by the share reached
        6:74 pay.rep.examples[0].credits: 'credits' is missing in 'pay.rep.examples[0]'
          write credits: [4000, 8000]
        6:74 pay.rep.examples[0]: the example does not say what it pays
          write pays: 5375.00
        """),
    FaultyPlan(
      "an example that miscounts",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { gate: 10%, rates: { tiers: [ { rate: 5% } ] }, examples: [ { quota: 1, \
      credits: [[1, 2], [3]], pays: [1], pays-each: [1, 2] } ] } }

      """,
      says: """
        6:116 pay.rep.examples[0].pays: 'pays' has 1 amounts and 'credits' has 2 pay periods
          write one amount for each pay period
        6:132 pay.rep.examples[0].pays-each: 'pays-each' has 2 amounts and there are 3 credits
          write one amount for each credit
        """),
    FaultyPlan(
      "an example that mixes shapes",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { gate: 10%, rates: { tiers: [ { rate: 5% } ] }, examples: [ { quota: 1, \
      credits: [[1, 2], 3], pays: [1, 0.005] } ] } }

      """,
      says: """
        6:104 pay.rep.examples[0].credits[1]: each of 'credits' must be a list, and this is a \
        single value
          write [a, b], or one line for each that starts with '- '
        6:118 pay.rep.examples[0].pays[1]: 0.005 has more digits than EUR has (2 after the point)
          write at most 2 digits after the point
        """),
  ]
}
