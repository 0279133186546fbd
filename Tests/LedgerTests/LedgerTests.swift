import Facts
import Foundation
import GRDB
import Intake
@testable import Ledger
import Testing

@Suite struct LedgerTests {
  private static let everyKind = [
    #"{"id":"1","kind":"play","at":"2026-01-01T00:00:00Z","play":"p","lever":"sales","from":"2026-01-01"}"#,
    #"{"id":"2","kind":"touch","at":"2026-01-01T00:00:00.250Z","customer":"ç","play":"p","member":"ana","channel":"mail"}"#,
    #"{"id":"3","kind":"holdout","at":"2026-01-01T00:00:00Z","customer":"c","play":"p"}"#,
    #"{"id":"4","kind":"money","at":"2026-01-01T00:00:00Z","customer":"c","source":"s","amount":"-12.50","currency":"EUR","of":"9","recurring":{"from":"2026-01-01","to":"2026-02-01"},"splits":{"ana":"0.6"},"zebra":{"a":1.50}}"#,
    #"{"id":"5","kind":"time","at":"2026-01-01T00:00:00Z","customer":"c","seconds":90}"#,
    #"{"id":"6","kind":"deal","at":"2026-01-01T00:00:00Z","customer":"c","deal":"d","stage":"proposal"}"#,
    #"{"id":"7","kind":"cost","at":"2026-01-01T00:00:00Z","lever":"marketing","amount":"7","currency":"JPY"}"#,
    #"{"id":"8","kind":"score","at":"2026-01-01T00:00:00Z","customer":"c","scale":"nps","score":10}"#,
    #"{"id":"9","kind":"work","at":"2026-01-01T00:00:00Z","work":"w","type":"debt","state":"shipped"}"#,
    #"{"id":"10","kind":"customer","at":"2026-01-01T00:00:00Z","customer":"c","attributes":{"b":1,"a":"x"}}"#,
    #"{"id":"11","kind":"note","at":"2026-01-01T00:00:00Z","text":"Hi \"there\"\n"}"#,
    #"{"id":"12","kind":"retract","at":"2026-01-01T00:00:00Z","fact":"4","why":"wrong"}"#,
  ]

  @Test func `facts of every kind come out as they went in`() throws {
    let ledger = try FactLedger.inMemory()
    let facts = try Self.everyKind.map(fact)
    try keep(facts, in: ledger)
    var stored: [Fact] = []
    try ledger.facts { fact, received in
      stored.append(fact)
      #expect(received == noon)
    }
    #expect(stored == facts)
  }

  @Test func `facts are never changed or deleted, also not by SQL`() throws {
    let folder = try Folder()
    let path = folder.path + "/l.db"
    try keep([try money("1", "5.00")], in: try FactLedger.open(path, create: true))
    let raw = try DatabaseQueue(path: path)
    for sql in ["UPDATE fact SET amount = 1", "DELETE FROM fact"] {
      #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: sql) } }
    }
  }

  @Test func `every connection writes through to the disk`() throws {
    let folder = try Folder()
    let path = folder.path + "/l.db"
    _ = try FactLedger.open(path, create: true)
    let raw = try DatabaseQueue(path: path)
    #expect(try raw.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    // 2 is FULL: what was acknowledged survives a power cut.
    #expect(try FactLedger.open(path).synchronous() == 2)
  }

  @Test func `a file of something else is refused with its reason`() throws {
    let folder = try Folder()
    let text = folder.path + "/text.db"
    try Data(String(repeating: "not a database ", count: 100).utf8)
      .write(to: URL(fileURLWithPath: text))
    #expect {
      try FactLedger.open(text)
    } throws: {
      ($0 as? LedgerProblem)?.problem.hasPrefix("\(text) is not a Fulcrum ledger") == true
    }
    let other = folder.path + "/other.db"
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE x (y)") }
    #expect(
      throws: LedgerProblem.notALedger(path: other, detail: "it is another program's SQLite file")
    ) {
      try FactLedger.open(other)
    }
    let missing = folder.path + "/none.db"
    #expect(throws: LedgerProblem.missing(path: missing)) { try FactLedger.open(missing) }
    #expect(!FileManager.default.fileExists(atPath: missing))
  }

  @Test func `a backup is equal and never overwrites`() throws {
    let folder = try Folder()
    let ledger = try FactLedger.open(folder.path + "/l.db", create: true)
    try keep(try Self.everyKind.map(fact), in: ledger)
    let path = folder.path + "/b.db"
    try ledger.backup(to: path, by: somebody, at: noon)
    let copy = try FactLedger.open(path)
    #expect(try copy.extent().facts == 12)
    #expect(try copy.damage().isEmpty)
    #expect(throws: LedgerProblem.exists(path: path)) {
      try ledger.backup(to: path, by: somebody, at: noon)
    }
  }

  @Test func `plans are numbered versions, and the one in force at a moment is found`() throws {
    let ledger = try FactLedger.inMemory()
    func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds: milliseconds) }
    #expect(try ledger.plan() == nil)
    #expect(try ledger.apply(planText: "a", by: somebody, at: at(10)).isNew)
    #expect(try !ledger.apply(planText: "a", by: somebody, at: at(20)).isNew)
    #expect(try ledger.apply(planText: "b", by: somebody, at: at(30)).version.version == 2)
    #expect(try ledger.plan()?.text == "b")
    #expect(try ledger.plan(before: at(30))?.text == "a")
    #expect(try ledger.plan(before: at(31))?.text == "b")
    #expect(try ledger.plan(before: at(5))?.text == "a")
  }

  @Test func `a scan gives the facts past a number up to another`() throws {
    let ledger = try FactLedger.inMemory()
    try keep([try money("1", "1.00"), try money("2", "2.00"), try money("3", "3.00")], in: ledger)
    var amounts: [Int64] = []
    try ledger.scan(after: 1, through: 2) { row, _ in amounts.append(row.amount) }
    #expect(amounts == [200])
    #expect(try ledger.lastNumber() == 3)
    #expect(try ledger.row(of: 3)?.amount == 300)
    #expect(try ledger.row(of: 4) == nil)
  }
}
