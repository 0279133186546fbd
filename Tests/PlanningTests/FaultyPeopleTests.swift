import Planning
import Testing

@Suite("Faulty people")
struct FaultyPeopleTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "people who are texts",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ana, [bo], ~]

      """,
      says: """
        6:10 people[0]: each of 'people' must be keys with values, and this is a single value
          write it as { key: value }
        6:15 people[1]: each of 'people' must be keys with values, and this is a list
          write it as { key: value }
        6:21 people[2]: an item of 'people' is empty
          give it a value, indent what belongs to it by two more spaces, or take the line out
        """),
    FaultyPlan(
      "people by name",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: { ana: { quota: 1 } }

      """,
      says: """
        6:9 people: 'people' must be a list, and is keys with values
          write [a, b], or one line for each that starts with '- '
        """),
    FaultyPlan(
      "someone without an id",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { name: Ana } ]

      """,
      says: """
        6:11 people[0].id: 'id' is missing in 'people[0]'
          write id: ana
        """),
    FaultyPlan(
      "one id twice",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { id: ana }, { id: ana } ]

      """,
      says: """
        6:30 people[1].id: there is another 'ana'
          give each person an id of their own
        """),
    FaultyPlan(
      "an id too long",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { id: \
      aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
      aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa } ]

      """,
      says: """
        6:17 people[0].id: the id 'aaaaaaaaaaaaaaaaaaaa…' is longer than 128 bytes
          write a shorter one
        """),
    FaultyPlan(
      "a manager who is nobody",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { id: sam }, { id: ana, manager: sma }, { id: bo, manager: zoe } ]

      """,
      says: """
        6:44 people[1].manager: nobody here is called 'sma'
          did you mean 'sam'?
        6:70 people[2].manager: nobody here is called 'zoe'
          add 'zoe' to people, or as a lever's lead
        """),
    FaultyPlan(
      "managers in a circle",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { id: ana, manager: bo }, { id: bo, manager: cy }, { id: cy, manager: ana }, { \
      id: di, manager: ana } ]

      """,
      says: """
        6:31 people[0].manager: the managers run in a circle: ana → bo → cy → ana
          take one of these managers out
        """),
    FaultyPlan(
      "someone who is their own manager",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { id: ana, manager: ana } ]

      """,
      says: """
        6:31 people[0].manager: the managers run in a circle: ana → ana
          take one of these managers out
        """),
    FaultyPlan(
      "a last day before the first",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { id: ana, from: 2026-05-01, to: 2026-04-30 } ]

      """,
      says: """
        6:44 people[0].to: the last day 2026-04-30 is before the first (2026-05-01)
          write a day from 2026-05-01 on
        """),
    FaultyPlan(
      "days that are none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { id: ana, from: 2026-02-29, to: 1/2/2026 } ]

      """,
      says: """
        6:28 people[0].from: '2026-02-29' isn't a valid date
          write year-month-day, like 2026-11-24
        6:44 people[0].to: '1/2/2026' isn't a valid date
          write year-month-day, like 2026-11-24
        """),
    FaultyPlan(
      "a faulty person",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people: [ { id: ana, levr: sales, lever: sale, quota: { 2026-10: -1, 2026-Q1: 1 }, name: \
      [a] } ]

      """,
      says: """
        6:22 people[0].levr: unknown key 'levr'
          did you mean 'lever'?
        6:42 people[0].lever: 'sale' isn't a valid value of 'lever'
          did you mean 'sales'?
        6:66 people[0].quota.2026-10: '2026-10' is below zero (-1)
          write an amount of zero or more
        6:70 people[0].quota.2026-Q1: '2026-Q1' isn't a period of this plan
          this plan's periods are months; write 2026-01
        6:90 people[0].name: 'name' must be a single value, and is a list
          write one value after the colon
        """),
    FaultyPlan(
      "a pay plan that is none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { rates: { tiers: [ { rate: 5% } ] } } }
      people: [ { id: ana, pay: reps }, { id: bo, pay: manager } ]

      """,
      says: """
        7:27 people[0].pay: there is no pay plan 'reps'
          did you mean 'rep'?
        7:50 people[1].pay: there is no pay plan 'manager'
          add it under 'pay', or take this out
        """),
    FaultyPlan(
      "attainment without a quota",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      pay: { rep: { gate: 50%, rates: { tiers: [ { rate: 5% } ] } } }
      people: [ { id: ana, pay: rep }, { id: bo, pay: rep, quota: { 2026-10: 0 } }, { id: cy, \
      pay: rep, quota: { yearly: 0 } } ]

      """,
      says: """
        7:27 people[0].pay: the pay plan 'rep' pays by the share of quota reached, and 'ana' has \
        no quota
          write a quota, or another pay plan
        7:61 people[1].quota: the pay plan 'rep' pays by the share of quota reached, and this \
        quota has a zero
          write a quota above zero
        7:106 people[2].quota: the pay plan 'rep' pays by the share of quota reached, and this \
        quota has a zero
          write a quota above zero
        """),
  ]
}
