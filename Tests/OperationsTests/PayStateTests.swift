import Facts
import Foundation
import Intake
import Ledger
import Pay
import Planning
import Synchronization
import Testing

@testable import Operations

/// Pay that is frozen while facts come in can be worked out again at any later time.
@Suite("Pay frozen while facts come in", .serialized)
struct PayStateTests {
  private static let plan = """
    business: Trial
    timezone: Europe/London
    currency: EUR
    number: { targets: { yearly: 3000000 } }
    activation: { money: 1.00 }
    people: [ { id: ana, lever: sales, from: 2025-01-01, quota: { yearly: 120000 }, pay: ae } ]
    pay: { ae: { period: month, rates: { tiers: [ { rate: 10% } ] } } }
    """
  private static let now = Instant(milliseconds: 1_795_780_800_000)

  private func keep(_ ids: some Sequence<Int>, in ledger: FactLedger) throws {
    let reader = FactReader(ofKept: .utc)
    var writer = LedgerWriter(ledger)
    let arrivals = try ids.map { id in
      let line =
        #"{"id":"w\#(id)","kind":"deal","deal":"q\#(id)","at":"2026-10-05","customer":"c","stage":"won","amount":"10.00","currency":"EUR","member":"ana"}"#
      return LedgerWriter.Arrival(
        try reader.read(line: ArraySlice(line.utf8)).fact, received: Self.now)
    }
    _ = try writer.append(arrivals, at: Self.now) { conflict in
      Rejection(
        source: "", file: "", line: 0, column: "", why: conflict.difference, remedy: "", row: "")
    }
  }

  private func verifies(_ snapshot: Int64, in ledger: FactLedger) throws -> Bool {
    let snapshot = try #require(try ledger.paySnapshots().first { $0.number == snapshot })
    let desk = try PayDesk(ledger, recomputing: snapshot)
    let again = try desk.run.pay(period: snapshot.period).map {
      desk.statement($0, lastFact: snapshot.lastFact).json.compact
    }
    return try ledger.payStatements(snapshot.number) == again
  }

  @Test func `a statement that another version worded is the same, one with another figure is not`()
  {
    let frozen = #"{"payout":"24.58","lines":[{"pay":"24.58","why":"old words"}],"notes":["a"]}"#
    let worded = #"{"payout":"24.58","lines":[{"pay":"24.58","why":"new words"}],"notes":[]}"#
    let changed = frozen.replacing(#""pay":"24.58""#, with: #""pay":"24.59""#)
    let figures = PayVerification.withoutSentences
    #expect(figures(frozen) == figures(worded))
    #expect(figures(frozen) != figures(changed))
    #expect(figures("no JSON") == "no JSON")
  }

  @Test func `what comes between the reads is in none of them`() throws {
    let ledger = try FactLedger.inMemory()
    _ = try ledger.apply(
      planText: Self.plan, by: Principal(.command, "test"),
      at: Instant(milliseconds: Self.now.milliseconds - 5000))
    try keep(1...3, in: ledger)
    let plan = try ledger.plan(at: .distantFuture)
    let view = View.live(plan, now: Self.now)
    let state = try PayState(
      ledger, view, plan, without: "2026-10",
      decidedBefore: Instant(milliseconds: Self.now.milliseconds + 1))
    try keep(4...5, in: ledger)
    _ = try ledger.apply(
      planText:
        Self.plan.replacing("rate: 10%", with: "rate: 20%"), by: Principal(.command, "test"),
      at: Instant(milliseconds: Self.now.milliseconds + 5))
    let freeze = try PayFreeze(ledger, view, state, "2026-10", "gm", at: Self.now)
    let number = try freeze.keep(ledger)
    let snapshot = try #require(try ledger.paySnapshots().last)
    #expect(snapshot.lastFact == 3)
    #expect(snapshot.plan == 1)
    #expect(snapshot.total == 300)
    #expect(try verifies(number, in: ledger))
  }

  private func adjust(_ amount: Int64, in ledger: FactLedger, at now: Instant) throws {
    _ = try ledger.adjust(
      "ana", period: "2026-10", amount: amount, author: "gm", reason: "a trial", at: now)
  }

  @Test func `a decision made while pay was worked out is not passed over`() throws {
    let ledger = try FactLedger.inMemory()
    _ = try ledger.apply(
      planText: Self.plan, by: Principal(.command, "test"),
      at: Instant(milliseconds: Self.now.milliseconds - 5000))
    try keep(1...3, in: ledger)
    let freeze = try PayFreeze(ledger, "2026-10", by: "gm", early: true, at: Self.now)
    // By a process that read its clock before, and waited for its turn to write.
    try adjust(500, in: ledger, at: Instant(milliseconds: 0))
    #expect(throws: LedgerProblem.self) { try freeze.keep(ledger) }
    #expect(try ledger.paySnapshots().isEmpty)
    let again = try PayFreeze(ledger, "2026-10", by: "gm", early: true, at: Self.now)
    #expect(try verifies(try again.keep(ledger), in: ledger))
  }

  @Test func `a decision made after pay was frozen is later than it, whatever the clock says`()
    throws
  {
    let ledger = try FactLedger.inMemory()
    _ = try ledger.apply(
      planText: Self.plan, by: Principal(.command, "test"),
      at: Instant(milliseconds: Self.now.milliseconds - 5000))
    try keep(1...3, in: ledger)
    let freeze = try PayFreeze(ledger, "2026-10", by: "gm", early: true, at: Self.now)
    let number = try freeze.keep(ledger)
    try adjust(500, in: ledger, at: Instant(milliseconds: 0))
    #expect(try verifies(number, in: ledger))
  }

  @Test func `a plan that was applied since the plan was read is not the one frozen`() throws {
    let ledger = try FactLedger.inMemory()
    _ = try ledger.apply(
      planText: Self.plan, by: Principal(.command, "test"), at: Instant(milliseconds: 1000))
    try keep(1...3, in: ledger)
    let plan = try ledger.plan(at: .distantFuture)
    _ = try ledger.apply(
      planText:
        Self.plan.replacing("rate: 10%", with: "rate: 20%"), by: Principal(.command, "test"),
      at: Instant(milliseconds: 2000))
    let state = try PayState(ledger, View.live(plan, now: Self.now), plan)
    #expect(state.version == 1)
    #expect(state.versions.count == 1)
  }

  @Test func `snapshots taken beside a writer can all be worked out again`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "pay-\(UUID().uuidString).db")
    defer {
      for end in ["", "-wal", "-shm"] {
        let file = path.path + end
        if FileManager.default.fileExists(atPath: file) {
          do { try FileManager.default.removeItem(atPath: file) } catch { Issue.record(error) }
        }
      }
    }
    let ledger = try FactLedger.open(path.path, create: true)
    _ = try ledger.apply(
      planText: Self.plan, by: Principal(.command, "test"), at: Instant(milliseconds: 1000))
    try keep(1...200, in: ledger)
    let isOver = Mutex(false)
    let ended = DispatchSemaphore(value: 0)
    // A thread of its own: the tests beside this one may hold all of the pool.
    let writing = Thread {
      defer { ended.signal() }
      do {
        let writer = try FactLedger.open(path.path)
        var id = 1000
        while !isOver.withLock({ $0 }) {
          try keep([id], in: writer)
          id += 1
          Thread.sleep(forTimeInterval: 0.002)
        }
      } catch { Issue.record(error) }
    }
    writing.start()
    var numbers: [Int64] = []
    for _ in 0..<8 {
      let freeze = try PayFreeze(ledger, "2026-10", by: "gm", early: true, at: Self.now)
      numbers.append(try freeze.keep(ledger))
    }
    isOver.withLock { $0 = true }
    ended.wait()
    for number in numbers { #expect(try verifies(number, in: ledger), "snapshot \(number)") }
    let marks = try ledger.paySnapshots().map(\.lastFact)
    #expect(Set(marks).count > 1, "the writer was not at work")
  }
}
