import Facts
import HTTPTypes
import HTTPTypes
import Hummingbird
import Ledger
import Testing

@testable import Outlets

/// Who is let in, and how far.
@Suite struct AccessTests {
  private static let password = "four plain words here"

  private func form(
    _ client: TestClient, _ path: String, _ body: String, _ fields: HTTPFields = [:]
  ) async throws -> TestResponse {
    var fields = fields
    fields[.contentType] = "application/x-www-form-urlencoded"
    fields[.accept] = "text/html"
    return try await client.execute(
      uri: path, method: .post, headers: fields, body: ByteBuffer(string: body))
  }

  private func cookie(_ response: TestResponse) throws -> String {
    let field = try #require(response.headers[.setCookie])
    #expect(field.contains("HttpOnly") && field.contains("SameSite=Lax"))
    return String(field.prefix { $0 != ";" })
  }

  @Test("the first GM signs up by a link that holds once, signs out, and signs in again")
  func signUp() async throws {
    let test = try TestHouse()
    let key = try #require(try await test.house.access.firstInvitation())
    let password = Self.password.replacing(" ", with: "+")
    try await test.visit { client in
      let short = try await form(client, "/sign-up", "key=\(key)&name=gina&password=short")
      #expect(short.status == .unprocessableContent)
      let up = try await form(client, "/sign-up", "key=\(key)&name=gina&password=\(password)")
      #expect(up.status == .seeOther)
      let session = try cookie(up)
      let page = try await client.execute(uri: "/", method: .get, headers: [.cookie: session])
      #expect(page.status == .ok)
      let again = try await form(client, "/sign-up", "key=\(key)&name=eve&password=\(password)")
      #expect(again.status == .notFound)
      let bare = try await form(client, "/sign-out", "", [.cookie: session])
      #expect(bare.status == .forbidden, "a form without the session's token is refused")
      let secret = Secret.hash(String(session.dropFirst("fulcrum=".count)))
      let token = try #require(try test.ledger.session(hash: secret, at: test.clock.now)).form
      let out = try await form(client, "/sign-out", "csrf=\(token)", [.cookie: session])
      #expect(out.status == .seeOther)
      let gone = try await client.execute(
        uri: "/v1/answers/number", method: .get, headers: [.cookie: session])
      #expect(gone.status == .unauthorized)
      let back = try await form(client, "/sign-in", "name=gina&password=\(password)")
      #expect(back.status == .seeOther)
    }
    #expect(try await test.house.access.firstInvitation() == nil)
  }

  @Test("after five wrong passwords even the right one waits a quarter of an hour")
  func rateLimit() async throws {
    let test = try TestHouse()
    let access = test.house.access
    let key = try #require(try await access.firstInvitation())
    _ = try await access.signUp("gina", Self.password, invitation: key)
    for _ in 0..<5 {
      await #expect(throws: Refusal.self) {
        try await access.signIn("gina", "wrong", from: "1.2.3.4")
      }
    }
    await #expect { try await access.signIn("gina", Self.password, from: "1.2.3.4") } throws: {
      ($0 as? Refusal)?.status == .tooManyRequests
    }
    test.clock.advance(seconds: 901)
    _ = try await access.signIn("gina", Self.password, from: "1.2.3.4")
  }

  @Test(
    "answers go to those whose role has them",
    arguments: [
      (Role.gm, "bridge", 200), (.lead, "bridge", 200), (.member, "bridge", 403),
      (.viewer, "bridge", 403), (.viewer, "number", 200), (.viewer, "pay", 403),
      (.member, "pay", 200), (.lead, "quarantine", 403), (.source, "number", 403),
    ])
  func answers(role: Role, answer: String, status: Int) async throws {
    let test = try TestHouse()
    let token = try test.token(role, lever: .sales, member: "ana")
    try await test.visit { client in
      let response = try await client.execute(
        uri: "/v1/answers/\(answer)", method: .get, headers: bearer(token))
      #expect(response.status.code == status)
    }
  }

  @Test("a lead acts for their own lever")
  func leads() async throws {
    let test = try TestHouse()
    let token = try test.token(.lead, lever: .sales, member: "sam")
    try await test.visit { client in
      for (lever, status) in [("sales", 200), ("marketing", 403)] {
        let response = try await client.execute(
          uri: "/plays", method: .post, headers: bearer(token),
          body: ByteBuffer(string: #"{"play":"p","lever":"\#(lever)"}"#))
        #expect(response.status.code == status)
      }
    }
  }

  @Test("a token that was revoked lets nobody in, and both are in the audit trail")
  func revoked() async throws {
    let test = try TestHouse()
    let access = test.house.access
    let made = try await access.addToken(Visitor("t", .viewer), by: "gina")
    #expect(try access.visitor(token: made.token) != nil)
    #expect(try await access.revokeToken(made.number, by: "gina"))
    #expect(try access.visitor(token: made.token) == nil)
    let trail = try test.ledger.audit(limit: 2).map { "\($0.who): \($0.what)" }
    #expect(trail == ["gina: token revoked", "gina: token added"])
  }

  @Test("a page of another site changes nothing")
  func foreign() async throws {
    let test = try TestHouse()
    try await test.visit { client in
      let response = try await form(
        client, "/sign-in", "name=a&password=b", [.origin: "https://evil.example"])
      #expect(response.status == .forbidden)
    }
  }

  @Test(
    "what is bound to the network is refused without TLS or a word",
    arguments: [
      ("127.0.0.1", false, true), ("0.0.0.0", false, false), ("0.0.0.0", true, true),
      ("::1", false, true), ("192.168.1.4", false, false),
    ])
  func binding(host: String, word: Bool, isFine: Bool) {
    let settings = ServerSettings(host: host, isInsecurePublic: word)
    #expect((settings.refusal == nil) == isFine)
  }
}
