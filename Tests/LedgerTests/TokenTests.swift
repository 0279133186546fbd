import Facts
import Intake
import Ledger
import Testing

/// Keys: what they may, and what they sent.
@Suite struct TokenTests {
  private func key(_ ledger: FactLedger, _ hash: String, days: Int64? = nil) throws -> Int64 {
    try ledger.addToken(
      Visitor(hash, .source, scope: KeyScope()), hash: hash,
      until: days.map { noon.advanced(bySeconds: $0 * 86_400) }, by: somebody, at: noon)
  }

  private func send(_ facts: [Fact], _ token: Int64?, _ ledger: FactLedger) throws
    -> LedgerWriter.Outcome
  {
    var writer = LedgerWriter(ledger)
    return try writer.append(
      facts.map { .init($0, token: token, retractsOwn: token != nil) }, at: noon, refuse: refusal)
  }

  private func retraction(_ id: String, of other: String) throws -> Fact {
    try fact(#"{"id":"\#(id)","kind":"retract","at":"2026-01-02","fact":"\#(other)","why":"w"}"#)
  }

  @Test func `a key retracts only what it sent itself`() throws {
    let ledger = try FactLedger.inMemory()
    let (one, two) = (try key(ledger, "a"), try key(ledger, "b"))
    _ = try send([try money("1", "5.00")], one, ledger)
    _ = try send([try money("2", "5.00")], nil, ledger)
    for (number, target) in [(two, "1"), (one, "2"), (one, "not there yet")] {
      let outcome = try send([try retraction("r \(number) \(target)", of: target)], number, ledger)
      #expect(outcome.foreign == [0] && outcome.kept == 0)
    }
    #expect(try send([try retraction("r", of: "1")], one, ledger).kept == 1)
    #expect(try send([try retraction("s", of: "2")], nil, ledger).kept == 1, "people may")
  }

  @Test func `what a leaked key sent is taken back, and nothing else`() throws {
    let ledger = try FactLedger.inMemory()
    let (leaked, other) = (try key(ledger, "a"), try key(ledger, "b"))
    _ = try send([try money("1", "5.00"), try money("2", "6.00")], leaked, ledger)
    _ = try send([try money("3", "7.00")], other, ledger)
    _ = try send([try retraction("r", of: "2")], leaked, ledger)
    try ledger.changing(at: noon) { change in
      var outcome = LedgerWriter.Outcome()
      try change.quarantine(
        [.init(source: "s", file: "f", line: 1, column: "", why: "w", remedy: "m", row: "r")],
        from: leaked, &outcome)
      try change.audit("test", by: somebody)
    }
    let undone = try #require(try ledger.undo(token: leaked, by: somebody, at: noon))
    #expect(undone.retracted == 1 && undone.dropped == 1, "one was retracted already")
    #expect(try ledger.quarantineCount() == 0)
    #expect(try ledger.token(hash: "a", at: noon) == nil)
    #expect(try ledger.token(hash: "b", at: noon) != nil)
    let links = try ledger.links(after: 0, through: .max)
    #expect(links.filter { $0.kind == .retract }.count == 2)
    #expect(try ledger.undo(token: leaked, by: somebody, at: noon)?.retracted == 0)
    #expect(try ledger.undo(token: 99, by: somebody, at: noon) == nil)
    #expect(try ledger.audit(limit: 1).first?.what == "token undone")
  }

  @Test func `a key ends by itself, and says when it was used last`() throws {
    let ledger = try FactLedger.inMemory()
    let number = try key(ledger, "a", days: 1)
    #expect(try ledger.token(hash: "a", at: noon) != nil)
    #expect(try ledger.token(hash: "a", at: noon.advanced(bySeconds: 86_400)) == nil)
    try ledger.used(token: number, at: noon)
    #expect(try ledger.tokens().first?.used == noon)
  }

  @Test func `what a key sends is counted by the day`() throws {
    let ledger = try FactLedger.inMemory()
    let number = try key(ledger, "a")
    for _ in 0..<2 {
      try ledger.changing(at: noon) { change in
        var sending = Sending()
        (sending.kept, sending.refused) = (2, 1)
        try change.count(sending, of: number, by: somebody)
        try change.audit("test", by: somebody)
      }
    }
    #expect(try ledger.sending(of: number, at: noon).refused == 2)
    #expect(try ledger.sending(of: number, at: noon.advanced(bySeconds: 86_400)).refused == 0)
    #expect(try ledger.sendings()[number]?.kept == 4)
  }
}
