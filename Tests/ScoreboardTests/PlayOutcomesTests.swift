import Facts
import Ledger
import Planning
import Scoreboard
import Tally
import Testing

@Suite struct PlayOutcomesTests {
  /// Every goal and every way to compare, over days that are not all the play's.
  @Test(arguments: UInt64(1)...40)
  func `counts and amounts are what the reference says`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let names = try business.ledger.playNames()
    let rules = Rules(business.plan)
    let board = try business.board(business.days.upperBound)
    let reference = business.reference(business.days.upperBound)
    for (place, entry) in names.sorted(by: { $0.key < $1.key }).enumerated() {
      for (step, goal) in PlayDeclaration.Goal.allCases.enumerated() {
        let question = question(
          entry.key, goal, choice: Int(seed) + place + step, business)
        let sum = board.timelines.total(PlayOutcomes([question]), rules)
        let expected = reference.outcomes(entry.value, question)
        let note = Comment("seed \(seed), \(entry.value), \(question)")
        if question.isOfValue {
          #expect(values(sum) == moments(expected, question), note)
        } else {
          #expect(counts(sum) == events(expected), note)
        }
      }
    }
  }

  private func question(
    _ play: Int64, _ goal: PlayDeclaration.Goal, choice: Int, _ business: RandomBusiness
  ) -> PlayQuestion {
    let first = business.days.lowerBound.advanced(by: choice % 40)
    let comparison: PlayQuestion.Comparison =
      [.lot(isDrawn: false), .lot(isDrawn: true), .list][choice % 3]
    var question = PlayQuestion(
      play: play, goal: goal, launch: business.plan.zone.start(of: first).milliseconds,
      days: first.number..<(business.days.upperBound.number - 3),
      window: Int64(1 + choice % 20) * 86_400_000, comparison: comparison)
    if goal == .money || goal == .time {
      question.cap = Int64(500 * (1 + choice % 5))
      question.raisedCap = question.cap * 5 / 4
    }
    return question
  }

  private func counts(_ sum: PlayOutcomes) -> [Reference.Sided: [Int64]] {
    var found: [Reference.Sided: [Int64]] = [:]
    for entry in sum.allCounts()[0] {
      let counts = entry.counts
      if counts.treated > 0 {
        found[.init(day: entry.day, stratum: entry.stratum, isTreated: true)] = [
          counts.treated, counts.treatedEvents,
        ]
      }
      if counts.control > 0 {
        found[.init(day: entry.day, stratum: entry.stratum, isTreated: false)] = [
          counts.control, counts.controlEvents,
        ]
      }
    }
    return found
  }

  private func events(_ expected: [Reference.Sided: [Int64]]) -> [Reference.Sided: [Int64]] {
    expected.mapValues { [Int64($0.count), $0.reduce(0, +)] }
  }

  private func values(_ sum: PlayOutcomes) -> [Int32: PlayOutcomes.Values] { sum.allValues()[0] }

  private func moments(
    _ expected: [Reference.Sided: [Int64]], _ question: PlayQuestion
  ) -> [Int32: PlayOutcomes.Values] {
    func powers(_ values: [Int64], _ cap: Int64) -> PlayOutcomes.Moments {
      var moments = PlayOutcomes.Moments()
      for value in values.map({ Int128(min($0, cap)) }) {
        moments.count += 1
        moments.positive += value > 0 ? 1 : 0
        moments.sum += value
        moments.squares += value * value
        moments.cubes += value * value * value
      }
      return moments
    }
    var found: [Int32: PlayOutcomes.Values] = [:]
    for (side, values) in expected {
      if side.isTreated {
        found[side.day, default: .init()].treated = powers(values, question.cap)
        found[side.day, default: .init()].raised = powers(values, question.raisedCap)
      } else {
        found[side.day, default: .init()].control = powers(values, question.cap)
      }
    }
    return found
  }

  @Test func `customers who were not reached are looked at from the days of those who were`() throws
  {
    var facts = [
      """
      {"id":"p","kind":"play","at":"2026-03-01","play":"p","lever":"sales","from":"2026-03-01"}
      """
    ]
    for customer in 0..<200 {
      facts.append(Handmade.money("2026-01-10", "0.10", "c\(customer)"))
      if customer < 20 {
        facts.append(
          """
          {"id":"t\(customer)","kind":"touch","at":"2026-03-05T09:00:00Z","play":"p","customer":"c\(customer)"}
          """)
      }
      if customer % 4 == 0 { facts.append(Handmade.money("2026-03-08", "5.00", "c\(customer)")) }
    }
    let business = try Handmade(facts)
    let board = try business.board("2026-04-30")
    let play = try #require(try business.ledger.playNames().keys.first)
    let day = try #require(CalendarDay("2026-03-05"))
    let question = PlayQuestion(
      play: play, goal: .activation, launch: business.plan.zone.start(of: day).milliseconds,
      days: day.number..<(day.number + 1), window: 14 * 86_400_000,
      comparison: .others(.init(days: [day.number], reached: [20], oneIn: 1)))
    let sum = board.timelines.total(PlayOutcomes([question]), Rules(business.plan))
    let counts = sum.allCounts()[0].reduce(into: [Int64](repeating: 0, count: 4)) {
      $0[0] += $1.counts.treated
      $0[1] += $1.counts.treatedEvents
      $0[2] += $1.counts.control
      $0[3] += $1.counts.controlEvents
    }
    #expect(counts == [20, 5, 180, 45])
  }

  @Test func `a percentile of earlier amounts is at most a 64th too high`() throws {
    let amounts = (1...1000).map { $0 * $0 }
    let business = try Handmade(
      amounts.enumerated().map {
        Handmade.money("2026-02-15", "\($1 / 100).\($1 % 100 < 10 ? "0" : "")\($1 % 100)", "c\($0)")
      } + [Handmade.money("2026-03-01", "9999999.00", "late")])
    let board = try business.board("2026-04-30")
    let launch = try #require(CalendarDay("2026-03-01"))
    let question = PlayQuestion(
      play: 1, goal: .money, launch: business.plan.zone.start(of: launch).milliseconds,
      days: launch.number..<(launch.number + 1), window: 20 * 86_400_000,
      comparison: .lot(isDrawn: false))
    let prior = board.timelines.total(PriorValues([question]), Rules(business.plan))
    for share in [0.01, 0.5, 0.99, 1] {
      let exact = Double(amounts[Int((share * 1000).rounded(.up)) - 1])
      let found = Double(try #require(prior.quantile(share, of: 0)))
      #expect(found >= exact && found <= exact * (1 + 1.0 / 64) + 1, "\(share)")
    }
    var other = question
    other = PlayQuestion(
      play: 1, goal: .money, launch: question.launch - 60 * 86_400_000, days: question.days,
      window: question.window, comparison: question.comparison)
    let none = board.timelines.total(PriorValues([other]), Rules(business.plan))
    #expect(none.quantile(0.99, of: 0) == nil)
  }
}
