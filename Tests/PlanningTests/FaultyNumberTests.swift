import Planning
import Testing

@Suite("Faulty numbers and days")
struct FaultyNumberTests {
  @Test("All that is wrong is said, with its place and what to write", arguments: cases)
  func faulty(plan: FaultyPlan) { #expect(plan.problems() == plan.says) }

  static let cases = [
    FaultyPlan(
      "words of number misspelt",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: { measure: revenu, basis: booking, period: week, year-starts: Apr, target: 1 }
      activation: { money: 1 }

      """,
      says: """
        4:20 number.measure: 'revenu' isn't a valid value of 'measure'
          did you mean 'revenue'?
        4:35 number.basis: 'booking' isn't a valid value of 'basis'
          did you mean 'bookings'?
        4:52 number.period: 'week' isn't a valid value of 'period'
          write one of: month, quarter
        4:71 number.year-starts: 'Apr' isn't a valid value of 'year-starts'
          did you mean 'april'?
        4:76 number.target: unknown key 'target'
          did you mean 'targets'?
        """),
    FaultyPlan(
      "targets that are no periods",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: { targets: { 2026-Q4: 1, 2026-1: 2, 2026: 3, 2026-13: 4, yearl: 5 } }
      activation: { money: 1 }

      """,
      says: """
        4:22 number.targets.2026-Q4: '2026-Q4' isn't a period of this plan
          this plan's periods are months; write 2026-10
        4:34 number.targets.2026-1: '2026-1' isn't a period of this plan
          this plan's periods are months; write them like 2026-10
        4:45 number.targets.2026: '2026' isn't a period of this plan
          this plan's periods are months; for a whole year write { yearly: … }
        4:54 number.targets.2026-13: '2026-13' isn't a period of this plan
          this plan's periods are months; write them like 2026-10
        4:66 number.targets.yearl: unknown key 'yearl'
          did you mean 'yearly'?
        """),
    FaultyPlan(
      "months where periods are quarters",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: { period: quarter, year-starts: april, targets: { 2026-10: 1, 2026-q1: 2, Q3: 3 } }
      activation: { money: 1 }

      """,
      says: """
        4:59 number.targets.2026-10: '2026-10' isn't a period of this plan
          this plan's periods are quarters; write 2027-Q3
        4:71 number.targets.2026-q1: '2026-q1' isn't a period of this plan
          write 2026-Q1
        4:83 number.targets.Q3: 'Q3' isn't a period of this plan
          this plan's periods are quarters; write them like 2026-Q4
        """),
    FaultyPlan(
      "yearly beside a period",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: { targets: { yearly: 1, 2026-10: 5 } }
      activation: { money: 1 }

      """,
      says: """
        4:33 number.targets.2026-10: unknown key '2026-10'
          write one of: yearly, seasonality
        """),
    FaultyPlan(
      "seasonality without a year",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: { targets: { seasonality: [50%, 50%] } }
      activation: { money: 1 }

      """,
      says: """
        4:20 number.targets.yearly: 'yearly' is missing in 'number.targets'
          write yearly: 3000000
        4:35 number.targets.seasonality: 'seasonality' has 2 shares
          write 12, one for each month
        """),
    FaultyPlan(
      "seasonality that does not add up",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: { period: quarter, targets: { yearly: 1, seasonality: [25%, 25%, 25%, 24.9%] } }
      activation: { money: 1 }

      """,
      says: """
        4:63 number.targets.seasonality: the shares of 'seasonality' add up to 99.9%
          change them so that they add up to 100%
        """),
    FaultyPlan(
      "targets as one amount",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: { targets: 250000 }
      activation: { money: 1 }

      """,
      says: """
        4:20 number.targets: 'targets' must be keys with values, and is a single value
          write lines 'key: value' under it, two spaces further in
        """),
    FaultyPlan(
      "amounts that are none",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: { targets: { 2026-01: "250,000", 2026-02: 1.005, 2026-03: €5, 2026-04: 1e30, \
      2026-05: 90000000000000.01, 2026-06: [1], 2026-07: 12345678901234567890, 2026-08: .nan } }
      activation: { money: 1 }

      """,
      says: """
        4:31 number.targets.2026-01: '250,000' is not a number
          write it without grouping, like 250000, with a point for decimals
        4:51 number.targets.2026-02: 1.005 has more digits than EUR has (2 after the point)
          write at most 2 digits after the point
        4:67 number.targets.2026-03: '€5' is not a number
          write digits with a point for decimals, like 1234.50
        4:80 number.targets.2026-04: '1e30' is not a number
          write digits with a point for decimals, like 1234.50
        4:95 number.targets.2026-05: 90000000000000.01 is past ±9×10^15 minor units
          check the unit; amounts are in the major unit, like 12.50 for 12 euros 50
        4:123 number.targets.2026-06: '2026-06' must be a single value, and is a list
          write one value after the colon
        4:137 number.targets.2026-07: '12345678901234567890' is not a number
          write a smaller number; check the unit
        4:168 number.targets.2026-08: '.nan' is not a number
          write digits with a point for decimals, like 1234.50
        """),
    FaultyPlan(
      "digits that a currency does not have",
      """
      business: Northwind
      timezone: UTC
      currency: JPY
      number: {}
      activation: { money: 1.5 }

      """,
      says: """
        5:22 activation.money: 1.5 has more digits than JPY has (0 after the point)
          write no digits after the point
        """),
    FaultyPlan(
      "a Kuwaiti dinar too fine",
      """
      business: Northwind
      timezone: UTC
      currency: KWD
      number: {}
      activation: { money: 1.2345 }

      """,
      says: """
        5:22 activation.money: 1.2345 has more digits than KWD has (3 after the point)
          write at most 3 digits after the point
        """),
    FaultyPlan(
      "a faulty calendar",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      calendar: { weekend: [sunnday, Saturday], holidays: [2026-02-30, christmas], holiday: 1 }

      """,
      says: """
        6:23 calendar.weekend[0]: 'sunnday' isn't a valid value of 'weekend'
          did you mean 'sunday'?
        6:32 calendar.weekend[1]: 'Saturday' isn't a valid value of 'weekend'
          did you mean 'saturday'?
        6:54 calendar.holidays[0]: '2026-02-30' isn't a valid date
          write year-month-day, like 2026-11-24
        6:66 calendar.holidays[1]: 'christmas' isn't a valid date
          write year-month-day, like 2026-11-24
        6:78 calendar.holiday: unknown key 'holiday'
          did you mean 'holidays'?
        """),
    FaultyPlan(
      "no day to do business on",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      calendar: { weekend: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }

      """,
      says: """
        6:22 calendar.weekend: every day is a weekend
          leave at least one day to do business on
        """),
    FaultyPlan(
      "an activation of nothing",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { lapse: 60d }

      """,
      says: """
        5:13 activation: 'activation' has neither money nor time
          write money: 1.00, or time: 30m, or both
        """),
    FaultyPlan(
      "faulty durations",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 0, time: 30, within: 14x, lapse: 12h }

      """,
      says: """
        5:22 activation.money: 'money' is zero
          write an amount above zero
        5:31 activation.time: '30' isn't a valid duration
          say the unit: 30m, 30h, 30d or 30w
        5:43 activation.within: '14x' isn't a valid duration
          write a whole number and its unit (m, h, d or w), like 30m, 12h, 14d or 8w
        5:55 activation.lapse: '12h' is not a number of whole days
          write it like 14d or 2w
        """),
    FaultyPlan(
      "durations out of bounds",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: -1, time: 0m, within: 99999d, lapse: 99999999999999999999w }

      """,
      says: """
        5:22 activation.money: 'money' is below zero (-1)
          write an amount above zero
        5:32 activation.time: '0m' is out of bounds
          write a duration from 1m to 3660d
        5:44 activation.within: '99999d' is out of bounds
          write a duration from 1d to 3660d
        5:59 activation.lapse: '99999999999999999999w' isn't a valid duration
          write a whole number and its unit (m, h, d or w), like 30m, 12h, 14d or 8w
        """),
    FaultyPlan(
      "a faulty attribution",
      """
      business: Northwind
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1 }
      attribution: { model: postion, lookback: 1.5d }

      """,
      says: """
        6:23 attribution.model: 'postion' isn't a valid value of 'model'
          did you mean 'position'?
        6:42 attribution.lookback: '1.5d' isn't a valid duration
          write a whole number and its unit (m, h, d or w), like 30m, 12h, 14d or 8w
        """),
  ]
}
