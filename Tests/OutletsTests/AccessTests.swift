import Facts
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
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
      let token = try #require(try test.ledger.session(hash: secret, at: test.clock.now)).csrfToken
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
    _ = try await access.signIn("gina", Self.password, from: "9.9.9.9")
    test.clock.advance(seconds: 901)
    _ = try await access.signIn("gina", Self.password, from: "1.2.3.4")
  }

  @Test("a browser that is known signs in though its network tried too often")
  func knownDevice() async throws {
    let test = try TestHouse()
    let access = test.house.access
    let key = try #require(try await access.firstInvitation())
    let cookies = try await access.signUp("gina", Self.password, invitation: key)
    for _ in 0..<5 {
      await #expect(throws: Refusal.self) {
        try await access.signIn("gina", "wrong password", from: "1.2.3.4")
      }
    }
    _ = try await access.signIn(
      "gina", Self.password, device: cookies.device, from: "1.2.3.4")
  }

  @Test("an unknown name costs as many hashes as a known one")
  func equalWork() async throws {
    let test = try TestHouse()
    let access = test.house.access
    let key = try #require(try await access.firstInvitation())
    _ = try await access.signUp("gina", Self.password, invitation: key)
    var costs: [Int] = []
    for name in ["gina", "nobody", "gina"] {
      let before = Digest.derivations.load(ordering: .relaxed)
      await #expect(throws: Refusal.self) {
        try await access.signIn(name, "a wrong password", from: "1.2.3.4")
      }
      costs.append(Digest.derivations.load(ordering: .relaxed) - before)
    }
    #expect(costs.allSatisfy { $0 >= 1 }, "each try is hashed")
  }

  @Test("one link for the first GM holds, that of the last start, and none once there is a GM")
  func oneFirstLink() async throws {
    let test = try TestHouse()
    let access = test.house.access
    let first = try #require(try await access.firstInvitation())
    let second = try #require(try await access.firstInvitation())
    await #expect(throws: Refusal.self) {
      try await access.signUp("eve", Self.password, invitation: first)
    }
    _ = try await access.signUp("gina", Self.password, invitation: second)
    #expect(try test.ledger.invitations(at: test.clock.now).isEmpty)
  }

  @Test("the last GM stays, and what a GM made ends with them")
  func lastGM() async throws {
    let test = try TestHouse()
    let access = test.house.access
    let key = try #require(try await access.firstInvitation())
    _ = try await access.signUp("gina", Self.password, invitation: key)
    let gina = try #require(try test.ledger.user(named: "gina"))
    let principal = Principal(.user, "gina", number: gina.number)
    #expect(try await access.revokeUser("gina", by: principal) == .lastGM)
    let other = try await access.invite(Visitor("", .gm), by: principal)
    _ = try await access.signUp("otto", Self.password, invitation: other)
    let token = try await access.addToken(Visitor("t", .gm), by: principal)
    let link = try await access.invite(Visitor("eve", .gm), by: principal)
    #expect(try await access.revokeUser("gina", by: principal) == .revoked(tokens: 1, links: 1))
    #expect(try access.admit(token: token.token) == nil)
    await #expect(throws: Refusal.self) {
      try await access.signUp("eve", Self.password, invitation: link)
    }
  }

  @Test("what signs in before anybody is known is short, plain and of fields alone")
  func strangersForms() async throws {
    let test = try TestHouse()
    try await test.visit { client in
      let long = try await form(
        client, "/sign-in", "name=a&password=" + String(repeating: "x", count: 17 << 10))
      #expect(long.status == .contentTooLarge)
      for fields: HTTPFields in [
        [.contentType: "multipart/form-data; boundary=x"], [.contentEncoding: "gzip"],
      ] {
        let response = try await client.execute(
          uri: "/sign-in", method: .post, headers: fields, body: ByteBuffer(string: "--x--"))
        #expect(response.status == .unsupportedMediaType)
      }
    }
  }

  @Test(
    "passwords that are guessed first are refused",
    arguments: [
      ("password1234", false), ("123456789012", false), ("qwertyuiop12", false),
      ("Password2026!", false), ("northwind emea", false), ("gina.winter.2026", false),
      ("abcabcabcabcabc", false), ("P@ssw0rd!2026", false), ("letmein12345678", false),
      ("four plain words here", true), ("tangled-otter-mosaic", true), ("Xk9#mQ2$vL7pRt", true),
    ])
  func guessable(password: String, isFine: Bool) {
    let refusal = Password.refusal(password, name: "gina", business: "business: Northwind EMEA")
    #expect((refusal == nil) == isFine)
  }

  @Test(
    "names cannot look like others",
    arguments: [
      ("gina", true), ("gm@example.com", true), ("Ana Silva", true), ("Zoë", true),
      ("李雷", true), ("Мария", true), ("boss ", false), ("bo\u{200B}ss", false),
      ("b\u{43E}ss", false), ("mia\u{202E}gnp", false), ("a\nb", false), ("a\0b", false),
      ("", false), ("  ", false), ("bo\u{FF53}s", false), ("e\u{301}va", false),
    ])
  func names(name: String, isFine: Bool) {
    #expect((PersonName.fault(name) == nil) == isFine)
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
    let gina = Principal(.command, "gina")
    let made = try await access.addToken(Visitor("t", .viewer), by: gina)
    #expect(try access.admit(token: made.token) != nil)
    #expect(try await access.revokeToken(made.number, by: gina))
    #expect(try access.admit(token: made.token) == nil)
    let trail = try test.ledger.audit(limit: 2).map { "\($0.by.name): \($0.what)" }
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
