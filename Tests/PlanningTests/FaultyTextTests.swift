import Planning
import Testing

@Suite("Texts that are no plan")
struct FaultyTextTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "an empty file",
      """

      """,
      says: """
        1:1 : the plan is empty
          start from the one that `fulcrum init` writes
        """),
    FaultyPlan(
      "nothing but comments",
      """
      # soon

      """,
      says: """
        1:1 : the plan is empty
          start from the one that `fulcrum init` writes
        """),
    FaultyPlan(
      "a list on top",
      """
      - business: Northwind

      """,
      says: """
        1:1 : the text must be keys with values, and is a list
          start with its keys, like those that `fulcrum init` writes
        """),
    FaultyPlan(
      "a text on top",
      """
      Northwind

      """,
      says: """
        1:1 : the text must be keys with values, and is a single value
          start with its keys, like those that `fulcrum init` writes
        """),
    FaultyPlan(
      "an empty mapping",
      """
      {}

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
      "a tab for indentation",
      """
      business: Northwind
      number:
      \tmeasure: revenue

      """,
      says: """
        3:1 : invalid YAML: found character that cannot start any token
          indent with spaces; YAML takes no tabs
        """),
    FaultyPlan(
      "a bracket left open",
      """
      business: Northwind
      calendar: { weekend: [saturday

      """,
      says: """
        3:1 : invalid YAML: did not find expected ',' or ']'
          check that brackets and quotes are closed and that keys of one part start in one column
        """),
    FaultyPlan(
      "a colon in a plain text",
      """
      business: Northwind: EMEA

      """,
      says: """
        1:20 : invalid YAML: mapping values are not allowed in this context
          put quotes around a text that has ': ' in it, and check the spaces at the line's start
        """),
    FaultyPlan(
      "a quote left open",
      """
      business: "Northwind
      timezone: UTC

      """,
      says: """
        3:1 : invalid YAML: found unexpected end of stream
          check that brackets and quotes are closed and that keys of one part start in one column
        """),
    FaultyPlan(
      "a key without a colon",
      """
      business: Northwind
      timezone UTC
      currency: EUR

      """,
      says: """
        3:1 : invalid YAML: could not find expected ':'
          check that brackets and quotes are closed and that keys of one part start in one column
        """),
    FaultyPlan(
      "keys that do not line up",
      """
      business: Northwind
       timezone: UTC

      """,
      says: """
        2:10 : invalid YAML: mapping values are not allowed in this context
          put quotes around a text that has ': ' in it, and check the spaces at the line's start
        """),
    FaultyPlan(
      "a text that starts with @",
      """
      business: @home

      """,
      says: """
        1:11 : invalid YAML: found character that cannot start any token
          put quotes around a text that starts with %, @ or a backquote; indent with spaces
        """),
    FaultyPlan(
      "a key twice",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      currency: USD

      """,
      says: """
        3:1 : 'currency' stands twice in the same place
          keep one of the two
        """),
    FaultyPlan(
      "a key twice further in",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      levers: { sales: { lead: sam, lead: mia } }

      """,
      says: """
        6:20 : 'lead' stands twice in the same place
          keep one of the two
        """),
    FaultyPlan(
      "an alias without an anchor",
      """
      business: *name

      """,
      says: """
        1:11 : invalid YAML: found undefined alias
          put quotes around a text that starts with '*'
        """),
    FaultyPlan(
      "two plans in one file",
      """
      business: Northwind
      ---
      business: Southwind

      """,
      says: """
        2:1 : invalid YAML: a second document starts here
          keep one plan in the file, without lines of '---' in between
        """),
    FaultyPlan(
      "a control character",
      """
      business: North\u{7}wind

      """,
      says: """
        1:16 : invalid YAML: control characters are not allowed
          save the file as plain UTF-8 text, without control characters
        """),
    FaultyPlan(
      "a merge key",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      rates: &r { USD: 1 }
      levers: { sales: { <<: *r } }

      """,
      says: """
        7:20 levers.sales.<<: '<<' does not merge keys here
          write the keys out
        """),
    FaultyPlan(
      "a key that is a list",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      [a, b]: 1

      """,
      says: """
        6:1 : a key must be a plain text
          write 'key: value'
        """),
    FaultyPlan(
      "keys that lost their indentation",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: 
      money: 1.00

      """,
      says: """
        5:1 activation: 'activation' has nothing after it
          give it a value, indent what belongs to it by two more spaces, or take the line out
        6:1 money: unknown key 'money'
          write one of: business, timezone, currency, rates, number, calendar, facts, activation, \
        attribution, levers, people, pay, sources, deliver
        """),
    FaultyPlan(
      "a key deep in brackets",
      """
      a: \
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[

      """,
      says: """
        1:5 : invalid YAML: brackets stand too deep in each other
          check that brackets and quotes are closed and that keys of one part start in one column
        """),
  ]
}
