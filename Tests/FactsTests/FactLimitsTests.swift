import Testing

@testable import Facts

/// What new facts are held to, and facts that are kept already are not.
@Suite struct FactLimitsTests {
  private static let zone = Zone(name: "Test/East", first: 3600, changes: [])
  private static let euro = Currency("EUR").map { [$0: Int64(100)] } ?? [:]
  private let new = FactReader(
    zone: zone, currencies: nil,
    limits: FactLimits(
      CalendarDay(number: 0)...CalendarDay(number: 24_000), in: zone, amounts: euro))

  private func problem(_ line: String) -> FactProblem? {
    do throws(FactProblem) {
      _ = try new.read(line: ArraySlice(line.utf8))
      return nil
    } catch { return error }
  }

  /// Every field of every kind that states a day.
  static let days: [(field: String, line: String)] = [
    ("at", #"{"id":"1","kind":"time","at":"DAY","customer":"c","seconds":1}"#),
    (
      "received",
      #"{"id":"1","kind":"time","at":"2026-01-01","received":"DAY","customer":"c","seconds":1}"#
    ),
    (
      "from",
      #"{"id":"1","kind":"play","at":"2026-01-01","play":"p","lever":"sales","from":"DAY"}"#
    ),
    (
      "to",
      #"{"id":"1","kind":"play","at":"2026-01-01","play":"p","lever":"sales","from":"2026-01-01","to":"DAY"}"#
    ),
    (
      "recurring.from",
      #"{"id":"1","kind":"money","at":"2026-01-01","amount":"1","currency":"USD","recurring":{"from":"DAY","to":"2026-01-01"}}"#
    ),
    (
      "recurring.to",
      #"{"id":"1","kind":"money","at":"2026-01-01","amount":"1","currency":"USD","recurring":{"from":"2026-01-01","to":"DAY"}}"#
    ),
    (
      "closes",
      #"{"id":"1","kind":"deal","at":"2026-01-01","deal":"d","stage":"open","closes":"DAY"}"#
    ),
    ("day", #"{"id":"1","kind":"note","at":"2026-01-01","text":"x","day":"DAY"}"#),
    (
      "expect.by",
      #"{"id":"1","kind":"note","at":"2026-01-01","text":"x","expect":{"answer":"a","by":"DAY"}}"#
    ),
  ]

  @Test(arguments: days)
  func `days outside the span are refused, and kept facts are read all the same`(
    field: String, line: String
  ) throws {
    for day in ["0001-02-01", "1899-12-31", "1969-12-31", "2035-09-18", "9999-12-31"] {
      let line = line.replacing("DAY", with: day)
      let isOrdered =
        !(field.hasSuffix("to") && day < "2026") && !(field == "recurring.from" && day > "2026")
      guard isOrdered else { continue }
      let problem = try #require(self.problem(line), "\(line)")
      #expect(problem.field == field)
      #expect(
        problem.problem.contains(day < "2026" ? "is before 1970-01-01" : "is after 2035-09-17"))
      #expect(problem.remedy.contains(day < "2026" ? "facts: { from: … }" : "facts: { ahead: … }"))
      #expect(throws: Never.self) {
        try FactReader(ofKept: Self.zone).read(line: ArraySlice(line.utf8))
      }
    }
    for day in ["1970-01-01", "2035-09-17"] {
      let line = line.replacing("DAY", with: day)
      #expect(problem(line)?.problem.contains("facts may state") != true, "\(line)")
    }
  }

  @Test func `a moment counts by the business's day`() {
    func line(_ at: String) -> String {
      #"{"id":"1","kind":"time","at":"\#(at)","customer":"c","seconds":1}"#
    }
    #expect(problem(line("1969-12-31T23:00:00Z")) == nil)
    #expect(problem(line("1969-12-31T22:59:59Z"))?.field == "at")
    #expect(problem(line("2035-09-17T22:59:59Z")) == nil)
    #expect(problem(line("2035-09-17T23:00:00Z"))?.field == "at")
  }

  @Test(arguments: [
    (
      "of", #"{"id":"x","kind":"money","at":"2026-01-01","amount":"1","currency":"USD","of":"x"}"#,
      "the fact takes back itself"
    ),
    (
      "of",
      #"{"id":"e\u0301","kind":"money","at":"2026-01-01","amount":"1","currency":"USD","of":"\u00e9"}"#,
      "the fact takes back itself"
    ),
    (
      "fact", #"{"id":"x","kind":"retract","at":"2026-01-01","fact":"x"}"#,
      "the fact retracts itself"
    ),
    (
      "amount", #"{"id":"x","kind":"money","at":"2026-01-01","amount":"1.01","currency":"EUR"}"#,
      "1.01 EUR is too large to convert at the plan's rates"
    ),
    (
      "amount",
      #"{"id":"x","kind":"cost","at":"2026-01-01","lever":"sales","amount":"-2","currency":"EUR"}"#,
      "-2.00 EUR is too large to convert at the plan's rates"
    ),
    (
      "text",
      #"{"id":"x","kind":"note","at":"2026-01-01","text":"\#(String(repeating: "é", count: 8193))"}"#,
      "the text has more than 16 KiB"
    ),
  ])
  func `what can harm is refused, and kept facts are read all the same`(
    field: String, line: String, problem: String
  ) throws {
    let found = try #require(self.problem(line))
    #expect(found.field == field)
    #expect(found.problem == problem)
    #expect(!found.remedy.isEmpty)
    #expect(throws: Never.self) {
      try FactReader(ofKept: Self.zone).read(line: ArraySlice(line.utf8))
    }
  }

  @Test func `the longest note is taken`() {
    let text = String(repeating: "é", count: 8192)
    #expect(problem(#"{"id":"x","kind":"note","at":"2026-01-01","text":"\#(text)"}"#) == nil)
  }
}
