import Facts
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import Surfaces
import Synchronization
import Testing

@testable import Outlets

/// What those on call and those elsewhere are told.
@Suite struct TrustTests {
  @Test("ready tells a ledger that was moved, and facts are refused until it is back")
  func moved() async throws {
    let test = try TestHouse()
    let path = try #require(test.ledger.path)
    let key = try test.token(.source)
    let rounds = Rounds(test.house)
    let body = ByteBuffer(
      string:
        #"{"id":"1","kind":"money","at":"2026-11-20","customer":"c","amount":"1","currency":"EUR"}"#
    )
    try await test.visit { client in
      try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
      let sent = try await client.execute(
        uri: "/v1/facts", method: .post, headers: bearer(key), body: body)
      #expect(sent.status == .serviceUnavailable)
      let ready = try await client.execute(uri: "/ready", method: .get)
      #expect(ready.status == .serviceUnavailable && ready.text.contains("moved"))
      try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
      await rounds.go()
      #expect(try await client.execute(uri: "/ready", method: .get).status == .ok)
      let again = try await client.execute(
        uri: "/v1/facts", method: .post, headers: bearer(key), body: body)
      #expect(again.status == .ok)
    }
  }

  @Test("a clock that is behind what the ledger has seen is told")
  func clock() async throws {
    let test = try TestHouse()
    let rounds = Rounds(test.house)
    await rounds.go()
    #expect(test.house.conditions.all.isEmpty)
    test.clock.advance(seconds: -3600)
    await rounds.go()
    #expect(test.house.conditions.all.map(\.kind) == [.clock])
    #expect(test.house.conditions.isReady, "facts are taken all the same")
    test.clock.advance(seconds: 3600)
    await rounds.go()
    #expect(test.house.conditions.all.isEmpty)
  }

  @Test("a condition is logged once when it begins and once when it ends")
  func conditions() {
    let lines = Mutex<[String]>([])
    let logger = Logger(label: "test") { _ in Noting { line in lines.withLock { $0.append(line) } }
    }
    let conditions = Conditions(logger: logger, now: { TestHouse.noon })
    for _ in 0..<3 { conditions.begin(.writes, "no room") }
    #expect(!conditions.isReady)
    for _ in 0..<3 { conditions.end(.writes) }
    #expect(lines.withLock { $0 } == ["Trouble begins", "Trouble ends"])
  }

  /// Notes what is logged.
  private struct Noting: LogHandler {
    let note: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    init(_ note: @escaping @Sendable (String) -> Void) { self.note = note }
    func log(event: LogEvent) { note(event.message.description) }
  }

  @Test("a live page ends once its visitor is let in no more")
  func liveEnds() async throws {
    let test = try TestHouse()
    let made = try await test.house.access.addToken(
      Visitor("wall", .viewer), by: Principal(.command, "test"))
    let ended = Flag()
    try await test.visit { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          _ = try await client.execute(
            uri: "/live?page=flash", method: .get, headers: bearer(made.token))
          ended.set()
        }
        try await wait { test.house.newest.listeners == 1 }
        for _ in 0..<20 {
          test.house.newest.remind()
          try await Task.sleep(for: .milliseconds(10))
        }
        #expect(!ended.isSet, "while the token holds the page goes on")
        // Another process ends the token: nothing here hears of it but the rounds.
        let rounds = Rounds(test.house)
        await rounds.go()
        _ = try test.ledger.revokeToken(
          made.number, by: Principal(.command, "test"), at: test.clock.now)
        await rounds.go()
        try await wait { ended.isSet }
        #expect(ended.isSet)
        try await group.waitForAll()
      }
    }
  }

  /// Something that has happened.
  private final class Flag: Sendable {
    private let flag = Mutex(false)
    var isSet: Bool { flag.withLock { $0 } }
    func set() { flag.withLock { $0 = true } }
  }

  private func wait(_ isSo: @Sendable () -> Bool) async throws {
    for _ in 0..<3000 {
      if isSo() { return }
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  @Test("a visitor has twenty live pages at most")
  func livePages() async throws {
    let test = try TestHouse()
    let token = try test.token(.viewer)
    try await test.visit { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<LiveFeed.most {
          group.addTask {
            _ = try await client.execute(uri: "/live", method: .get, headers: bearer(token))
          }
        }
        try await wait { test.house.newest.listeners == LiveFeed.most }
        let more = try await client.execute(uri: "/live", method: .get, headers: bearer(token))
        #expect(more.status == .tooManyRequests)
        test.house.newest.finish()
        try await group.waitForAll()
      }
    }
  }

  @Test(
    "a server answers under its own names alone",
    arguments: [
      ("localhost:8080", nil, true), ("127.0.0.1", nil, true), ("[::1]:8080", nil, true),
      ("evil.example", nil, false), ("127.evil.example", nil, false),
      ("fulcrum.example.com", "https://fulcrum.example.com", true),
      ("evil.example", "https://fulcrum.example.com", false),
    ] as [(String, String?, Bool)])
  func hosts(host: String, publicly: String?, isFine: Bool) {
    let hosts = Hosts(settings: ServerSettings(publicAddress: publicly))
    #expect(hosts.accepts(host) == isFine)
  }

  @Test(
    "a form comes from a page of the server itself",
    arguments: [
      ("http://localhost:8080", "localhost:8080", true),
      ("https://localhost:8080", "localhost:8080", false),
      ("http://evil.example", "localhost:8080", false),
      ("http://evillocalhost:8080", "localhost:8080", false),
      ("null", "localhost:8080", false),
    ])
  func ownPages(origin: String, host: String, isFine: Bool) {
    let hosts = Hosts(settings: ServerSettings())
    #expect(hosts.isOwn(origin, asked: host) == isFine)
  }

  @Test("what is for one person is kept by no browser")
  func noStore() async throws {
    let test = try TestHouse()
    let token = try test.token(.gm)
    try await test.visit { client in
      for path in ["/", "/v1/answers/pay", "/v1/audit", "/sign-in"] {
        let response = try await client.execute(uri: path, method: .get, headers: bearer(token))
        #expect(response.headers[.cacheControl] == "no-store", "\(path)")
      }
    }
  }

  @Test("the audit trail is filtered and paged")
  func audit() async throws {
    let test = try TestHouse()
    let token = try test.token(.gm)
    for _ in 0..<3 { _ = try test.token(.viewer) }
    try await test.visit { client in
      let all = try await client.execute(
        uri: "/v1/audit?what=token%20added&limit=2", method: .get, headers: bearer(token))
      #expect(all.text.contains("\"before\""))
      let none = try await client.execute(
        uri: "/v1/audit?kind=nobody", method: .get, headers: bearer(token))
      #expect(try none.json["entries"] == .array([]))
      let wrong = try await client.execute(
        uri: "/v1/audit?kind=ghost", method: .get, headers: bearer(token))
      #expect(wrong.status == .badRequest)
    }
  }

  @Test(
    "control characters reach no terminal, the program's own colours do",
    arguments: [
      ("a\u{1B}]0;x\u{7}b", "a\u{FFFD}]0;x\u{FFFD}b"), ("\u{9B}2J", "\u{FFFD}2J"),
      ("mia\u{202E}gnp", "mia\u{FFFD}gnp"), ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
      ("a\rb", "a\u{FFFD}b"),
      ("Zoë – „ok“", "Zoë – „ok“"),
    ])
  func controls(text: String, clean: String) {
    #expect(ControlCharacters.replaced(in: text) == clean)
    #expect(
      ControlCharacters.replaced(in: "\u{1B}[32mok\u{1B}[0m", keepingColours: true)
        == "\u{1B}[32mok\u{1B}[0m")
    #expect(ControlCharacters.replaced(in: "\u{1B}[2J", keepingColours: true) == "\u{FFFD}[2J")
  }
}
