import Facts
import Intake
import Ledger
import Testing

@Suite struct LedgerWriterTests {
  @Test func `the same fact again is known, not kept twice`() throws {
    let ledger = try FactLedger.inMemory()
    let facts = [try money("1", "5.00"), try money("2", "6.00")]
    let first = try keep(facts, in: ledger)
    let second = try keep(facts, in: ledger, at: Instant(milliseconds: noon.milliseconds + 1))
    #expect(first.kept == 2 && first.known == 0)
    #expect(second.kept == 0 && second.known == 2)
    #expect(try ledger.extent().facts == 2)
  }

  @Test(arguments: [
    #"{"id":"1","kind":"money","at":"2026-01-01","customer":"c","amount":"5.01","currency":"EUR"}"#,
    #"{"id":"1","kind":"money","at":"2026-01-02","customer":"c","amount":"5.00","currency":"EUR"}"#,
    #"{"id":"1","kind":"money","at":"2026-01-01","customer":"d","amount":"5.00","currency":"EUR"}"#,
    #"{"id":"1","kind":"money","at":"2026-01-01","customer":"c","amount":"5.00","currency":"USD"}"#,
    #"{"id":"1","kind":"money","at":"2026-01-01","customer":"c","amount":"5.00","currency":"EUR","x":1}"#,
    #"{"id":"1","kind":"cost","at":"2026-01-01","lever":"sales","amount":"5.00","currency":"EUR"}"#,
    #"{"id":"1","kind":"money","at":"2026-01-01","customer":"c","member":"m","amount":"5.00","currency":"EUR"}"#,
  ])
  func `an id kept with other content is refused and put in quarantine`(other: String) throws {
    let ledger = try FactLedger.inMemory()
    let kept = try money("1", "5.00")
    try keep([kept], in: ledger)
    let outcome = try keep([try fact(other)], in: ledger)
    #expect(outcome.kept == 0 && outcome.known == 0 && outcome.conflicts.count == 1)
    #expect(outcome.conflicts.first?.kept == kept)
    #expect(try ledger.quarantine().map(\.rejection.why) == ["kept with other content"])
    #expect(try ledger.fact(kept.id) == kept)
  }

  /// A server has one writer for years: what a change that was undone had numbered must not stay in it.
  @Test func `after a change that was undone the writer numbers customers anew`() throws {
    struct Stopped: Error {}
    let ledger = try FactLedger.inMemory()
    var writer = LedgerWriter(ledger)
    #expect(throws: LedgerProblem.self) {
      try writer.changing(at: noon) { change, writer in
        _ = try writer.append(
          [.init(try money("1", "5.00", customer: "gone"))], in: change, refuse: refusal)
        throw Stopped()
      }
    }
    #expect(try ledger.extent().facts == 0)
    let kept = try money("2", "6.00", customer: "gone")
    _ = try writer.append([.init(kept)], at: noon, refuse: refusal)
    #expect(try ledger.fact(kept.id) == kept)
    #expect(try ledger.customerNames().count == 1)
  }

  @Test func `a duplicate inside one batch is known`() throws {
    let ledger = try FactLedger.inMemory()
    let outcome = try keep([try money("1", "5.00"), try money("1", "5.00")], in: ledger)
    #expect(outcome.kept == 1 && outcome.known == 1)
  }

  @Test func `ids that differ in case or by a space are different facts`() throws {
    let ledger = try FactLedger.inMemory()
    let outcome = try keep(try ["a", "A", "a "].map { try money($0, "1.00") }, in: ledger)
    #expect(outcome.kept == 3)
  }

  @Test func `a row refused again is in quarantine already`() throws {
    let ledger = try FactLedger.inMemory()
    try keep([try money("1", "5.00")], in: ledger)
    #expect(try keep([try money("1", "6.00")], in: ledger).quarantined == 1)
    let again = try keep([try money("1", "6.00")], in: ledger)
    #expect(again.quarantined == 0 && again.quarantinedBefore == 1)
    #expect(try ledger.quarantine().count == 1)
  }

  @Test func `rows leave quarantine once settled`() throws {
    let ledger = try FactLedger.inMemory()
    try keep([try money("1", "5.00")], in: ledger)
    try keep([try money("1", "6.00")], in: ledger)
    let number = try #require(try ledger.quarantine().first?.number)
    let settled = try ledger.changing(at: noon) { change in
      try change.audit("rows dropped", by: somebody)
      return try change.settle([number, 99], as: .dropped)
    }
    #expect(settled == 1)
    #expect(try ledger.quarantine().isEmpty)
    #expect(try ledger.quarantined(number) == nil)
  }
}
