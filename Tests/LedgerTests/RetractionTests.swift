import Facts
import Ledger
import Testing

/// What retractions take back, wherever the ledger asks.
@Suite struct RetractionTests {
  private let later = noon.advanced(bySeconds: 3600)
  private let latest = noon.advanced(bySeconds: 7200)

  /// A customer in the north, retracted an hour later, and that retraction retracted an hour after that.
  private func ledger() throws -> FactLedger {
    let ledger = try FactLedger.inMemory()
    let customer =
      #"{"id":"a","kind":"customer","at":"2026-01-01","customer":"c","attributes":{"region":"north"}}"#
    try keep([try fact(customer)], in: ledger)
    try keep([try retraction("r", of: "a", on: "2040-01-01")], in: ledger, at: later)
    try keep([try retraction("s", of: "r")], in: ledger, at: latest)
    return ledger
  }

  private func retraction(_ id: String, of other: String, on day: String = "2026-01-02") throws
    -> Fact
  {
    try fact(#"{"id":"\#(id)","kind":"retract","at":"\#(day)","fact":"\#(other)","why":"w"}"#)
  }

  @Test func `a retraction counts from its receipt on, whenever it happened`() throws {
    let ledger = try ledger()
    #expect(try ledger.retracted(receivedBefore: later) == [])
    #expect(try ledger.retracted(receivedBefore: latest) == [1])
    #expect(try ledger.retracted() == [2], "the retraction itself, so that the fact stands again")
  }

  @Test func `attributes of a day are those known on it`() throws {
    let ledger = try ledger()
    #expect(try ledger.attribute("region", receivedBefore: later).values.map(\.self) == ["north"])
    #expect(try ledger.attribute("region", receivedBefore: latest).isEmpty)
    #expect(try ledger.attribute("region", receivedBefore: .distantFuture).count == 1)
  }

  @Test func `pay reads retractions dated ahead, and other facts once they happened`() throws {
    let ledger = try ledger()
    try keep([try money("m", "5.00", at: "2040-01-01")], in: ledger)
    var kinds: [FactKind] = []
    try ledger.payRows(
      of: [.money, .retract], numbered: 1...9, receivedBefore: .distantFuture,
      happenedBefore: latest
    ) { row, _, _ in kinds.append(row.kind) }
    #expect(kinds == [.retract, .retract])
  }

  @Test func `a key that retracts its own retraction does not keep its facts from being undone`()
    throws
  {
    let ledger = try FactLedger.inMemory()
    let leaked = try ledger.addToken(
      Visitor("a", .source, scope: KeyScope()), hash: "a", until: nil, by: somebody, at: noon)
    var writer = LedgerWriter(ledger)
    let facts = [
      try money("1", "5.00"), try retraction("r", of: "1"), try retraction("s", of: "r"),
    ]
    for fact in facts {
      _ = try writer.append(
        [.init(fact, token: leaked, retractsOwn: true)], at: noon, refuse: refusal)
    }
    #expect(try ledger.retracted() == [2])
    #expect(try ledger.undo(token: leaked, by: somebody, at: noon)?.retracted == 1)
    #expect(try ledger.retracted() == [1, 2])
  }
}
