import Facts
import Ledger
import Planning
import Scoreboard
import Statistics
import Surfaces
import Tally
import Testing

/// A play that reaches some customers a day and keeps some back, of whom some pay three days later.
struct DailyPlay {
  var facts: [String]
  let days: Int
  let tables: [[TwoByTwo]]

  init(
    days: Int, reached: (Int) -> (Int, Int), kept: (Int) -> (Int, Int), extra: String = "",
    at declared: String = "2026-01-01"
  ) {
    self.days = days
    facts = [
      """
      {"id":"p","kind":"play","at":"\(declared)","play":"p","lever":"marketing","from":"2026-01-05",\
      "goal":"activation","window":"7d"\(extra)}
      """
    ]
    var tables: [[TwoByTwo]] = []
    for place in 0..<days {
      let day = CalendarDay("2026-01-05").map { $0.advanced(by: place) }
      guard let day else { continue }
      let (treated, control) = (reached(place), kept(place))
      for (kind, group, (all, paid)) in [("touch", "t", treated), ("holdout", "h", control)] {
        for customer in 0..<all {
          let id = "\(group)\(place)-\(customer)"
          facts.append(
            """
            {"id":"\(id)","kind":"\(kind)","at":"\(day)T10:00:00Z","play":"p","customer":"\(id)"}
            """)
          if customer < paid {
            facts.append(Handmade.money("\(day.advanced(by: 3))", "20.00", id))
          }
        }
      }
      tables.append([
        TwoByTwo(
          treated: treated.0, treatedEvents: treated.1, control: control.0, controlEvents: control.1
        )
      ])
    }
    self.tables = tables
  }

  func answer(
    _ asOf: String, _ more: [String] = [], published: [Seal] = []
  ) throws -> PlaysAnswer.Play {
    let business = try Handmade(facts + more)
    let board = try business.board(asOf)
    let answer = board.plays(
      declared: try board.timelines.declaredPlays(), names: try board.timelines.names(),
      published: PublishedLooks(published))
    return try #require(answer.plays.first)
  }
}

@Suite struct PlaysAnswerTests {
  private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  private static let strong = DailyPlay(
    days: 40, reached: { _ in (20, 10) }, kept: { _ in (10, 1) })

  @Test func `a play that works is said to on the day that its test decides, and stays so`() throws
  {
    let test = ExactDailyTest(days: Self.strong.tables)
    let look = try #require(test.decidedAt)
    let decided = try day("2026-01-05").advanced(by: look - 1 + 7)
    let before = try Self.strong.answer("\(decided.advanced(by: -1))")
    #expect(before.verdict == .tooEarly && before.decidedOn == nil && before.looks == look - 1)
    for later in [0, 1, 30] {
      let play = try Self.strong.answer("\(decided.advanced(by: later))")
      #expect(play.verdict == .worked(isBelowWorthwhile: false))
      #expect(play.decidedOn == decided && play.grade == .randomised)
      #expect(play.treated.customers == 20 * look && play.control?.customers == 10 * look)
      #expect(play.treated.activated == 10 * look && play.control?.activated == look)
      #expect(try #require(play.interval.lower) > 0)
      // Ten in twenty against one in ten, 20 each: 8 more for each of those reached.
      #expect(play.worth == .known(Money(minor: Int128(20 * look * 800), play.cost.currency)))
      #expect(
        play.sentence.hasPrefix("Worked: 50.0% of \(20 * look) reached activated against 10.0%"))
    }
  }

  @Test func `what is fixed at the launch cannot be changed afterwards`() throws {
    let later = """
      {"id":"p2","kind":"play","at":"2026-01-20","play":"p","lever":"marketing","from":"2026-01-05",\
      "goal":"money","window":"3d","worthwhile":"500%","name":"Renamed","to":"2026-01-22"}
      """
    let play = try Self.strong.answer("2026-03-30", [later])
    #expect(play.verdict == .worked(isBelowWorthwhile: false))
    #expect(play.terms.name == "Renamed" && play.terms.to == CalendarDay("2026-01-22"))
    #expect(play.terms.goal == .activation && play.terms.window == 7)
    #expect(play.terms.worthwhile == 0.1 && play.looksPlanned == 90)
    #expect(play.terms.ignored == ["goal money", "window 3d", "worthwhile 5"])
    let before = """
      {"id":"p2","kind":"play","at":"2026-01-03","play":"p","lever":"marketing","from":"2026-01-05",\
      "window":"9d","worthwhile":"50%","to":"2026-01-22"}
      """
    let other = try Self.strong.answer("2026-03-30", [before])
    #expect(other.terms.window == 9 && other.terms.worthwhile == 0.5 && other.looksPlanned == 18)
  }

  @Test func `nothing is ever said to have worked where nobody was held out`() throws {
    let play = DailyPlay(days: 40, reached: { _ in (20, 20) }, kept: { _ in (0, 0) })
    let early = try play.answer("2026-03-01")
    #expect(early.grade == .observational && early.verdict == .tooEarly)
    let late = try play.answer("2026-05-01")
    #expect(late.verdict == .withheld(.unproven))
    #expect(
      late.sentence.hasPrefix("Not proven: 800 of 800 reached activated, but there was no holdout"))
    let idle = DailyPlay(days: 40, reached: { _ in (20, 0) }, kept: { _ in (0, 0) })
    #expect(try idle.answer("2026-05-01").verdict == .didNotWork(.noActivation))
  }

  @Test func `no activation, harm, and nothing shown by the deadline are told apart`() throws {
    let end = ",\"to\":\"2026-01-24\""
    let none = DailyPlay(days: 20, reached: { _ in (20, 0) }, kept: { _ in (10, 0) }, extra: end)
    let play = try none.answer("2026-01-31")
    #expect(play.verdict == .didNotWork(.noActivation) && play.looks == 20)
    #expect(play.sentence == "Failed: none of 400 customers reached activated.")
    let harm = DailyPlay(days: 20, reached: { _ in (20, 1) }, kept: { _ in (20, 8) }, extra: end)
    #expect(try harm.answer("2026-01-31").verdict == .didNotWork(.hurt))
    let level = DailyPlay(
      days: 20, reached: { ($0 % 2) == 0 ? (5, 1) : (5, 0) },
      kept: { ($0 % 2) == 0 ? (5, 0) : (5, 1) },
      extra: end)
    let unproven = try level.answer("2026-01-31")
    #expect(unproven.verdict == .inconclusive(.tooSmall))
    #expect(
      unproven.sentence.hasSuffix(
        "The test was too small: it would have detected a lift of 10.0% only 4.0% of the time."))
    #expect(unproven.decidedOn == (try day("2026-01-31")) && unproven.power != nil)
    #expect(try level.answer("2026-01-30").verdict == .tooEarly)
  }

  @Test func `nobody of fewer than a hundred tells nothing`() throws {
    let end = ",\"to\":\"2026-01-24\""
    let few = DailyPlay(days: 20, reached: { _ in (4, 0) }, kept: { _ in (2, 0) }, extra: end)
    #expect(try few.answer("2026-01-31").verdict == .inconclusive(.tooSmall))
    let enough = DailyPlay(days: 20, reached: { _ in (5, 0) }, kept: { _ in (2, 0) }, extra: end)
    #expect(try enough.answer("2026-01-31").verdict == .didNotWork(.noActivation))
  }

  @Test func `a look sealed before there was a word for it is read as inconclusive`() throws {
    let end = ",\"to\":\"2026-01-24\""
    let level = DailyPlay(
      days: 20, reached: { ($0 % 2) == 0 ? (5, 1) : (5, 0) },
      kept: { ($0 % 2) == 0 ? (5, 0) : (5, 1) }, extra: end)
    let body = JSON.members([
      "launch": "2026-01-05", "verdict": "did-not-work", "reason": "unproven",
      "power": .double(0.1),
      "decided_on": "2026-01-31", "looks": .integer(20),
    ])
    let seal = Seal(.look, "p", day: try day("2026-01-31"), body: body)
    let stands = try level.answer("2026-02-28", published: [seal])
    #expect(stands.verdict == .inconclusive(.tooSmall))
    #expect(stands.otherwiseNow == nil)
  }

  @Test func `sides in other shares than the lot should give keep the verdict back`() throws {
    let play = DailyPlay(
      days: 40, reached: { _ in (20, 10) }, kept: { _ in (10, 1) }, extra: ",\"holdout\":\"10%\"")
    let judged = try play.answer("2026-03-30")
    #expect(judged.verdict == .withheld(.sampleRatio) && judged.decidedOn == nil)
    let right = DailyPlay(
      days: 40, reached: { _ in (20, 10) }, kept: { _ in (10, 1) }, extra: ",\"holdout\":\"33%\"")
    #expect(try right.answer("2026-03-30").verdict.word == "worked")
  }

  @Test func `what was published stands, whatever comes in late`() throws {
    let test = ExactDailyTest(days: Self.strong.tables)
    let look = try #require(test.decidedAt)
    let published = try Self.strong.answer("\(try day("2026-01-05").advanced(by: look + 6))")
    let seal = Seal(.look, "p", day: try #require(published.decidedOn), body: published.json)
    // Retracting every payment of those who were reached undoes the effect.
    let undone = (0..<40).flatMap { place in
      (0..<10).map { customer -> String in
        let paid = CalendarDay("2026-01-05").map { $0.advanced(by: place + 3) }
        return """
          {"id":"r\(place)-\(customer)","kind":"retract","at":"2026-03-01",\
          "fact":"\(paid.map { "\($0)" } ?? "")t\(place)-\(customer)","why":"double"}
          """
      }
    }
    let without = try Self.strong.answer("2026-03-30", undone)
    #expect(without.verdict.word == "did-not-work")
    let stands = try Self.strong.answer("2026-03-30", undone, published: [seal])
    #expect(stands.verdict == .worked(isBelowWorthwhile: false))
    #expect(stands.decidedOn == published.decidedOn && stands.looks == look)
    #expect(stands.otherwiseNow?.word == "did-not-work" || stands.otherwiseNow?.word == "too-early")
    #expect(stands.sentence.contains("; with late data: '"))
  }

  @Test func `a look that was published as open is not decided afterwards`() throws {
    let test = ExactDailyTest(days: Self.strong.tables)
    let look = try #require(test.decidedAt)
    let first = try day("2026-01-05")
    let open = DailyPlay(days: 40, reached: { _ in (20, 1) }, kept: { _ in (10, 1) })
    let later = first.advanced(by: look + 6 + 2)
    let seal = Seal(.look, "p", day: later, body: try open.answer("\(later)").json)
    let play = try Self.strong.answer("2026-03-30", published: [seal])
    #expect(play.verdict.word == "worked" && play.decidedOn == later.advanced(by: 1))
  }

  @Test func `money is judged by amounts, capped by what customers gave before`() throws {
    var facts = [
      """
      {"id":"p","kind":"play","at":"2026-01-01","play":"p","lever":"sales","from":"2026-01-05",\
      "goal":"money","window":"7d","to":"2026-02-03"}
      """
    ]
    for place in 0..<100 { facts.append(Handmade.money("2026-01-02", "30.00", "old\(place)")) }
    var days: [ValueDay] = []
    for place in 0..<30 {
      let start = try day("2026-01-05").advanced(by: place)
      var table = ValueDay()
      for customer in 0..<30 {
        let isKept = customer % 3 == 0
        let id = "c\(place)-\(customer)"
        facts.append(
          """
          {"id":"\(id)","kind":"\(isKept ? "holdout" : "touch")","at":"\(start)T10:00:00Z",\
          "play":"p","customer":"\(id)"}
          """)
        let euros = isKept ? customer % 2 * 10 : 10 + customer % 7 * 5
        if euros > 0 {
          facts.append(Handmade.money("\(start.advanced(by: 2))", "\(euros).00", id))
        }
        let cap = 3007.0
        if isKept {
          table.addControl(Double(euros * 100), cap: cap)
        } else {
          table.addTreated(Double(euros * 100), cap: cap, rules: SequentialRules(looks: 30))
        }
      }
      days.append(table)
    }
    let business = try Handmade(facts)
    let board = try business.board("2026-03-01")
    let answer = board.plays(
      declared: try board.timelines.declaredPlays(), names: try board.timelines.names())
    let play = try #require(answer.plays.first)
    let test = ValueDailyTest(days: days, rules: SequentialRules(looks: 30))
    let look = try #require(test.decidedAt)
    #expect(play.verdict.word == "worked" && play.looks == look)
    let seen = ValueDailyTest(
      days: Array(days.prefix(look)), rules: SequentialRules(looks: 30))
    let (lower, _) = seen.interval()
    #expect(abs(try #require(play.interval.lower) - lower) < 0.01)
  }

  @Test func `a list is divided by a hash that is the same for ever`() throws {
    let hash = try #require(KeyedHash(hex: "07060504030201000f0e0d0c0b0a0908"))
    // Appendix A of the paper.
    #expect(hash((0..<15).map { UInt8($0) }) == 0xa129_ca61_49be_45e5)
    let play = try #require(PlayID("p"))
    let launch = PlayLaunch(
      play: play, lever: .sales, declaration: PlayDeclaration(from: try day("2026-01-05")),
      division: .holdout(0.2), hash: hash)
    let customers = (0..<5000).compactMap { CustomerID("customer \($0)") }
    let kept = customers.filter { launch.side(of: $0) == .kept }
    #expect((900...1100).contains(kept.count))
    #expect(kept == customers.filter { launch.side(of: $0) == .kept })
    let waves = PlayLaunch(
      play: play, lever: .sales, declaration: launch.declaration,
      division: .waves(3, every: 14), hash: hash)
    let facts = waves.facts(
      customers[0], .wave(3), zone: .utc, now: Instant(milliseconds: 0))
    #expect(
      facts.map(\.at.milliseconds).map { ($0 - facts[0].at.milliseconds) / 86_400_000 } == [
        0, 14, 28,
      ])
    #expect(
      facts.map(\.body) == [
        .holdout(.init(arm: .kept, wave: 1)), .holdout(.init(arm: .kept, wave: 2)),
        .holdout(.init(arm: .reach, wave: 3)),
      ])
  }

  @Test func `a seal is never written over`() throws {
    let ledger = try FactLedger.inMemory()
    let first = Seal(.look, "p", day: try day("2026-01-05"), body: .members(["verdict": "worked"]))
    let second = Seal(
      .look, "p", day: try day("2026-01-05"), body: .members(["verdict": "too-early"]))
    #expect(try ledger.seal([first], at: Instant(milliseconds: 1)) == 1)
    #expect(try ledger.seal([second, first], at: Instant(milliseconds: 2)) == 0)
    #expect(try ledger.seals(.look, of: "p") == [first])
    #expect(try ledger.seals(.terms).isEmpty)
    #expect(try ledger.seals(through: try day("2026-01-04")).isEmpty)
  }
}
