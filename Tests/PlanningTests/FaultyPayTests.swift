import Planning
import Testing

@Suite("Faulty pay plans")
struct FaultyPayTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "a pay plan that pays nothing",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { credit: owner } }

      """,
      says: """
        6:13 pay.rep: the pay plan 'rep' pays nothing
          write rates, spifs or a draw
        """),
    FaultyPlan(
      "words misspelt",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { measure: booking, credit: teem, pays-on: payed, period: week, prorate: day, \
      draww: 1, draw: { amount: 1, recoverable: yes } } }

      """,
      says: """
        6:24 pay.rep.measure: 'booking' isn't a valid value of 'measure'
          did you mean 'bookings'?
        6:41 pay.rep.credit: 'teem' isn't a valid value of 'credit'
          did you mean 'team'?
        6:56 pay.rep.pays-on: 'payed' isn't a valid value of 'pays-on'
          write one of: booked, paid
        6:71 pay.rep.period: 'week' isn't a valid value of 'period'
          write one of: month, quarter, year
        6:86 pay.rep.prorate: 'day' isn't a valid value of 'prorate'
          did you mean 'days'?
        6:91 pay.rep.draww: unknown key 'draww'
          did you mean 'draw'?
        6:133 pay.rep.draw.recoverable: 'yes' isn't a valid value of 'recoverable'
          write true
        """),
    FaultyPlan(
      "amounts that are none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { target-pay: 0, ramp: [25, 150%], gate: 120%, rates: { tiers: [ { rate: 5 } ] \
      } } }

      """,
      says: """
        6:27 pay.rep.target-pay: 'target-pay' is zero
          write an amount above zero
        6:37 pay.rep.ramp[0]: the share 25 is more than the whole
          did you mean '25%'?
        6:41 pay.rep.ramp[1]: the share 150% is more than 100%
          write at most 100%
        6:54 pay.rep.gate: the share 120% is more than 100%
          write at most 100%
        6:86 pay.rep.rates.tiers[0].rate: the share 5 is more than the whole
          did you mean '5%'?
        """),
    FaultyPlan(
      "a pay plan that is a text",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: 5% }

      """,
      says: """
        6:13 pay.rep: 'rep' must be keys with values, and is a single value
          write lines 'key: value' under it, two spaces further in
        """),
    FaultyPlan(
      "tiers without brackets",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { tiers: { rate: 5% } }, spifs: { id: a }, examples: 5, ramp: 25% } }

      """,
      says: """
        6:31 pay.rep.rates.tiers: 'tiers' must be a list, and is keys with values
          write [a, b], or one line for each that starts with '- '
        6:54 pay.rep.spifs: 'spifs' must be a list, and is keys with values
          write [a, b], or one line for each that starts with '- '
        6:75 pay.rep.examples: 'examples' must be a list, and is a single value
          write [a, b], or one line for each that starts with '- '
        6:84 pay.rep.ramp: 'ramp' must be a list, and is a single value
          write [a, b], or one line for each that starts with '- '
        """),
    FaultyPlan(
      "no tiers",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { how: marginal, tiers: [] } } }

      """,
      says: """
        6:46 pay.rep.rates.tiers: 'tiers' is an empty list
          write at least one tier
        """),
    FaultyPlan(
      "tiers missing",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { how: marginal } } }

      """,
      says: """
        6:22 pay.rep.rates.tiers: 'tiers' is missing in 'pay.rep.rates'
          write tiers: [ { up-to: 100%, rate: 5% }, { rate: 8% } ]
        """),
    FaultyPlan(
      "a tier that carries nothing, and one that carries two",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { tiers: [ { up-to: 10 }, { rate: 5%, multiplier: 1 } ] } } }

      """,
      says: """
        6:33 pay.rep.rates.tiers[0]: one of 'rate', 'multiplier', 'amount' is missing
          write rate: 5%
        6:48 pay.rep.rates.tiers[1]: 'rate' and 'multiplier' stand together
          keep one of them
        """),
    FaultyPlan(
      "tiers that do not rise",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { tiers: [ { up-to: 10, rate: 5% }, { up-to: 10, rate: 6% }, { up-to: \
      5, rate: 7% } ] } } }

      """,
      says: """
        6:67 pay.rep.rates.tiers[1].up-to: tiers must rise, and this one ends no later than the \
        one before
          put the tiers in order, each up-to above the last
        6:92 pay.rep.rates.tiers[2].up-to: tiers must rise, and this one ends no later than the \
        one before
          put the tiers in order, each up-to above the last
        """),
    FaultyPlan(
      "an open tier before the last",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { tiers: [ { rate: 5% }, { rate: 6% } ] } } }

      """,
      says: """
        6:33 pay.rep.rates.tiers[0].up-to: 'up-to' is missing in 'pay.rep.rates.tiers[0]'
          write where the tier ends; only the last may go on for ever
        """),
    FaultyPlan(
      "attainment tiers that end at amounts",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { by: attainment, tiers: [ { up-to: 5000, rate: 5% } ] } } }

      """,
      says: """
        6:58 pay.rep.rates.tiers[0].up-to: tiers by attainment end at a share of quota
          write it like 100%, or by: amount
        """),
    FaultyPlan(
      "amount tiers that end at shares",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { by: amount, tiers: [ { up-to: 50%, rate: 5% } ] } } }

      """,
      says: """
        6:54 pay.rep.rates.tiers[0].up-to: tiers by amount end at an amount
          write it like 5000, or by: attainment
        """),
    FaultyPlan(
      "a tier that ends at zero",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { tiers: [ { up-to: 0, rate: 5% }, { up-to: 1.005, rate: 5%, \
      year-gate: maybe } ] } } }

      """,
      says: """
        6:42 pay.rep.rates.tiers[0].up-to: a tier ends at zero
          write where it ends, above zero
        6:66 pay.rep.rates.tiers[1].up-to: 1.005 has more digits than EUR has (2 after the point)
          write at most 2 digits after the point
        6:94 pay.rep.rates.tiers[1].year-gate: 'maybe' isn't a valid value of 'year-gate'
          write true or false
        """),
    FaultyPlan(
      "interpolated tiers with rates and without an end",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { how: interpolated, tiers: [ { up-to: 10, rate: 5% }, { amount: 5 } \
      ] } } }

      """,
      says: """
        6:65 pay.rep.rates.tiers[0].rate: interpolated tiers carry amounts
          write amount: the whole tier's pay
        6:77 pay.rep.rates.tiers[1].up-to: 'up-to' is missing in 'pay.rep.rates.tiers[1]'
          write where the tier ends; interpolated pay needs an end to reach
        """),
    FaultyPlan(
      "amounts in a marginal table",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { how: marginal, tiers: [ { amount: 5 } ] } } }

      """,
      says: """
        6:50 pay.rep.rates.tiers[0].amount: only interpolated tiers carry an amount
          write how: interpolated, or a rate
        """),
    FaultyPlan(
      "a multiplier without target pay",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { cap: { payout: 200% }, rates: { tiers: [ { multiplier: 1 } ] } } }

      """,
      says: """
        6:20 pay.rep.cap: a cap in per cent is of target pay, and 'target-pay' is missing
          write target-pay: 5000, or a cap of money
        6:45 pay.rep.rates: a multiplier is of target pay / quota, and 'target-pay' is missing
          write target-pay: 5000, or tiers with a rate
        """),
    FaultyPlan(
      "a cap of two kinds",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { cap: { payout: 1, per-deal: 5 }, draw: { amount: 5 } } }

      """,
      says: """
        6:20 pay.rep.cap: 'payout' and 'per-deal' stand together
          keep one of them
        6:54 pay.rep.draw.recoverable: 'recoverable' is missing in 'pay.rep.draw'
          write recoverable: true for a loan, or false for a guarantee
        """),
    FaultyPlan(
      "a cap of none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { cap: {}, draw: { amount: 5.005, recoverable: perhaps } } }

      """,
      says: """
        6:20 pay.rep.cap: one of 'payout', 'per-deal' is missing
          write payout: 250%
        6:40 pay.rep.draw.amount: 5.005 has more digits than EUR has (2 after the point)
          write at most 2 digits after the point
        6:60 pay.rep.draw.recoverable: 'perhaps' isn't a valid value of 'recoverable'
          write true or false
        """),
    FaultyPlan(
      "a faulty clawback",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { draw: { amount: 1, recoverable: true }, clawback: { when: [refunds], share: \
      120% } } }

      """,
      says: """
        6:65 pay.rep.clawback.within: 'within' is missing in 'pay.rep.clawback'
          write within: 90d
        6:74 pay.rep.clawback.when[0]: 'refunds' isn't a valid value of 'when'
          did you mean 'refund'?
        6:91 pay.rep.clawback.share: the share 120% is more than 100%
          write at most 100%
        """),
    FaultyPlan(
      "a clawback of no event",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { draw: { amount: 1, recoverable: true }, clawback: { when: [], within: 90d } \
      } }

      """,
      says: """
        6:73 pay.rep.clawback.when: 'when' is an empty list
          write [refund, lapse], or take the line out
        """),
  ]
}
