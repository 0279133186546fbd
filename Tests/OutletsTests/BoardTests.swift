import Facts
import Ledger
import Scoreboard
import Synchronization
import Testing

@testable import Outlets

/// The board is fresh, and whoever follows it sees the newest.
@Suite struct BoardTests {
  private func keep(_ number: Int, _ test: TestHouse) throws {
    let json = JSON.members([
      "id": .string("m\(number)"), "kind": "money", "at": .string(test.clock.now.description),
      "customer": .string("c\(number)"), "amount": "1.00", "currency": "EUR",
    ])
    let fact = try FactReader(ofKept: .utc).read(json).fact
    var writer = LedgerWriter(test.ledger)
    _ = try writer.append([.init(fact, received: test.clock.now)], at: test.clock.now) { _ in nil }
  }

  @Test("what another process kept is on the next snapshot, and nothing new makes none")
  func others() async throws {
    let test = try TestHouse()
    try keep(1, test)
    await test.house.board.refresh()
    let number = test.house.newest.snapshot.number
    #expect(test.house.newest.snapshot.flash.today.decimal == "1.00")
    await test.house.board.refresh()
    #expect(test.house.newest.snapshot.last == 1)
    #expect(test.house.newest.snapshot.number <= number + 1, "at most the plays' own")
  }

  @Test("midnight and a new plan make a snapshot of their own, and the night's audit finds nothing")
  func midnight() async throws {
    let test = try TestHouse()
    try keep(1, test)
    await test.house.board.refresh()
    test.clock.advance(seconds: 86_400)
    await test.house.board.refresh()
    #expect(test.house.newest.snapshot.board.day.description == "2026-11-26")
    #expect(test.house.newest.snapshot.flash.yesterday.decimal == "1.00")
    await test.house.board.refresh()
    for _ in 0..<100 where test.house.counters.audits.load(ordering: .relaxed) == 0 {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(test.house.counters.audits.load(ordering: .relaxed) == 1)
    #expect(test.house.counters.differences.load(ordering: .relaxed) == 0)
  }

  @Test("a slow follower skips what it missed and ends on the newest")
  func newestOnly() async throws {
    let test = try TestHouse()
    let stream = test.house.newest.follow()
    for number in 1...5 {
      try keep(number, test)
      await test.house.board.refresh()
    }
    let newest = test.house.newest.snapshot.number
    test.house.newest.finish()
    var seen: [Int] = []
    for await snapshot in stream { seen.append(snapshot.number) }
    #expect(seen.count == 1 && seen.last ?? 0 >= newest)
  }
}

/// What forms carry.
@Suite struct FormTests {
  @Test("fields and a file come out of a multipart form as they went in")
  func multipart() throws {
    let body =
      "--x\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nfacts\r\n"
      + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.csv\"\r\n"
      + "Content-Type: text/csv\r\n\r\n1,2\r\n--y\r\n\r\n--x--\r\n"
    let form = try Form(Array(body.utf8), type: "multipart/form-data; boundary=x")
    #expect(form["source"] == "facts")
    #expect(form.files["file"]?.name == "a b.csv")
    #expect(
      form.files["file"].map { String(decoding: $0.bytes, as: UTF8.self) } == "1,2\r\n--y\r\n")
  }

  @Test("a form without what its type promises is refused", arguments: ["", "--x", "--z\r\n--z--"])
  func broken(body: String) {
    #expect(throws: Refusal.self) {
      try Form(Array(body.utf8), type: "multipart/form-data; boundary=x")
    }
  }

  @Test("names of files lead nowhere else")
  func names() {
    #expect(WriteRoutes.fileName("../../etc/passwd") == "passwd")
    #expect(WriteRoutes.fileName("C:\\x\\y.csv") == "y.csv")
    #expect(WriteRoutes.fileName("..") == "upload")
  }

  @Test("gzip comes out as it went in, and what unfolds too far or is broken is refused")
  func gzip() throws {
    let bytes = Array(String(repeating: "facts ", count: 1000).utf8)
    let short = try #require(Gzip.deflated(bytes))
    #expect(short.count < 200)
    #expect(try Gzip.inflated(short, limit: 6000) == bytes)
    #expect(throws: Refusal.self) { try Gzip.inflated(short, limit: 5999) }
    #expect(throws: Refusal.self) { try Gzip.inflated(Array(short.dropLast(9)), limit: 6000) }
    #expect(throws: Refusal.self) { try Gzip.inflated(bytes, limit: 6000) }
  }
}
