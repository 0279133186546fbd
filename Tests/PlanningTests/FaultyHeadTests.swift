import Planning
import Testing

@Suite("Faulty heads of plans")
struct FaultyHeadTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "nothing that must be there",
      """
      people: []

      """,
      says: """
        1:1 business: 'business' is missing
          write business: Northwind EMEA
        1:1 timezone: 'timezone' is missing
          write timezone: Europe/London
        1:1 currency: 'currency' is missing
          write currency: EUR
        1:1 number: 'number' is missing
          write number: { measure: revenue, period: month }
        1:1 activation: 'activation' is missing
          write activation: { money: 1.00 }
        """),
    FaultyPlan(
      "days that facts may not state, and no span",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      facts: { from: 1969-12-31, ahead: 101y, until: 2030-01-01 }

      """,
      says: """
        6:16 facts.from: 1969-12-31 is before 1970-01-01
          write a day from 1970-01-01 on
        6:35 facts.ahead: '101y' isn't a valid number of years ahead
          write a duration from 1d to 100y
        6:41 facts.until: unknown key 'until'
          write one of: from, ahead
        """),
    FaultyPlan(
      "misspelt keys that must be there",
      """
      busines: N
      timezone: UTC
      curency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        1:1 busines: unknown key 'busines'
          did you mean 'business'?
        3:1 curency: unknown key 'curency'
          did you mean 'currency'?
        """),
    FaultyPlan(
      "a key cut short",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      act: { money: 1 }

      """,
      says: """
        5:1 act: unknown key 'act'
          did you mean 'activation'?
        """),
    FaultyPlan(
      "a misspelt key",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      attribuiton: { model: first }

      """,
      says: """
        6:1 attribuiton: unknown key 'attribuiton'
          did you mean 'attribution'?
        """),
    FaultyPlan(
      "a key that is none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      colour: blue

      """,
      says: """
        6:1 colour: unknown key 'colour'
          write one of: business, timezone, currency, rates, number, calendar, facts, activation, \
        attribution, levers, people, pay, sources, deliver
        """),
    FaultyPlan(
      "a key without a value",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      people:

      """,
      says: """
        6:1 people: 'people' has nothing after it
          give it a value, indent what belongs to it by two more spaces, or take the line out
        """),
    FaultyPlan(
      "an empty business",
      """
      business: " "
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        1:11 business: 'business' is an empty text
          write something between the quotes
        """),
    FaultyPlan(
      "a business that is a list",
      """
      business: [a]
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        1:11 business: 'business' must be a single value, and is a list
          write one value after the colon
        """),
    FaultyPlan(
      "a zone nowhere",
      """
      business: Northwind
      timezone: Mars/Base
      currency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        2:11 timezone: 'Mars/Base' isn't a valid time zone
          write an IANA name like Europe/London or America/New_York
        """),
    FaultyPlan(
      "a zone misspelt",
      """
      business: Northwind
      timezone: Europe/Lodnon
      currency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        2:11 timezone: 'Europe/Lodnon' isn't a valid time zone
          did you mean 'Europe/London'?
        """),
    FaultyPlan(
      "a zone in another case",
      """
      business: Northwind
      timezone: europe/london
      currency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        2:11 timezone: 'europe/london' isn't a valid time zone
          did you mean 'Europe/London'?
        """),
    FaultyPlan(
      "a city alone",
      """
      business: Northwind
      timezone: new york
      currency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        2:11 timezone: 'new york' isn't a valid time zone
          did you mean 'America/New_York'?
        """),
    FaultyPlan(
      "a fixed offset",
      """
      business: Northwind
      timezone: GMT+5
      currency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        2:11 timezone: 'GMT+5' isn't a valid time zone
          a fixed offset has no summer time; write a place, like Europe/London, or UTC
        """),
    FaultyPlan(
      "an abbreviation",
      """
      business: Northwind
      timezone: EST
      currency: EUR
      number: {}
      activation: { money: 1 }

      """,
      says: """
        2:11 timezone: 'EST' isn't a valid time zone
          write an IANA name like Europe/London or America/New_York
        """),
    FaultyPlan(
      "a currency that is none",
      """
      business: Northwind
      timezone: UTC
      currency: ECU
      number: {}
      activation: { money: 1 }

      """,
      says: """
        3:11 currency: 'ECU' isn't a valid ISO 4217 currency
          write a code like EUR, USD or JPY
        """),
    FaultyPlan(
      "a currency in lower case",
      """
      business: Northwind
      timezone: UTC
      currency: eur
      number: {}
      activation: { money: 1 }

      """,
      says: """
        3:11 currency: 'eur' isn't a valid ISO 4217 currency
          did you mean 'EUR'?
        """),
    FaultyPlan(
      "a currency's name",
      """
      business: Northwind
      timezone: UTC
      currency: Euros
      number: {}
      activation: { money: 1 }

      """,
      says: """
        3:11 currency: 'Euros' isn't a valid ISO 4217 currency
          did you mean 'EUR'?
        """),
    FaultyPlan(
      "faulty rates",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      rates: { EUR: 1, USD: -1, GBP: abc, XXX: 1, JPY: { soon: 1, 2026-01: 1, 2026-01-01: 2, \
      2026-02-30: 1 } }

      """,
      says: """
        6:10 rates.EUR: EUR is the business's own currency
          take it out; its rate is 1
        6:23 rates.USD: the rate -1 is not above zero
          write what one unit is worth, like 0.92
        6:32 rates.GBP: 'abc' is not a number
          write digits with a point for decimals, like 1234.50
        6:37 rates.XXX: 'XXX' isn't a valid ISO 4217 currency
          write a code like EUR, USD or JPY
        6:52 rates.JPY.soon: 'soon' isn't a valid month or date
          write the month or day it holds from, like 2026-01
        6:73 rates.JPY.2026-01-01: there is a rate from 2026-01-01 already
          keep one of the two
        6:88 rates.JPY.2026-02-30: '2026-02-30' isn't a valid month or date
          write the month or day it holds from, like 2026-01
        """),
    FaultyPlan(
      "a rate too fine",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      rates: { USD: 0.1234567890123 }

      """,
      says: """
        6:15 rates.USD: 0.1234567890123 has more than 12 digits after the point
          write fewer digits
        """),
  ]
}
