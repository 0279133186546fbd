import Facts
import HTTPTypes
import Ledger
import NIOCore
import Operations
import Testing

@testable import Outlets

/// The document of the API names only what it has, and says what comes back.
@Suite struct OpenAPITests {
  private func references(_ json: JSON) -> [String] {
    switch json {
    case .array(let items): items.flatMap(references)
    case .object(let members):
      members.flatMap { member -> [String] in
        if member.key == "$ref", case .string(let place) = member.value { return [place] }
        return references(member.value)
      }
    default: []
    }
  }

  @Test func `every reference leads to a schema, and every schema is referred to`() {
    let document = OpenAPI.document
    let places = Set(references(document))
    for place in places {
      let found = place.split(separator: "/").dropFirst().reduce(document as JSON?) {
        $0?[String($1)]
      }
      #expect(found != nil, "\(place)")
    }
    guard case .object(let schemas)? = document["components"]?["schemas"] else {
      Issue.record("there are no schemas")
      return
    }
    #expect(Set(schemas.map(\.key)).count == schemas.count, "a name twice")
    for schema in schemas {
      #expect(places.contains("#/components/schemas/\(schema.key)"), "\(schema.key)")
    }
  }

  private func schema(_ method: String, _ path: String) throws -> JSON {
    let answer = OpenAPI.document["paths"]?[path]?[method]?["responses"]?["200"]
    return try #require(answer?["content"]?["application/json"]?["schema"], "\(path)")
  }

  @Test func `each answer is described by a schema of its own`() throws {
    for kind in AnswerKind.allCases {
      let name = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst() + "Answer"
      let schema = try schema("get", "/v1/answers/\(kind.rawValue)")
      #expect(schema["$ref"] == .string("#/components/schemas/\(name)"))
      let heading = OpenAPI.document["components"]?["schemas"]?[name]?["properties"]
      #expect(heading?["answer"]?["enum"] == .array([.string(kind.rawValue)]))
    }
  }

  @Test(arguments: [
    ("/notes", "/notes", #"{"text":"We begin."}"#),
    ("/plays", "/plays", #"{"play":"winter","lever":"sales","everybody":"true"}"#),
    ("/users", "/users", #"{"name":"vera","role":"viewer"}"#),
    ("/tokens", "/tokens", #"{"name":"wall","role":"viewer"}"#),
    ("/tokens/{number}/undo", "/tokens/1/undo", "{}"),
    ("/tokens/{number}/revoke", "/tokens/1/revoke", "{}"),
  ])
  func `what a change answers has the members that are described`(
    path: String, uri: String, body: String
  ) async throws {
    let test = try TestHouse()
    _ = try test.token(.source)
    let gm = try test.token(.gm)
    let schema = try schema("post", path)
    try await test.visit { client in
      let answer = try await client.execute(
        uri: uri, method: .post, headers: bearer(gm, [.contentType: "application/json"]),
        body: ByteBuffer(string: body))
      #expect(answer.status == .ok, "\(answer.text)")
      guard case .object(let given) = try answer.json,
        case .object(let described)? = schema["properties"]
      else {
        Issue.record("\(answer.text) is no object")
        return
      }
      #expect(given.map(\.key) == described.map(\.key))
    }
  }
}
