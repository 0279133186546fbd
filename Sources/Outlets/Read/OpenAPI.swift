internal import Facts
internal import HTTPTypes

/// `GET /v1/openapi.json`: the API as OpenAPI 3.1, built from the list in ``Operation``.
enum OpenAPI {
  /// The document.
  static var document: JSON {
    .members([
      "openapi": "3.1.0",
      "info": .members([
        "title": "Fulcrum", "version": "0.1.0",
        "summary": "One number, three levers, every day.",
        "license": .members(["name": "Apache-2.0", "identifier": "Apache-2.0"]),
        "description":
          "Facts in, answers out. An answer is the JSON that 'fulcrum answer NAME --json' prints. A figure that is not known is null, and 'why' beside it has the reason. Errors are problem details (RFC 9457) with a JSON pointer to the field at fault.",
      ]),
      "servers": .array([.members(["url": "/"])]),
      "security": .array([.members(["token": []]), .members(["session": []])]),
      "paths": .object(paths),
      "components": .members([
        "securitySchemes": securitySchemes, "schemas": OpenAPISchemas.all,
        "responses": .members(["Problem": problem]),
      ]),
    ])
  }

  private static let securitySchemes = JSON.members([
    "token": .members([
      "type": "http", "scheme": "bearer", "description": "From 'fulcrum token add'.",
    ]),
    "writeKey": .members([
      "type": "http", "scheme": "basic",
      "description": "A token as the user, and no password, as Segment's libraries send it.",
    ]),
    "session": .members(["type": "apiKey", "in": "cookie", "name": "fulcrum"]),
    "stripe": .members(["type": "apiKey", "in": "header", "name": "Stripe-Signature"]),
  ])

  private static let problem = JSON.members([
    "description": "Why not, and what to do about it.",
    "content": .members([
      "application/problem+json": .members([
        "schema": .members(["$ref": "#/components/schemas/Problem"])
      ])
    ]),
  ])

  private static var paths: [JSON.Member] {
    var paths: [(path: String, members: [JSON.Member])] = []
    for operation in Operation.all {
      let member = JSON.Member(operation.method, json(operation))
      if let place = paths.firstIndex(where: { $0.path == operation.path }) {
        paths[place].members.append(member)
      } else {
        paths.append((operation.path, [member]))
      }
    }
    return paths.map { .init($0.path, .object($0.members)) }
  }

  private static func json(_ operation: Operation) -> JSON {
    var members: [JSON.Member] = [
      .init("operationId", .string(operation.id)), .init("summary", .string(operation.summary)),
      .init("tags", .array([.string(operation.tag)])),
    ]
    if !operation.parameters.isEmpty {
      members.append(.init("parameters", .array(operation.parameters)))
    }
    if let security = operation.security {
      members.append(.init("security", .array(security.map { .members([$0: []]) })))
    }
    if let body = operation.body {
      members.append(
        .init(
          "requestBody",
          .members([
            "required": .bool(operation.needsBody),
            "content": .object(body.map { .init($0.type, .members(["schema": $0.schema])) }),
          ])))
    }
    members.append(.init("responses", responses(operation)))
    return .object(members)
  }

  private static func responses(_ operation: Operation) -> JSON {
    let content = JSON.object(
      operation.answer.map { .init($0.type, .members(["schema": $0.schema])) })
    let good = JSON.members(["description": "Done.", "content": content])
    var members: [JSON.Member] = [.init("200", good)]
    for status in (operation.refusals + [405]).sorted() {
      members.append(
        .init(String(status), .members(["$ref": "#/components/responses/Problem"])))
    }
    return .object(members)
  }
}
