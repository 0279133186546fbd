import Planning
import Testing

@Suite("Faulty sources")
struct FaultySourcesTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "a source of nothing",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          about: nothing

      """,
      says: """
        8:5 sources.crm.format: 'format' is missing in 'sources.crm'
          write format: csv, or preset: and the name of one that `fulcrum sources` lists
        8:5 sources.crm.rows: 'rows' is missing in 'sources.crm'
          write rows: [ { kind: money, id: "{…}", at: "{…}", … } ]
        """),
    FaultyPlan(
      "words misspelt",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          format: cvs
          delimitr: ";"
          rows: []

      """,
      says: """
        8:13 sources.crm.format: 'cvs' isn't a valid value of 'format'
          did you mean 'csv'?
        9:5 sources.crm.delimitr: unknown key 'delimitr'
          did you mean 'delimiter'?
        10:11 sources.crm.rows: 'rows' is an empty list
          write what each row gives
        """),
    FaultyPlan(
      "a faulty layout",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          format: csv
          delimiter: ";;"
          skip: -1
          header-has: []
          columns: [ { name: a, from: 0, widht: 5 } ]
          decimal: ";"
          zone: Mars/Base
          rows: [ { kind: time, id: a, at: b, customer: c, seconds: d } ]

      """,
      says: """
        9:16 sources.crm.delimiter: ';;' isn't a valid delimiter
          write one character in quotes, like ";", or tab
        10:11 sources.crm.skip: '-1' isn't a whole number from 0 to 10000
          write one, like 1
        11:17 sources.crm.header-has: 'header-has' is an empty list
          write [A, B], or take the line out
        12:5 sources.crm.columns: only fixed files have 'columns'
          write format: fixed, or take them out
        12:33 sources.crm.columns[0].from: '0' isn't a whole number from 1 to 100000
          write one, like 1
        12:36 sources.crm.columns[0].widht: unknown key 'widht'
          did you mean 'width'?
        13:14 sources.crm.decimal: ';' isn't a valid decimal mark
          write "." or ","
        14:11 sources.crm.zone: 'Mars/Base' isn't a valid time zone
          write an IANA name like Europe/London or America/New_York
        """),
    FaultyPlan(
      "a fixed file without columns",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          format: fixed
          header: [a]
          delimiter: ","
          rows: [ { kind: time, id: a, at: b, customer: c, seconds: d } ]

      """,
      says: """
        8:5 sources.crm.columns: 'columns' is missing in 'sources.crm'
          write columns: [ { name: customer, from: 1, width: 5 } ]
        9:5 sources.crm.header: fixed files have no header
          take it out
        10:5 sources.crm.delimiter: only csv files have a delimiter
          take it out
        """),
    FaultyPlan(
      "date patterns that are none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      sources:
        crm:
          preset: x
          dates: [YYYY-MM-DD, dd.MM, "yyyyMMdd hh:mm a", yyyy-MMMM-dd, ""]

      """,
      says: """
        9:13 sources.crm.dates[0]: 'YYYY' means nothing in the date pattern 'YYYY-MM-DD'
          write yyyy or yy
        9:25 sources.crm.dates[1]: the date pattern 'dd.MM' has no year
          write yyyy, as in yyyy-MM-dd
        9:32 sources.crm.dates[2]: 'hh' means nothing in the date pattern 'yyyyMMdd hh:mm a'
          write HH or H, also where AM or PM (a) follows
        9:52 sources.crm.dates[3]: 'MMMM' means nothing in the date pattern 'yyyy-MMMM-dd'
          write yyyy, MMM, SSS, yy, MM, dd, HH, mm, ss, M, d, H, a and the marks between them
        9:66 sources.crm.dates[4]: 'dates' is an empty text
          write something between the quotes
        """),
  ]
}
