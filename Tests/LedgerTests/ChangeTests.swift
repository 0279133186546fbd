import Facts
import Foundation
import Intake
import Testing

@testable import Ledger

/// What one transaction writes, and when.
@Suite struct ChangeTests {
  @Test func `a change without its line in the audit trail is undone`() throws {
    let ledger = try FactLedger.inMemory()
    #expect(throws: LedgerProblem.self) {
      try ledger.changing(at: noon) { change in
        _ = try change.seal([Seal(.terms, "p", day: CalendarDay(number: 1), body: .null)])
      }
    }
    #expect(try ledger.seals().isEmpty)
    try ledger.changing(at: noon) { change in
      _ = try change.seal([Seal(.terms, "p", day: CalendarDay(number: 1), body: .null)])
      try change.audit("sealed", "p", by: somebody)
    }
    #expect(try ledger.seals().count == 1)
    #expect(try ledger.audit(limit: 9).map(\.what) == ["sealed"])
  }

  @Test func `facts, what belongs to them and the audit trail are kept together or not at all`()
    throws
  {
    let ledger = try FactLedger.inMemory()
    var writer = LedgerWriter(ledger)
    struct Stop: Error {}
    #expect(throws: LedgerProblem.self) {
      try writer.append([.init(try money("1", "5.00"))], at: noon) { _ in
        nil
      } also: { change, _ in
        try change.audit("noted", by: somebody)
        throw Stop()
      }
    }
    #expect(try ledger.extent().facts == 0)
    #expect(try ledger.audit(limit: 9).isEmpty)
    // What the writer remembered of the failed transaction is forgotten.
    #expect(try writer.append([.init(try money("1", "5.00"))], at: noon) { _ in nil }.kept == 1)
    #expect(try ledger.customerNames().count == 1)
  }

  @Test func `a clock that is set back puts no fact into a day that was shown`() throws {
    let ledger = try FactLedger.inMemory()
    var writer = LedgerWriter(ledger)
    let day: Int64 = 86_400_000
    _ = try writer.append([.init(try money("1", "5.00"))], at: noon) { _ in nil }
    let before = Instant(milliseconds: noon.milliseconds - day)
    _ = try writer.append([.init(try money("2", "6.00"))], at: before) { _ in nil }
    #expect(try ledger.lastReceived() == noon)
    #expect(try ledger.behind(before) == day)
    #expect(try ledger.behind(noon) == 0)
    _ = try ledger.apply(planText: "a", by: somebody, at: before)
    #expect(try ledger.plan()?.applied == noon)
    #expect(try ledger.audit(limit: 1).first?.at == noon)
  }

  @Test(arguments: ["a\0b", "\0", "a\0"]) func `texts are kept whole, zero bytes and all`(
    text: String
  ) throws {
    let ledger = try FactLedger.inMemory()
    let rejection = Rejection(
      source: text, file: text, line: 1, column: text, why: text, remedy: text, row: text)
    var writer = LedgerWriter(ledger)
    _ = try writer.append([], rejections: [rejection], at: noon) { _ in nil }
    #expect(try ledger.quarantine().first?.rejection == rejection)
    try ledger.changing(at: noon) { try $0.audit(text, text, text, by: Principal(.user, text)) }
    let entry = try #require(try ledger.audit(limit: 1).first)
    #expect([entry.what, entry.about, entry.detail, entry.by.name] == [text, text, text, text])
    let seal = Seal(.terms, text, day: CalendarDay(number: 1), body: .string(text))
    #expect(try ledger.seal([seal], at: noon) == 1)
    #expect(try ledger.seals(of: text).first?.body == .string(text))
  }

  @Test func `quarantine is counted and paged, and forgets the text of rows settled long ago`()
    throws
  {
    let ledger = try FactLedger.inMemory()
    var writer = LedgerWriter(ledger)
    let rows = (1...5).map {
      Rejection(
        source: "s", file: "f", line: $0, column: "", why: "w", remedy: "m", row: "row \($0)")
    }
    _ = try writer.append([], rejections: rows, at: noon) { _ in nil }
    #expect(try ledger.quarantineCount() == 5)
    #expect(try ledger.quarantine(after: 1, limit: 2).map(\.number) == [2, 3])
    try drop([1, 2], in: ledger, at: noon)
    let month = Instant(milliseconds: noon.milliseconds + 31 * 86_400_000)
    try drop([3], in: ledger, at: month)
    #expect(try texts(of: ledger) == ["", "", "row 3", "row 4", "row 5"])
    let again = try writer.append([], rejections: rows, at: month) { _ in nil }
    #expect(again.quarantined == 0, "a row is known again though its text is gone")
  }

  private func drop(_ rows: [Int], in ledger: FactLedger, at moment: Instant) throws {
    try ledger.changing(at: moment) { change in
      _ = try change.settle(rows, as: .dropped)
      try change.audit("rows dropped", by: somebody)
    }
  }

  private func texts(of ledger: FactLedger) throws -> [String] {
    try ledger.reading { database in
      var texts: [String] = []
      try database.each("SELECT row FROM quarantine ORDER BY number") {
        texts.append($0.text(0) ?? "")
      }
      return texts
    }
  }
}
