import Planning
import Testing

@Suite("Faulty levers and deliveries")
struct FaultyLeversTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "a fourth lever",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      levers: { finance: { lead: joe }, sale: { lead: sam } }

      """,
      says: """
        6:11 levers.finance: unknown key 'finance'
          write one of: product, sales, marketing
        6:35 levers.sale: unknown key 'sale'
          did you mean 'sales'?
        """),
    FaultyPlan(
      "what only one lever has",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      levers: { sales: { rolling: 90d, effort: { debt: 100% } }, marketing: { stages: { a: 1% } \
      } }

      """,
      says: """
        6:20 levers.sales.rolling: only product has 'rolling'
          take it out of sales
        6:34 levers.sales.effort: only product has 'effort'
          take it out of sales
        6:73 levers.marketing.stages: only sales has 'stages'
          move them to sales, or take them out
        """),
    FaultyPlan(
      "faulty stages",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      levers: { sales: { stages: { won: 100%, a: 20, b: 120%, c: -1%, d: maybe } } }

      """,
      says: """
        6:30 levers.sales.stages.won: every plan has the stage 'won'
          take it out, or name it otherwise
        6:44 levers.sales.stages.a: the share 20 is more than the whole
          did you mean '20%'?
        6:51 levers.sales.stages.b: the share 120% is more than 100%
          write at most 100%
        6:60 levers.sales.stages.c: the share -1% is below zero
          write it like 25% or 0.25
        6:68 levers.sales.stages.d: 'maybe' isn't a valid share
          write it like 25% or 0.25
        """),
    FaultyPlan(
      "effort that does not add up",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      levers: { product: { effort: { revenue: 50%, debt: 20% } } }

      """,
      says: """
        6:30 levers.product.effort: the shares of 'effort' add up to 70%
          change them so that they add up to 100%
        """),
    FaultyPlan(
      "a delivery without a time, to nobody",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      deliver: { flash: { days: busines } }

      """,
      says: """
        6:19 deliver.flash.at: 'at' is missing in 'deliver.flash'
          write at: "07:30"
        6:19 deliver.flash: 'flash' goes to nobody
          write mail: [gm@example.com], or slack
        6:27 deliver.flash.days: 'busines' isn't a valid value of 'days'
          did you mean 'business'?
        """),
    FaultyPlan(
      "a faulty delivery",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      deliver: { flahs: { at: "07:30" }, flash: { at: "7.30", mail: [gm, a b@c.d], slack: \
      https://hooks.slack.com/T0/B0/secret } }

      """,
      says: """
        6:12 deliver.flahs: unknown key 'flahs'
          did you mean 'flash'?
        6:49 deliver.flash.at: '7.30' isn't a valid time of day
          write hours and minutes, like "07:30"
        6:64 deliver.flash.mail[0]: 'gm' isn't a valid email address
          write one like gm@example.com
        6:68 deliver.flash.mail[1]: 'a b@c.d' isn't a valid email address
          write one like gm@example.com
        6:85 deliver.flash.slack: a chat's address is a secret and must not stand in a plan
          put it into an environment variable and write its name here, like FULCRUM_SLACK_URL
        """),
    FaultyPlan(
      "a delivery at 24:00 to a variable in lower case",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      deliver: { clock: { at: "24:00", slack: slack_url } }

      """,
      says: """
        6:25 deliver.clock.at: '24:00' isn't a valid time of day
          write hours and minutes, like "07:30"
        6:41 deliver.clock.slack: 'slack' must be the name of an environment variable
          write capitals, digits and _, like FULCRUM_SLACK_URL
        """),
    FaultyPlan(
      "lists that are empty",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      deliver: { flash: { at: "07:30", mail: [] } }
      pay: { rep: { draw: { amount: 1, recoverable: true }, clawback: { when: [], within: 1d } } }
      sources: { s: { preset: x, header: [], header-has: [], dates: [], leave-out: { column: a, \
      is: [] } } }

      """,
      says: """
        6:40 deliver.flash.mail: 'mail' is an empty list
          write [gm@example.com], or take the line out
        7:73 pay.rep.clawback.when: 'when' is an empty list
          write [refund, lapse], or take the line out
        8:36 sources.s.header: 'header' is an empty list
          write [A, B], or take the line out
        8:52 sources.s.header-has: 'header-has' is an empty list
          write [A, B], or take the line out
        8:63 sources.s.dates: 'dates' is an empty list
          write yyyyMMdd, or take the line out
        8:95 sources.s.leave-out.is: 'is' is an empty list
          write [Won], or take the line out
        """),
  ]
}
