import Facts
import Foundation
import Ledger
import Planning
import Scoreboard
import Tally
import Testing

@testable import Operations

/// A play starts, is drawn for and stops; what cannot start leaves nothing behind.
@Suite struct PlayStartTests {
  private static let now = Instant(milliseconds: 1_795_780_800_000)
  private let author = Principal(.command, "test")

  private func ledger() throws -> LedgerWriter {
    let ledger = try FactLedger.inMemory()
    let plan = Plan.starter(business: "Trial", timezone: "UTC", currency: "EUR")
    _ = try ledger.apply(planText: plan, by: author, at: Self.now)
    return LedgerWriter(ledger)
  }

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/plays-\(UUID().uuidString)"
    try body(folder)
    if FileManager.default.fileExists(atPath: folder) {
      try FileManager.default.removeItem(atPath: folder)
    }
  }

  private let customers = (1...40).compactMap { CustomerID("c\($0)") }

  @Test func `facts, terms and line are there together`() throws {
    try inFolder { folder in
      var writer = try ledger()
      let start = try PlayStart(
        ["play": "winter", "lever": "sales", "holdout": "25%"], customers: customers,
        folder: folder)
      let said = try start.run(&writer, by: author, at: Self.now)
      #expect(said.contains("winter starts on 2026-11-27"))
      #expect(try writer.ledger.latestDeclaration(of: #require(PlayID("winter"))) != nil)
      let seal = try #require(try writer.ledger.seals(.terms, of: "winter").first)
      #expect(seal.body["division"] == "holdout")
      #expect(try writer.ledger.audit(limit: 1).first?.what == "play started")
      let lists = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(lists == ["winter-kept.txt", "winter-reach.txt"])
    }
  }

  @Test func `a customer drawn again stays where the first lot put them`() throws {
    try inFolder { folder in
      var writer = try ledger()
      _ = try PlayStart(
        ["play": "winter", "lever": "sales"], customers: Array(customers.prefix(30)),
        folder: folder
      ).run(&writer, by: author, at: Self.now)
      let facts = try writer.ledger.lastNumber()
      let said = try PlayDraw("winter", customers: customers, folder: folder)
        .run(&writer, by: author, at: Self.now.advanced(bySeconds: 60))
      #expect(said.contains("30 customers had been drawn before"))
      #expect(try writer.ledger.lastNumber() == facts + 10)
    }
  }

  @Test func `the waves that were sealed are the waves that are read`() throws {
    try inFolder { folder in
      var writer = try ledger()
      _ = try PlayStart(
        ["play": "calls", "lever": "sales", "waves": "4", "every": "30d"], customers: customers,
        folder: folder
      ).run(&writer, by: author, at: Self.now)
      let seal = try #require(try writer.ledger.seals(.terms, of: "calls").first)
      #expect(PlayLaunch.Division(sealed: seal.body) == .waves(4, every: 30))
      #expect(throws: Failure.self) {
        try PlayDraw("calls", customers: customers, folder: folder)
          .run(&writer, by: author, at: Self.now)
      }
    }
  }

  @Test(arguments: [
    ("window", "soon", "window"), ("holdout", "120%", "holdout"), ("from", "2026-02-30", "from"),
    ("goal", "fame", "goal"), ("lever", "luck", "lever"), ("waves", "1", "waves"),
    ("budget", "much", "budget"), ("worthwhile", "0", "worthwhile"), ("rule", "north", "rule"),
    ("owner", "", "owner"),
  ])
  func `the field at fault is named`(field: String, value: String, named: String) {
    var fields = ["play": "winter", "lever": "sales"]
    fields[field] = value
    let failure = #expect(throws: Failure.self) { try PlayStart(fields) }
    #expect(failure?.field == named)
  }

  @Test func `a play that is there does not start again, and nothing is kept`() throws {
    var writer = try ledger()
    let start = try PlayStart(["play": "winter", "lever": "sales", "everybody": "true"])
    _ = try start.run(&writer, by: author, at: Self.now)
    let facts = try writer.ledger.lastNumber()
    #expect(throws: Failure.self) { try start.run(&writer, by: author, at: Self.now) }
    #expect(try writer.ledger.lastNumber() == facts)
  }

  @Test func `a declaration kept with other content is said, and nothing is sealed`() throws {
    var writer = try ledger()
    let taken = Fact(
      id: try #require(FactID("play:winter")), at: Self.now,
      body: .note(NoteBody(text: "taken", expect: nil, day: nil)))
    _ = try writer.append([.init(taken)], at: Self.now) { _ in nil }
    let start = try PlayStart(["play": "winter", "lever": "sales", "everybody": "true"])
    let problem = #expect(throws: LedgerProblem.self) {
      try start.run(&writer, by: author, at: Self.now)
    }
    #expect(problem?.problem.contains("play:winter was imported before with") == true)
    #expect(try writer.ledger.seals(.terms).isEmpty)
  }

  @Test func `a play stops on a day of its own`() throws {
    var writer = try ledger()
    _ = try PlayStart(["play": "winter", "lever": "sales", "everybody": "true"])
      .run(&writer, by: author, at: Self.now)
    #expect(throws: Failure.self) {
      try PlayStop("winter", on: "2026-11-01").run(&writer, by: author, at: Self.now)
    }
    let later = Self.now.advanced(bySeconds: 1)
    #expect(
      try PlayStop("winter", on: "2026-12-31").run(&writer, by: author, at: later)
        == "winter ends with 2026-12-31.")
    let declared = try writer.ledger.latestDeclaration(of: #require(PlayID("winter")))
    #expect(declared?.declaration?.to == CalendarDay("2026-12-31"))
  }
}
