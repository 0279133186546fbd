import Planning
import Testing

@Suite("Faulty rows")
struct FaultyRowsTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "a row without a kind",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { id: "{A}" } ]

      """,
      says: """
        9:13 sources.crm.rows[0].kind: 'kind' is missing in 'sources.crm.rows[0]'
          write kind: and one of: play, touch, holdout, money, time, deal, cost, score, work, \
        customer, note, retract
        """),
    FaultyPlan(
      "a kind misspelt",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: deals, id: "{A}", at: "{B}" } ]

      """,
      says: """
        9:21 sources.crm.rows[0].kind: 'deals' isn't a valid value of 'kind'
          did you mean 'deal'?
        """),
    FaultyPlan(
      "a row without what its kind needs",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: deal, amount: "{A}" }, { kind: cost, id: a, at: b, amount: c } ]

      """,
      says: """
        9:13 sources.crm.rows[0].id: 'id' is missing in 'sources.crm.rows[0]'
          write id: "{Column}"; a deal fact needs it
        9:13 sources.crm.rows[0].at: 'at' is missing in 'sources.crm.rows[0]'
          write at: "{Column}"; a deal fact needs it
        9:13 sources.crm.rows[0].deal: 'deal' is missing in 'sources.crm.rows[0]'
          write deal: "{Column}"; a deal fact needs it
        9:13 sources.crm.rows[0].stage: 'stage' is missing in 'sources.crm.rows[0]'
          write stage: "{Column}"; a deal fact needs it
        9:44 sources.crm.rows[1].lever: 'lever' is missing in 'sources.crm.rows[1]'
          write lever: or play:, whose cost it is
        """),
    FaultyPlan(
      "fields misspelt",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: money, id: a, at: b, amount: c, custommer: d, Deal: e, currencey: f, \
      plan: g, state: h, memebr: i, whne: j } ]

      """,
      says: """
        9:53 sources.crm.rows[0].custommer: 'custommer' isn't a field of a money fact
          did you mean 'customer'?
        9:67 sources.crm.rows[0].Deal: 'Deal' isn't a field of a money fact
          did you mean 'deal'?
        9:76 sources.crm.rows[0].currencey: 'currencey' isn't a field of a money fact
          did you mean 'currency'?
        9:109 sources.crm.rows[0].memebr: 'memebr' isn't a field of a money fact
          did you mean 'member'?
        9:120 sources.crm.rows[0].whne: 'whne' isn't a field of a money fact
          did you mean 'when'?
        """),
    FaultyPlan(
      "conditions that are none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          leave-out: [ { column: A }, { is: b }, { column: A, is: b, starts: c }, { column: A, \
      present: maybe }, { colum: A, is: b }, Total ]

      """,
      says: """
        9:18 sources.crm.leave-out[0]: one of 'is', 'is-not', 'starts', 'present' is missing
          write is: Won
        9:33 sources.crm.leave-out[1].column: 'column' is missing in 'sources.crm.leave-out[1]'
          write column: Stage
        9:44 sources.crm.leave-out[2]: 'is' and 'starts' stand together
          keep one of them
        9:99 sources.crm.leave-out[3].present: 'maybe' isn't a valid value of 'present'
          write true or false
        9:110 sources.crm.leave-out[4].colum: unknown key 'colum'
          did you mean 'column'?
        9:129 sources.crm.leave-out[5]: each of 'leave-out' must be keys with values, and this \
        is a single value
          write it as { key: value }
        """),
    FaultyPlan(
      "braces that are unsound",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: time, id: "{A", at: "A}", customer: "{}", seconds: "{@row}", note: \
      "{{A}}" } ]

      """,
      says: """
        9:31 sources.crm.rows[0].id: a '{' is not closed in '{A'
          write a column's name between them, like {Amount}, or {{ for a brace
        9:41 sources.crm.rows[0].at: a '}' has no '{' before it in 'A}'
          write {Amount} for a column, or }} for a brace
        9:57 sources.crm.rows[0].customer: '{}' names no column in '{}'
          write a column's name between them, like {Amount}, or {{ for a brace
        9:72 sources.crm.rows[0].seconds: a row has no '@row'
          write {@line}, {@file}, {@first} or {@currency:Cost}
        """),
    FaultyPlan(
      "columns that the file does not have",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          format: csv
          header: [Campaign, Cost]
          leave-out: { column: Campain, starts: Total }
          rows:
            - { kind: cost, id: "{@line}:{Campaing}", at: "{Day}", lever: sales, amount: { \
      column: cost, scale: 1 } }

      """,
      says: """
        10:26 sources.crm.leave-out.column: there is no column 'Campain'
          did you mean 'Campaign'?
        12:27 sources.crm.rows[0].id: there is no column 'Campaing'
          did you mean 'Campaign'?
        12:53 sources.crm.rows[0].at: there is no column 'Day'
          write one of: Campaign, Cost
        12:94 sources.crm.rows[0].amount.column: there is no column 'cost'
          did you mean 'Cost'?
        """),
    FaultyPlan(
      "keys of a field misspelt",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: cost, id: a, at: b, lever: sales, amount: { colum: A, scal: 1 } } ]

      """,
      says: """
        9:65 sources.crm.rows[0].amount.colum: unknown key 'colum'
          did you mean 'column'?
        9:75 sources.crm.rows[0].amount.scal: unknown key 'scal'
          did you mean 'scale'?
        """),
    FaultyPlan(
      "a field worked out in two ways",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: cost, id: a, at: b, lever: sales, amount: { column: A, template: B } } ]

      """,
      says: """
        9:63 sources.crm.rows[0].amount: 'column' and 'template' stand together
          keep one of them
        """),
    FaultyPlan(
      "a field worked out wrongly",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: cost, id: a, at: { later: "{A}" }, lever: sales, amount: { column: A, \
      scale: 0, else: b, days: 1, negate: si }, total: { sum: [] }, x: [] } ]

      """,
      says: """
        9:38 sources.crm.rows[0].at: 'later' does not say by how much
          write days: 30, or months: 1
        9:98 sources.crm.rows[0].amount.scale: a scale of zero leaves nothing
          write it like 0.01
        9:101 sources.crm.rows[0].amount.else: 'else' goes with a map
          write map: { … }, or take it out
        9:110 sources.crm.rows[0].amount.days: 'days' goes with 'later'
          write later: "{Start}"
        9:127 sources.crm.rows[0].amount.negate: 'si' isn't a valid value of 'negate'
          write true or false
        9:147 sources.crm.rows[0].total.sum: 'sum' is an empty list
          write at least one column, like "{Amount}"
        9:156 sources.crm.rows[0].x: 'x' is an empty list
          write at least one column, like "{Amount}"
        """),
    FaultyPlan(
      "words of fields misspelt",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: cost, id: a, at: b, lever: marketting, amount: c }, { kind: work, id: \
      a, at: b, work: c, type: { column: T, map: { Bug: dept, Story: revenue }, else: featuer }, \
      state: [ "{S}", ship ] } ]

      """,
      says: """
        9:48 sources.crm.rows[0].lever: 'marketting' isn't a valid lever of a cost fact
          did you mean 'marketing'?
        9:141 sources.crm.rows[1].type.map.Bug: 'dept' isn't a valid type of a work fact
          did you mean 'debt'?
        9:171 sources.crm.rows[1].type.else: 'featuer' isn't a valid type of a work fact
          write one of: revenue, experience, debt
        9:198 sources.crm.rows[1].state[1]: 'ship' isn't a valid state of a work fact
          did you mean 'shipped'?
        """),
    FaultyPlan(
      "a stage that no plan has",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: deal, id: a, at: b, deal: c, stage: { column: S, map: { Won: Won } } } ]

      """,
      says: """
        9:82 sources.crm.rows[0].stage.map.Won: 'Won' isn't a stage of this plan
          did you mean 'won'?
        """),
    FaultyPlan(
      "half a service period",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: money, id: a, at: b, amount: c, recurring: { from: "{A}" }, splits: \
      "{B}" } ]

      """,
      says: """
        9:64 sources.crm.rows[0].recurring.to: 'to' is missing in 'sources.crm.rows[0].recurring'
          write to: "{Column}"
        9:89 sources.crm.rows[0].splits: 'splits' must be keys with values, and is a single value
          write lines 'key: value' under it, two spaces further in
        """),
    FaultyPlan(
      "a field without a value",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          rows: [ { kind: money, id: a, at: b, amount: , deal: ~ } ]

      """,
      says: """
        9:42 sources.crm.rows[0].amount: 'amount' has nothing after it
          give it a value, indent what belongs to it by two more spaces, or take the line out
        9:52 sources.crm.rows[0].deal: 'deal' has nothing after it
          give it a value, indent what belongs to it by two more spaces, or take the line out
        """),
    FaultyPlan(
      "a stage that this plan does not have",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      levers: { sales: { stages: { proposal: 50% } } }
      sources: { crm: { preset: x, rows: [ { kind: deal, id: a, at: b, deal: c, stage: { column: \
      S, map: { P: propsal, W: won } } } ] } }

      """,
      says: """
        7:105 sources.crm.rows[0].stage.map.P: 'propsal' isn't a stage of this plan
          did you mean 'proposal'?
        """),
  ]
}
