import Facts
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Ledger
import NIOCore
import Testing

@testable import Outlets

/// What a write key may send, and what it hears.
@Suite struct KeyTests {
  private func post(
    _ client: TestClient, _ token: String, _ body: String, _ fields: HTTPFields = [:]
  ) async throws -> TestResponse {
    try await client.execute(
      uri: "/v1/facts", method: .post, headers: bearer(token, fields),
      body: ByteBuffer(string: body))
  }

  private static func money(_ id: String, _ amount: String = "1.00") -> String {
    #"{"id":"\#(id)","kind":"money","at":"2026-11-20","customer":"secret-c","amount":"\#(amount)","currency":"EUR"}"#
  }

  @Test("a sender hears nothing of what is kept; those who see quarantine do")
  func hearsNothing() async throws {
    let test = try TestHouse()
    let (one, two) = (try test.token(.source), try test.token(.source))
    try await test.visit { client in
      _ = try await post(client, one, Self.money("order-77", "4321.09"))
      let answer = try await post(client, two, Self.money("order-77", "1.00")).text
      #expect(answer.contains("order-77 was imported before with other content"))
      #expect(!answer.contains("4321") && !answer.contains("there"))
    }
    let why = try #require(try test.ledger.quarantine().first?.rejection.why)
    #expect(why.contains("4321.09"))
  }

  @Test(
    "a key sends the kinds that it may",
    arguments: [
      (
        "play",
        #"{"id":"1","kind":"play","at":"2026-11-20","play":"p","lever":"sales","from":"2026-11-20"}"#
      ),
      ("note", #"{"id":"1","kind":"note","at":"2026-11-20","text":"t"}"#),
      ("retract", #"{"id":"1","kind":"retract","at":"2026-11-20","fact":"x","why":"w"}"#),
      ("holdout", #"{"id":"1","kind":"holdout","at":"2026-11-20","play":"p","customer":"c"}"#),
    ])
  func kinds(kind: String, body: String) async throws {
    let test = try TestHouse()
    let usual = try test.token(.source)
    let gm = try test.token(.gm)
    try await test.visit { client in
      let refused = try await post(client, usual, body).text
      #expect(refused.contains("this key may not send facts of kind \(kind)"))
      if kind != "retract" {
        let may = try test.token(
          .source, scope: KeyScope(kinds: [try #require(FactKind(rawValue: kind))]))
        #expect(try await post(client, may, body).text.contains("\"kept\":1"))
      }
      #expect(try await post(client, gm, body).text.contains("\"quarantined\":0"))
    }
  }

  @Test("no key writes a note in somebody's name")
  func notes() async throws {
    let test = try TestHouse()
    let key = try test.token(.source, scope: KeyScope(kinds: [.note]))
    try await test.visit { client in
      let answer = try await post(
        client, key, #"{"id":"1","kind":"note","at":"2026-11-20","text":"t","member":"sam"}"#)
      #expect(answer.text.contains("a key writes no note in a person's name"))
    }
  }

  @Test("a key of which too much was refused today sends nothing more until tomorrow")
  func quota() async throws {
    let test = try TestHouse()
    let key = try test.token(.source, scope: KeyScope(refusedMost: 2))
    try await test.visit { client in
      _ = try await post(client, key, #"[{"id":"1"},{"id":"2"}]"#)
      let refused = try await post(client, key, Self.money("3"))
      #expect(refused.status == .tooManyRequests && refused.headers[.retryAfter] != nil)
      test.clock.advance(seconds: 86_400)
      #expect(try await post(client, key, Self.money("3")).status == .ok)
    }
  }

  @Test("pages send with a key that names them, after asking")
  func origins() async throws {
    let test = try TestHouse()
    let key = try test.token(.source, scope: KeyScope(origins: ["https://shop.example"]))
    let plain = try test.token(.source)
    try await test.visit { client in
      let asked = try await client.execute(
        uri: "/v1/facts", method: .options, headers: [.origin: "https://shop.example"])
      #expect(asked.status == .noContent)
      #expect(asked.headers[.accessControlAllowOrigin] == "https://shop.example")
      let other = try await client.execute(
        uri: "/v1/facts", method: .options, headers: [.origin: "https://evil.example"])
      #expect(other.status == .forbidden)
      let origin: HTTPFields = [.origin: "https://shop.example"]
      #expect(try await post(client, key, Self.money("1"), origin).status == .ok)
      #expect(try await post(client, plain, Self.money("2"), origin).status == .forbidden)
      let evil: HTTPFields = [.origin: "https://evil.example"]
      #expect(try await post(client, key, Self.money("3"), evil).status == .forbidden)
    }
  }

  @Test("facts keep the key that sent them, and what it sends is counted")
  func counted() async throws {
    let test = try TestHouse()
    let key = try test.token(.source)
    let number = try #require(try test.ledger.tokens().first?.number)
    try await test.visit { client in
      _ = try await post(client, key, "[\(Self.money("1")),\(Self.money("1")),{}]")
    }
    let sent = try test.ledger.sending(of: number, at: test.clock.now)
    #expect(sent.kept == 1 && sent.known == 1 && sent.refused == 1)
    let undone = try test.ledger.undo(
      token: number, by: Principal(.command, "test"), at: test.clock.now)
    #expect(undone?.retracted == 1 && undone?.dropped == 1)
  }

  @Test("Basic opens nothing but the sending of facts by a write key")
  func basic() async throws {
    let test = try TestHouse()
    @Sendable func field(_ token: String) -> HTTPFields {
      [.authorization: "Basic " + Data((token + ":").utf8).base64EncodedString()]
    }
    let (gm, key) = (try test.token(.gm), try test.token(.source))
    try await test.visit { client in
      let read = try await client.execute(
        uri: "/v1/answers/number", method: .get, headers: field(gm))
      #expect(read.status == .unauthorized)
      let sent = try await client.execute(
        uri: "/v1/facts", method: .post, headers: field(key),
        body: ByteBuffer(string: Self.money("1")))
      #expect(sent.status == .ok)
    }
  }
}
