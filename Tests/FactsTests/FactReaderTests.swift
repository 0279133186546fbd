import Facts
import Testing

@Suite struct FactReaderTests {
  private let reader = FactReader(
    zone: .utc, currencies: Set(["EUR", "JPY"].compactMap { Currency($0) }),
    limits: FactLimits(CalendarDay(number: 0)...CalendarDay(number: 24_000), in: .utc))

  private func read(_ text: String) throws -> FactReader.Reading {
    try reader.read(line: ArraySlice(text.utf8))
  }

  static let sound = [
    #"{"id":"1","kind":"play","at":"2026-01-01T00:00:00Z","play":"p","lever":"sales","owner":"ana","name":"N","from":"2026-01-01","to":"2026-02-01","goal":"activation","window":14,"worthwhile":"0.1","budget":"100.5"}"#,
    #"{"id":"2","kind":"touch","at":"2026-01-01T00:00:00Z","customer":"c","play":"p","member":"ana","channel":"mail"}"#,
    #"{"id":"3","kind":"holdout","at":"2026-01-01T00:00:00Z","customer":"c","play":"p"}"#,
    #"{"id":"4","kind":"money","at":"2026-01-01T00:00:00Z","customer":"c","source":"s","amount":"-12.50","currency":"EUR","deal":"d","of":"3","recurring":{"from":"2026-01-01","to":"2026-02-01"},"splits":{"ana":"0.6","ben":"0.4"},"product":"pro","tax":"1","zebra":[1,{"a":2}]}"#,
    #"{"id":"5","kind":"time","at":"2026-01-01T00:00:00Z","customer":"c","seconds":90}"#,
    #"{"id":"6","kind":"deal","at":"2026-01-01T00:00:00Z","customer":"c","amount":"700","currency":"JPY","deal":"d","stage":"proposal","closes":"2026-03-01"}"#,
    #"{"id":"7","kind":"cost","at":"2026-01-01T00:00:00Z","lever":"marketing","amount":"1.00","currency":"EUR"}"#,
    #"{"id":"8","kind":"score","at":"2026-01-01T00:00:00Z","customer":"c","scale":"nps","score":10}"#,
    #"{"id":"9","kind":"work","at":"2026-01-01T00:00:00Z","work":"w","type":"debt","state":"shipped","effort":"2.5","link":{"metric":"m","expect":"+5%"}}"#,
    #"{"id":"10","kind":"customer","at":"2026-01-01T00:00:00Z","customer":"c","attributes":{"region":"north","size":3}}"#,
    #"{"id":"11","kind":"note","at":"2026-01-01T00:00:00Z","text":"Hi","expect":{"answer":"worked","by":"2026-02-01"},"day":"2026-01-01"}"#,
    #"{"id":"12","kind":"retract","at":"2026-01-01T00:00:00Z","fact":"4","why":"wrong"}"#,
  ]

  @Test(arguments: sound)
  func `a fact is written as it was read`(line: String) throws {
    let fact = try read(line).fact
    let again = try read(fact.json().compact).fact
    #expect(again == fact)
    #expect(fact.json().compact == line)
  }

  @Test func `every kind is covered`() throws {
    #expect(try Set(Self.sound.map { try read($0).fact.kind }).count == FactKind.allCases.count)
  }

  @Test func `a bare day is its start in the business's zone, and received is read`() throws {
    let zone = Zone(name: "X", first: 3600, changes: [])
    let line =
      #"{"id":"1","kind":"time","at":"2026-01-02","received":"2026-01-03T00:00:00Z","customer":"c","seconds":1}"#
    let reading = try FactReader(ofKept: zone).read(line: ArraySlice(line.utf8))
    #expect(reading.fact.at.description == "2026-01-01T23:00:00Z")
    #expect(reading.received?.description == "2026-01-03T00:00:00Z")
  }

  @Test func `unknown fields are kept in canonical order and compare equal`() throws {
    let one = try read(
      #"{"id":"1","kind":"holdout","at":"2026-01-01","customer":"c","play":"p","b":1,"a":{"y":1,"x":2}}"#
    )
    let two = try read(
      #"{"a":{"x":2,"y":1},"b":1,"play":"p","customer":"c","at":"2026-01-01","kind":"holdout","id":"1"}"#
    )
    #expect(one.fact == two.fact)
    #expect(one.fact.props.map(\.key) == ["a", "b"])
  }

  @Test(arguments: [
    (#"{"kind":"time"}"#, "id", "'id' is missing", "add it"),
    (
      #"{"id":"1","kind":"sale","at":"2026-01-01"}"#, "kind", "'sale' isn't a valid kind",
      "use one of: play, touch, holdout, money, time, deal, cost, score, work, customer, note, retract"
    ),
    (
      #"{"id":"1","kind":"money","at":"2026-02-30","amount":"1","currency":"EUR"}"#, "at",
      "'2026-02-30' isn't a valid time or date",
      "write 2026-11-24T09:30:00+01:00, or a bare day like 2026-11-24"
    ),
    (
      #"{"id":"1","kind":"money","at":"0001-01-01T00:00:00+05:00","amount":"1","currency":"EUR"}"#,
      "at",
      "'0001-01-01T00:00:00+05:00' isn't a valid time or date",
      "write 2026-11-24T09:30:00+01:00, or a bare day like 2026-11-24"
    ),
    (
      #"{"id":"1","kind":"money","at":"2026-01-01T10:00:00","amount":"1","currency":"EUR"}"#, "at",
      "'2026-01-01T10:00:00' has no offset",
      "write 2026-11-24T09:30:00+01:00, or a bare day like 2026-11-24"
    ),
    (
      #"{"id":"1","kind":"money","at":"2026-01-01","amount":"1.234","currency":"EUR"}"#, "amount",
      "1.234 has more digits than EUR has (2 after the point)",
      "round it at its source to 2 digits"
    ),
    (
      #"{"id":"1","kind":"money","at":"2026-01-01","amount":"NaN","currency":"EUR"}"#, "amount",
      "'NaN' is not a number", "write digits with a point for decimals, like 1234.50"
    ),
    (
      #"{"id":"1","kind":"money","at":"2026-01-01","amount":"1","currency":"USD"}"#, "currency",
      "the plan has no rate for USD", "add USD to rates in the plan"
    ),
    (
      #"{"id":"1","kind":"money","at":"2026-01-01","amount":"1","currency":"EURO"}"#, "currency",
      "'EURO' isn't a valid ISO 4217 currency", "write a code like EUR, USD or JPY"
    ),
    (
      #"{"id":"1","kind":"touch","at":"2026-01-01","play":"p"}"#, "customer",
      "touch facts need 'customer'", "add it"
    ),
    (
      #"{"id":"1","kind":"time","at":"2026-01-01","customer":"c","seconds":-5}"#, "seconds",
      "-5 is below zero", "time spent cannot be negative"
    ),
    (
      #"{"id":"1","kind":"score","at":"2026-01-01","customer":"c","scale":"csat5","score":6}"#,
      "score", "6 is not on the scale csat5", "it runs from 1 to 5"
    ),
    (
      #"{"id":"1","kind":"money","at":"2026-01-01","amount":"1","currency":"EUR","recurring":{"from":"2026-02-01","to":"2026-01-01"}}"#,
      "recurring", "the service period ends (2026-01-01) no later than it starts (2026-02-01)",
      "give the first day, and the day after the last"
    ),
    (
      #"{"id":"1","kind":"cost","at":"2026-01-01","amount":"1","currency":"EUR"}"#, "lever",
      "a cost names no lever and no play", "add a lever or a play"
    ),
  ])
  func `what is wrong is said with its field and remedy`(
    line: String, field: String, problem: String, remedy: String
  ) {
    #expect {
      try read(line)
    } throws: {
      $0 as? FactProblem == FactProblem(field, problem, remedy)
    }
  }

  @Test func `ids compare after Unicode NFC`() {
    #expect(CustomerID("e\u{301}") == CustomerID("\u{E9}"))
    #expect(CustomerID("e\u{301}")?.text.utf8.count == 2)
    #expect(CustomerID(String(repeating: "x", count: 129)) == nil)
    #expect(CustomerID("") == nil)
  }

  @Test func `props past 8 KiB are refused`() {
    let long = String(repeating: "x", count: 9000)
    #expect {
      try read(
        #"{"id":"1","kind":"holdout","at":"2026-01-01","customer":"c","play":"p","big":"\#(long)"}"#
      )
    } throws: {
      ($0 as? FactProblem)?.problem == "unknown fields take more than 8 KiB together"
    }
  }
}
