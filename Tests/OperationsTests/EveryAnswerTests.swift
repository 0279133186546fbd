import Facts
import Foundation
import Ledger
import Pay
import Planning
import Scoreboard
import Tally
import Testing

@testable import Operations

/// Every answer with every option, of facts that should never have come in: none ends the process or takes long.
@Suite("Every answer of odd facts", .serialized)
struct EveryAnswerTests {
  /// In code that is not optimised, which takes some twenty times as long as in a release.
  private static let longest = Duration.seconds(60)

  private func check(_ business: OddBusiness, _ what: String, asOf day: String, part: Int? = nil)
    throws
  {
    let board = try business.board()
    let every = EveryAnswer(business.indexed, live: board)
    let clock = ContinuousClock()
    let ofDay = AnswerKind.allCases.filter { $0.options.contains(.asOf) }
      .map { AnswerRequest($0, asOf: CalendarDay(day)) }
    for requests in [EveryAnswer.requests, ofDay] {
      for (place, request) in requests.enumerated() where part.map({ place % 4 == $0 }) ?? true {
        let time = try clock.measure { try every.show(request, at: business.now) }
        #expect(time < EveryAnswerTests.longest, "\(request) of \(what)")
      }
    }
    #expect(clock.measure { _ = board.flash() } < EveryAnswerTests.longest)
    let view = View.live(business.plan, now: business.now)
    let pay = try PayDesk(business.ledger, view, business.plan).run.totals
    let shared = board.reconcile(payMoney: pay.money, payActivations: pay.activations)
    for check in board.reconcile().checks + shared {
      #expect(check.broken.isEmpty, "\(check.law) of \(what)")
    }
  }

  /// Businesses that are tried; ODD_BUSINESSES says how many where there is time for more.
  private static let businesses =
    ProcessInfo.processInfo.environment["ODD_BUSINESSES"].flatMap { UInt64($0) } ?? 1

  /// Each is asked a quarter of the questions.
  @Test(arguments: 1...businesses)
  func `facts of all years, in circles and of themselves`(seed: UInt64) throws {
    var odd = OddFacts(seed: seed)
    let count = 1 + odd.roll(80)
    let plan = OddBusiness.plans[Int(seed % 2)]
    let day = ["2026-10-31", "1970-01-02", "0001-01-03"][Int(seed % 3)]
    try check(
      OddBusiness(odd.facts(count), plan: plan), "seed \(seed)", asOf: day, part: Int(seed / 2 % 4))
  }

  static let single: [(name: String, facts: [String])] = [
    (
      "money that takes back itself",
      [
        #"{"id":"x","kind":"money","at":"2026-11-20T10:00:00Z","customer":"c","member":"ana","amount":"1.00","currency":"EUR","of":"x"}"#,
        #"{"id":"y","kind":"money","at":"2026-11-20T10:00:00Z","customer":"c","member":"ana","amount":"-1.00","currency":"EUR","of":"y"}"#,
      ]
    ),
    (
      "money that takes back each other",
      [
        #"{"id":"x","kind":"money","at":"2026-11-20T10:00:00Z","customer":"c","member":"ana","amount":"-1.00","currency":"EUR","of":"y"}"#,
        #"{"id":"y","kind":"money","at":"2026-11-20T10:00:00Z","member":"ana","amount":"-1.00","currency":"EUR","of":"x"}"#,
        #"{"id":"z","kind":"money","at":"2026-11-20T10:00:00Z","amount":"-1.00","currency":"EUR","of":"z"}"#,
      ]
    ),
    (
      "retractions of themselves and of each other",
      [
        #"{"id":"x","kind":"retract","at":"2026-11-20","fact":"x"}"#,
        #"{"id":"y","kind":"retract","at":"2026-11-20","fact":"z"}"#,
        #"{"id":"z","kind":"retract","at":"2026-11-20","fact":"y"}"#,
        #"{"id":"m","kind":"money","at":"2026-11-20","customer":"c","amount":"1.00","currency":"EUR"}"#,
      ]
    ),
    (
      "a retraction dated ahead, and one that came before its fact",
      [
        #"{"id":"r","kind":"retract","at":"2040-01-01","fact":"m"}"#,
        #"{"id":"m","kind":"money","at":"2026-11-19","customer":"c","amount":"2.00","currency":"EUR"}"#,
        #"{"id":"n","kind":"money","at":"2026-11-18","customer":"c","amount":"4.00","currency":"EUR"}"#,
        #"{"id":"s","kind":"retract","at":"2041-01-01","fact":"n"}"#,
      ]
    ),
    ("a day of the year 1", [money("0001-01-02")]), ("a day of 1900", [money("1900-01-01")]),
    ("the last day before 1970", [money("1969-12-31")]),
    ("the first day of 1970", [money("1970-01-01")]),
    (
      "a service from the year 1 to the year 9999",
      [
        #"{"id":"x","kind":"money","at":"2026-11-20","customer":"c","amount":"1.00","currency":"EUR","recurring":{"from":"0001-01-01","to":"9999-12-31"}}"#
      ]
    ),
    (
      "a deal of the year 1",
      [
        #"{"id":"x","kind":"deal","at":"0001-01-02","customer":"c","deal":"d","stage":"open","amount":"1.00","currency":"EUR"}"#
      ]
    ),
  ]

  private static func money(_ day: String) -> String {
    #"{"id":"x","kind":"money","at":"\#(day)","customer":"c","member":"ana","amount":"10.00","currency":"EUR"}"#
  }

  @Test(arguments: OddBusiness.plans.indices)
  func `the smallest of them together`(plan: Int) throws {
    var facts: [String] = []
    for (place, one) in EveryAnswerTests.single.enumerated() {
      // Ids of their own, so that they stand side by side.
      facts += one.facts.map { $0.replacing(#/"(id|of|fact)":"/#) { "\"\($0.1)\":\"\(place)" } }
    }
    // A quarter of the requests: what is not optimised takes minutes for all of them. Tests/Attack asks the
    // release build everything.
    try check(
      OddBusiness(facts, plan: OddBusiness.plans[plan]), "all", asOf: "1970-01-02",
      part: plan == 0 ? 1 : 2)
  }

  @Test func `five thousand facts that retract one another in a row`() throws {
    let facts =
      [Self.money("2026-11-20")]
      + (0..<5000).map {
        #"{"id":"r\#($0)","kind":"retract","at":"2026-11-20","fact":"\#($0 == 0 ? "x" : "r\($0 - 1)")"}"#
      }
    let clock = ContinuousClock()
    let time = try clock.measure {
      let business = try OddBusiness(facts, plan: OddBusiness.plans[0])
      // The last is in force, the one before it is not, and so on: with 5000 of them the first is not.
      #expect(try business.board().number().actual.minor == 1000)
    }
    #expect(time < .seconds(20))
  }

  @Test func `the questions are all there are`() {
    #expect(Set(EveryAnswer.requests.map(\.kind)) == Set(AnswerKind.allCases))
    #expect(Set(EveryAnswer.requests).count == EveryAnswer.requests.count)
    // One without options and one for each example; a word is tried beside each flag, too.
    for kind in AnswerKind.allCases {
      let examples = kind.options.filter { $0 != .restated }.map { ($0.shape, $0.examples.count) }
      let flags = examples.count { $0.0 == .flag }
      let words = examples.reduce(0) { if case .word = $1.0 { $0 + $1.1 } else { $0 } }
      let all = examples.reduce(1) { $0 + $1.1 } + words * flags
      #expect(kind.everyRequest.count == all, "\(kind)")
    }
    let said = EveryAnswer.requests.map(\.description)
    for words in [
      "retention --by day --rolling", "retention --by week", "bridge --convention stripe",
      "credit --model shapley", "forecast --scores",
    ] {
      #expect(said.contains(words))
    }
  }

  @Test func `an answer that cannot be worked out is named, with why`() throws {
    let business = try OddBusiness([Self.money("2026-11-20")], plan: OddBusiness.plans[0])
    let board = try business.board()
    let without = try FactLedger.inMemory()
    let every = EveryAnswer(try IndexedLedger(without), live: board)
    let failing = every.failing(at: business.now)
    #expect(failing.contains("answer number: the ledger has no plan yet"))
    #expect(failing.count == EveryAnswer.requests.count)
  }
}
