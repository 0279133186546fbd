import Facts
import Intake
import Ledger
import Pay
import Planning
import Scoreboard
import Simulation
import Statistics
import Surfaces
import Tally
import Testing

@testable import Operations

/// Each answer gives what its schema says: nothing else, and nothing less.
@Suite("Answers and their schemas", .serialized)
struct AnswerSchemaTests {
  private static let schemas =
    AnswerKind.allCases.map { $0.answer.schema }
    + [PlayPage.schema, AccrualText.schema, PlayOutlookPage.schema]

  /// What schemas allow and no business here shows, each with its reason.
  private static let unseen = [
    "Statement.next_unit_pays is null": "one more unit fails only beyond the largest exact sums"
  ]

  @Test func `every answer has the form of its schema, and every promise is kept by some`() throws {
    var reader = SchemaReader(Self.schemas)
    for (name, business) in try Self.businesses() {
      try Self.read(business, name, &reader)
    }
    Self.readOutlook(&reader)
    for (fault, what) in reader.faults.sorted(by: <).prefix(100) {
      Issue.record("\(fault) (\(what))")
    }
    let missing = reader.promised.subtracting(reader.seen)
    for place in missing.subtracting(Self.unseen.keys).sorted() {
      Issue.record("never seen: \(place)")
    }
    for place in Set(Self.unseen.keys).subtracting(missing).sorted() {
      Issue.record("no exception is needed: \(place)")
    }
  }

  private static func businesses() throws -> [(String, OddBusiness)] {
    var found = [
      ("nothing", try OddBusiness([String](), plan: OddBusiness.bare)),
      ("no business days", try OddBusiness([String](), plan: OddBusiness.idle)),
      ("a profit", try OddBusiness([paid], plan: OddBusiness.plans[1])),
      ("tried plays", try TriedPlays.business()), ("a simulated year", try simulated()),
    ]
    for seed in UInt64(1)...6 {
      let small = SimulatedBusiness.small(seed: seed)
      var arrivals: [LedgerWriter.Arrival] = []
      small.forEachFact { arrivals.append(.init($0, received: $1)) }
      let noon = small.zone.start(of: small.lastDay).advanced(bySeconds: 43_200)
      found.append(
        ("small \(seed)", try OddBusiness(arrivals, plan: small.planYAML(), now: noon)))
    }
    for seed in UInt64(1)...2 {
      var odd = OddFacts(seed: seed)
      found.append(("odd \(seed)", try OddBusiness(odd.facts(12), plan: OddBusiness.plans[0])))
    }
    return found
  }

  private static let paid =
    #"{"id":"m","kind":"money","at":"2026-11-20","customer":"c","amount":"10.00","currency":"EUR"}"#

  private static func simulated() throws -> OddBusiness {
    let last = try CalendarDay(required: "2026-11-20")
    let simulated = SimulatedBusiness(
      seed: 11, customers: 200, firstDay: CalendarDay("2026-03-01"), lastDay: last, faults: false)
    let noon = simulated.zone.start(of: last.advanced(by: -2)).advanced(bySeconds: 43_200)
    var arrivals: [LedgerWriter.Arrival] = []
    simulated.forEachFact { fact, received in
      if received <= noon { arrivals.append(.init(fact, received: received)) }
    }
    return try OddBusiness(arrivals, plan: simulated.planYAML(), now: noon)
  }

  private static func read(
    _ business: OddBusiness, _ name: String, _ reader: inout SchemaReader
  ) throws {
    let board = try business.board()
    let answers = Answers(business.indexed, live: board, at: business.now, isPublishing: false)
    for request in try EveryAnswer.requests + (board.isOld ? [] : past(board)) {
      let answer = try answers.answer(request).answer
      let schema = reader.check(answer, "\(request) of \(name)")
      #expect(schema == request.kind.answer.schema, "\(request)")
    }
    reader.check(board.flash(), "flash before plays are judged, of \(name)")
    let journal = try answers.journal(of: AnswerRequest(.plays)).plays(board)
    for play in journal.plays {
      let page = try answers.play(play.terms.play.text, AnswerRequest(.plays)).page
      reader.check(page, "play \(play.terms.play) of \(name)")
      if let decided = play.decidedOn, decided < board.day {
        let flash = AnswerRequest(.flash, asOf: decided)
        reader.check(try answers.answer(flash).answer, "\(flash) of \(name)")
      }
    }
    try readPay(answers, name, &reader)
  }

  /// Each answer of a day before, and of the last day of a period, as known then and now.
  private static func past(_ board: DayScoreboard) throws -> [AnswerRequest] {
    let last = board.period.first.advanced(by: -1)
    let views = [(board.day.advanced(by: -9), "false"), (last, "false"), (last, "true")]
    return try AnswerKind.allCases.filter { $0.options.contains(.asOf) }.flatMap { kind in
      try views.map { day, restated in
        try AnswerRequest(kind, [("as-of", day.description), ("restated", restated)])
      }
    }
  }

  /// Pay with its reconciliation, and day by day, as commands print it.
  private static func readPay(
    _ answers: Answers, _ name: String, _ reader: inout SchemaReader
  ) throws {
    let desk = try answers.pay(of: AnswerRequest(.pay))
    let period = desk.plan.fiscal.period(containing: desk.view.day)
    let pay = PayAnswer(
      heading: desk.heading, people: try desk.run.pay(period: period.label) { _ in true },
      business: desk.plan.business, version: desk.version,
      standing: desk.run.reconciliation(period: period.label))
    reader.check(pay, "pay of \(period.label) of \(name)")
    let days = try desk.run.accrual(of: period.first...desk.view.day)
    reader.check(AccrualText(days: days, heading: desk.heading), "accrual of \(name)")
  }

  private static func readOutlook(_ reader: inout SchemaReader) {
    let rules = SequentialRules(looks: 20)
    let rows = [0, 0.1, 2.5].map { lift in
      PlayOutlook(
        lift: lift,
        outlook: LaunchOutlook(
          rules: rules, treatedPerDay: 40, controlPerDay: 40, baseRate: 0.1, lift: lift))
    }
    reader.check(PlayOutlookPage(rows: rows, worthwhile: 0.1, days: 20), "outlook")
  }

  @Test(arguments: [
    (#"{"a":"x","n":1}"#, "b is missing"), (#"{"a":"x","b":"1.0"}"#, "n is missing"),
    (#"{"a":"x","b":"1.0","n":1,"more":1}"#, "more is not in the schema"),
    (#"{"a":"z","b":"1.0","n":1}"#, "'z' is none of the words"),
    (#"{"a":"x","b":"1,0","n":1}"#, "'1,0' does not match"),
    (#"{"a":"x","b":1.0,"n":1}"#, #"1.0 is no "string""#),
    (#"{"a":"x","b":"1.0","n":-1}"#, "-1 is below 0"), (#"{"a":"x","b":"1.0","n":1.5}"#, "1.5"),
    (#"{"a":"x","b":null,"n":1}"#, "b is null, and why is not"),
    (#"{"a":"x","b":"1.0","n":1,"why":{"b":"none"}}"#, "and why is not"),
    (#"{"a":"x","b":"1.0","n":1,"day":"2026-02-30"}"#, "is no day"),
    (#"{"a":"x","b":"1.0","n":1,"ends":[1]}"#, "1 items"),
  ])
  func `what is not as the schema says is seen`(text: String, why: String) throws {
    let schema = JSONSchema.named(
      "Trial", about: "",
      .object(
        ["a": .words(["x", "y"]), "b": .figure(.pattern(#"[0-9]+\.[0-9]"#)), "n": .count],
        optional: ["day": .day, "ends": .list(.number, count: 2)]))
    var reader = SchemaReader([schema])
    reader.check(try JSON(parsing: text), schema, of: "trial")
    #expect(reader.faults.keys.contains { $0.contains(why) }, "\(reader.faults)")
  }

  @Test func `no two schemas have one name`() {
    var named: [String: JSONSchema] = [:]
    func visit(_ schema: JSONSchema) {
      switch schema {
      case .named(let name, _, let inner):
        #expect(named[name] ?? schema == schema, "\(name)")
        guard named.updateValue(schema, forKey: name) == nil else { return }
        visit(inner)
      case .list(let inner, _), .map(let inner), .nullable(let inner), .figure(let inner):
        visit(inner)
      case .record(let members):
        #expect(Set(members.map(\.key)).count == members.count)
        for member in members { visit(member.schema) }
      default: break
      }
    }
    for schema in Self.schemas { visit(schema) }
    #expect(named.count == JSONSchema.components(of: Self.schemas).count)
  }
}

extension SchemaReader {
  /// Checks an answer by the schema of its type, which it returns.
  @discardableResult mutating func check<Given: Answer>(
    _ answer: Given, _ what: String
  ) -> JSONSchema {
    check(answer.json, Given.schema, of: what)
    return Given.schema
  }
}

extension DayScoreboard {
  /// True if facts are so old that periods from then to now are many, and answers take long.
  fileprivate var isOld: Bool { firstDay.map { $0.distance(to: day) > 36_500 } ?? false }
}

extension OddBusiness {
  /// A plan that sets no target and pays nobody.
  static let bare = """
    business: Bare
    timezone: UTC
    currency: EUR
    number: { measure: revenue, basis: payments, period: month }
    activation: { money: 1.00 }
    """

  /// The same with a month, November 2026, in which nobody works.
  static let idle =
    bare + """

      calendar:
        weekend: [monday, tuesday, wednesday, thursday, friday, saturday]
        holidays: [2026-11-01, 2026-11-08, 2026-11-15, 2026-11-22, 2026-11-29]
      """
}
