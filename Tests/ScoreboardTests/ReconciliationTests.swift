import Facts
import Planning
import Scoreboard
import Tally
import Testing

/// Every figure of every answer against the slow reference, and every law, over random businesses.
/// A failure names the seed; `RandomBusiness(seed:)` makes that business again.
@Suite struct ReconciliationTests {
  static let seeds = UInt64(1)...240

  @Test(arguments: seeds)
  func `every law holds for a random business`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    for day in business.askedDays {
      let result = try business.board(day).reconcile()
      for check in result.checks {
        #expect(check.broken.isEmpty, "seed \(seed), \(day): \(check.law)")
      }
    }
  }

  @Test(arguments: seeds)
  func `the Number and its levers are what the reference says`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    for day in business.askedDays {
      for restated in [true, false] {
        let board = try business.board(day, restated: restated)
        let reference = business.reference(day, restated: restated)
        let number = board.number()
        let period = board.plan.fiscal.period(containing: day)
        let revenue = reference.revenueByDay()
        let cost = board.plan.number.measure == .profit ? reference.costByDay() : [:]
        for shown in number.days {
          let expected = (revenue[shown.day] ?? 0) - (cost[shown.day] ?? 0)
          #expect(shown.actual.minor == expected, "seed \(seed), \(day), \(shown.day)")
        }
        guard board.plan.number.measure == .revenue else { continue }
        let credit = reference.credit(period.first..<day.advanced(by: 1))
        for lever in Lever.allCases {
          #expect(number.levers[lever] == credit[lever] ?? 0, "seed \(seed), \(day), \(lever)")
        }
      }
    }
  }

  @Test(arguments: seeds)
  func `lifecycle and bridge are what the reference says`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let day = business.askedDays[Int(seed % 3)]
    let board = try business.board(day)
    let reference = business.reference(day)
    let last = board.plan.fiscal.number(of: day)
    let shown = board.lifecycle().periods
    for (offset, period) in shown.reversed().enumerated() {
      let expected = reference.lifecycle(last - offset)
      let counts = period.counts
      let found = Reference.Counts(
        new: counts.new, retained: counts.retained, reactivated: counts.reactivated,
        lapsed: counts.lapsed, activeAtEnd: counts.activeAtEnd, moneyNew: counts.money.new,
        moneyRetained: counts.money.retained, moneyReactivated: counts.money.reactivated)
      #expect(found == expected, "seed \(seed), \(day), \(period.period)")
    }
    let today = board.lifecycle().today
    let standing = [
      today.new, today.active, today.lapsed, today.reactivated, today.everActivated,
    ]
    #expect(standing == reference.standing(), "seed \(seed), \(day)")
    let moves = board.bridge().money
    let headings = [
      moves.new, moves.reactivation, moves.expansion, moves.contraction, moves.lapse,
    ]
    #expect(headings == reference.bridge(last), "seed \(seed), \(day)")
  }

  @Test(arguments: seeds)
  func `every cell of the retention triangle is what the reference says`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let board = try business.board(business.days.upperBound)
    let reference = business.reference(business.days.upperBound)
    for cohort in board.retention().cohorts {
      guard let period = board.plan.fiscal.period(labelled: cohort.cohort) else { continue }
      let number = board.plan.fiscal.number(of: period.first)
      for k in cohort.on.indices where cohort.on[k] != nil {
        let expected = reference.cohort(number, k: k)
        #expect(cohort.size == expected.size, "seed \(seed), \(cohort.cohort)")
        #expect(cohort.on[k] == Double(expected.on) / Double(expected.size), "seed \(seed), +\(k)")
        #expect(
          cohort.onOrAfter[k] == Double(expected.after) / Double(expected.size),
          "seed \(seed), +\(k)")
        #expect(cohort.moneyBy[k]?.minor == expected.money, "seed \(seed), +\(k)")
      }
    }
  }
}
