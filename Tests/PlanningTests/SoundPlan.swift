/// A plan that says everything there is to say, soundly.
let soundPlan = """
  business: Northwind EMEA
  timezone: Europe/London
  currency: EUR
  rates: { USD: { 2026-01: 0.92, 2026-02-15: 0.93 }, GBP: 1.17, JPY: 0.0061 }
  number:
    measure: profit
    basis: bookings
    period: month
    year-starts: january
    targets: { 2026-10: 250000, 2026-11: 260000.50 }
  calendar: { weekend: [friday, saturday], holidays: [2026-12-25, 2027-01-01] }
  facts: { from: 2015-01-01, ahead: 20y }
  activation: { money: 1.00, time: 30m, within: 14d, lapse: 8w }
  attribution: { model: markov, lookback: 45d }
  levers:
    product:   { lead: priya, rolling: 90d, effort: { revenue: 50%, experience: 30%, debt: 20% } }
    marketing: { lead: mia }
    sales:     { lead: sam, stages: { qualified: 20%, proposal: 50%, verbal: 0.8 } }
  people:
    - { id: sam, name: Sam Okoro, lever: sales }
    - id: ana
      name: Ana Silva
      lever: sales
      manager: sam
      from: 2025-03-01
      to: 2027-03-01
      quota: { 2026-10: 40000 }
      pay: account-executive
    - { id: bo, manager: ana, quota: { yearly: 120000 }, pay: flat }
  pay:
    account-executive:
      measure: bookings
      credit: split
      pays-on: paid
      period: quarter
      target-pay: 5000
      prorate: none
      ramp: [25%, 50%, 75%]
      rates:
        how: marginal
        by: attainment
        accumulate: each
        bound: upper
        tiers:
          - { up-to: 50%, multiplier: 0.5 }
          - { up-to: 100%, multiplier: 1 }
          - { multiplier: 1.5, year-gate: true }
      gate: 40%
      cap: { payout: 250% }
      draw: { amount: 2000, recoverable: true }
      clawback: { when: [refund, lapse], within: 90d, share: 80%, quota: true }
      spifs:
        - { id: launch, from: 2026-03-01, to: 2026-03-31, for: { product: pro }, per: deal, amount: 250 }
        - { id: race, from: 2026-03-01, to: 2026-03-31, for: activations, pot: 10000, ranks: [50%, 30%, 20%] }
        - id: volume
          from: 2026-04-01
          to: 2026-04-30
          for: { play: spring }
          how: whole
          tiers: [ { up-to: 10, amount: 5 }, { amount: 8 } ]
        - { id: each, from: 2026-05-01, to: 2026-05-31, for: deals, rate: 1.5% }
      examples:
        - { quota: 10000, credits: [4000, 8000], pays: 5375.00 }
        - { quota: 10000, credits: [4000, 8000], pays-each: [200.00, 800.00] }
        - { quota: 2000, credits: [[2750], [3000, -20], [1500]], pays: [2750, 3000, 2000] }
    flat:
      rates: { tiers: [ { up-to: 5000, rate: 10% }, { rate: 12% } ] }
      cap: { per-deal: 5000 }
    manager:
      credit: team
      rates: { how: interpolated, tiers: [ { up-to: 5000, amount: 100 }, { up-to: 9000, amount: 250.25 } ] }
      cap: { payout: 900 }
  sources:
    crm:
      format: csv                         # csv tsv ndjson fixed
      rows:                               # one row may give several facts
        - kind: deal
          id: "{Opportunity_ID}:{Deal_Stage}"
          deal: "{Opportunity_ID}"
          customer: "{Account}"
          member: "{Sales_Agent}"
          stage: { column: Deal_Stage, map: { Won: won, Lost: lost, In_Progress: open } }
          amount: "{Close_Value}"
          at: [ "{Close_Date}", "{Created_On}" ]     # the first that is there
    charges: { preset: stripe-charges, zone: UTC }
    ads:
      about: Daily cost of campaigns
      format: csv
      delimiter: tab
      skip: 2
      header-has: [Campaign, Cost]
      leave-out: [ { column: Campaign, starts: Total }, { column: Cost, present: false } ]
      nothing: ["--", "N/A"]
      decimal: ","
      dates: [yyyyMMdd, "M/d/yy H:mm a"]
      zone: America/New_York
      rows:
        - kind: cost
          when: { column: Kind, is-not: [test, ""] }
          id: "{@file}:{@line}"
          at: "{Day}"
          lever: marketing
          amount: { column: Cost, scale: 0.000001, negate: true }
          total: { sum: [ "{A}", "{B}" ] }
          campaign: "{{{Campaign}}}"
    pos:
      format: fixed
      columns: [ { name: customer, from: 2, width: 5 }, { name: paid, from: 8, width: 9 }, { name: day, from: 18, width: 8 } ]
      rows:
        - kind: money
          when: [ { column: paid, is: ["1", "2"] } ]
          id: { template: "{day}:{@line}", map: { a: b }, else: c }
          at: { first: [ "{day}" ] }
          amount: "{paid}"
          recurring: { from: "{day}", to: { later: "{day}", months: 1, days: -1 } }
          splits: { "{customer}": "0.5", bo: 0.5 }
  deliver:
    flash: { at: "07:30", days: business, mail: [gm@example.com], slack: FULCRUM_SLACK_URL }
    clock: { at: 6:05, days: every, mail: gm@example.com }

  """

/// The least that a plan must say.
let leastPlan = """
  business: Northwind
  timezone: UTC
  currency: EUR
  number: {}
  activation: { money: 1 }

  """
