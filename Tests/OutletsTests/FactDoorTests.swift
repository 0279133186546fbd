import Facts
import HTTPTypes
import Hummingbird
import Ledger
import Scoreboard
import Testing

@testable import Outlets

/// Facts over HTTP: each is answered, and what is acknowledged is in the ledger.
@Suite struct FactDoorTests {
  private static let money =
    #"{"id":"a","kind":"money","at":"2026-11-25T10:00:00Z","customer":"c","amount":"5","currency":"EUR"}"#

  private func post(
    _ client: TestClient, _ token: String, _ body: String, _ type: String? = nil
  ) async throws -> TestResponse {
    var fields = bearer(token)
    if let type { fields[.contentType] = type }
    return try await client.execute(
      uri: "/v1/facts", method: .post, headers: fields, body: ByteBuffer(string: body))
  }

  @Test("each fact is kept, known, or quarantined with a pointer and how to mend it")
  func fates() async throws {
    let test = try TestHouse()
    let token = try test.token(.source)
    try await test.visit { client in
      let first = try await post(client, token, "[\(Self.money),{\"id\":\"b\",\"kind\":\"x\"}]")
      #expect(first.status == .ok)
      let json = try first.json
      #expect(json["kept"] == 1 && json["quarantined"] == 1)
      #expect(first.text.contains(#""pointer":"/1/kind""#))
      let again = try await post(client, token, Self.money)
      #expect(try again.json["known"] == 1)
      let other = try await post(
        client, token, Self.money.replacing(#""5""#, with: #""6""#))
      #expect(try other.json["quarantined"] == 1)
      #expect(other.text.contains("imported before with other content"))
    }
    #expect(try test.ledger.extent().facts == 1)
    #expect(try test.ledger.quarantine().count == 2)
  }

  @Test("a field that may be misspelt is asked about, and the fact is kept with it")
  func misspelt() async throws {
    let test = try TestHouse()
    let token = try test.token(.source)
    try await test.visit { client in
      let slip = Self.money.replacing("}", with: #","quota_split":{"ana":1},"plan":"pro"}"#)
      let plain = Self.money.replacing(#""id":"a""#, with: #""id":"b""#)
      let answer = try await post(client, token, "[\(slip),\(plain)]")
      guard case .array(let facts)? = try answer.json["facts"] else { return #expect(Bool(false)) }
      #expect(facts.map { $0["answer"] } == ["kept", "kept"])
      #expect(
        facts.map { $0["asked"] }
          == ["'quota_split' has no meaning; did you mean 'quota_splits'?", nil])
    }
  }

  @Test("one object a line: a broken line stops no other")
  func lines() async throws {
    let test = try TestHouse()
    let token = try test.token(.source)
    try await test.visit { client in
      let answer = try await post(
        client, token, "\(Self.money)\n{broken\n", "application/x-ndjson")
      #expect(try answer.json["kept"] == 1 && answer.json["quarantined"] == 1)
    }
  }

  @Test("a full queue says when to come again, and keeps nothing of what it refuses")
  func backpressure() async throws {
    let test = try TestHouse(ServerSettings(queue: 1))
    let token = try test.token(.source)
    try await test.visit { client in
      let answer = try await post(
        client, token, "[\(Self.money),\(Self.money.replacing(#""a""#, with: #""b""#))]")
      #expect(answer.status == .tooManyRequests)
      #expect(answer.headers[.retryAfter] == "1")
    }
    #expect(try test.ledger.extent().facts == 0)
  }

  @Test("too long a body, too many facts and too long a head have answers of their own")
  func limits() async throws {
    let test = try TestHouse()
    let token = try test.token(.source)
    try await test.visit { client in
      let long = try await post(
        client, token, String(repeating: " ", count: FactDoor.bodyLimit + 1))
      #expect(long.status == .contentTooLarge)
      let many = "[" + Array(repeating: "1", count: 10_001).joined(separator: ",") + "]"
      #expect(try await post(client, token, many).status == .contentTooLarge)
      var fields = bearer(token)
      fields[.userAgent] = String(repeating: "x", count: Limits.fields)
      let head = try await client.execute(uri: "/health", method: .get, headers: fields)
      #expect(head.status == .requestHeaderFieldsTooLarge)
    }
  }

  @Test("only those who may send do", arguments: [Role.viewer, .member, .lead])
  func roles(role: Role) async throws {
    let test = try TestHouse()
    let token = try test.token(role, lever: .sales, member: "m")
    try await test.visit { client in
      #expect(try await post(client, token, Self.money).status == .forbidden)
      let nobody = try await client.execute(
        uri: "/v1/facts", method: .post, body: ByteBuffer(string: Self.money))
      #expect(nobody.status == .unauthorized)
    }
  }

  @Test("a fact kept changes the snapshot, and a gzip body is taken")
  func freshness() async throws {
    let test = try TestHouse()
    let token = try test.token(.gm)
    let short = try #require(Gzip.deflated(Array(Self.money.utf8)))
    try await test.visit { client in
      let answer = try await client.execute(
        uri: "/v1/facts", method: .post,
        headers: bearer(token, [.contentEncoding: "gzip"]), body: ByteBuffer(bytes: short))
      #expect(try answer.json["kept"] == 1)
    }
    let before = test.house.newest.snapshot
    await test.house.board.refresh()
    let after = test.house.newest.snapshot
    #expect(before.last == 0 && after.last == 1)
    #expect(after.flash.today.decimal == "5.00")
  }
}
