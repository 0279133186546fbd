internal import Facts
internal import Operations
internal import Scoreboard
internal import Surfaces

/// One operation of the API, as OpenAPI describes it.
struct Operation {
  let method: String
  let path: String
  let id: String
  let summary: String
  var tag = "write"
  var parameters: [JSON] = []
  var body: [(type: String, schema: JSON)]?
  var needsBody = true
  var answer: [(type: String, schema: JSON)] = [("application/json", OpenAPISchemas.object)]
  var refusals: [Int] = [400, 401, 403, 408, 409, 413, 415, 421, 422, 429, 431, 503]
  /// The security schemes; nil for the document's default.
  var security: [String]?

  /// All operations, in the document's order.
  static var all: [Operation] {
    answers + reading + sending + segment + writing + access + health
  }

  private static let readRefusals = [400, 401, 403, 404, 421, 422, 429, 431, 503]

  /// One for each answer, with its own options.
  private static let answers = AnswerKind.allCases.map { kind in
    Operation(
      method: "get", path: "/v1/answers/\(kind.rawValue)", id: "answer_\(kind.rawValue)",
      summary: kind.summary.prefix(1).uppercased() + kind.summary.dropFirst() + ".", tag: "read",
      parameters: OpenAPISchemas.options(of: kind),
      answer: [("application/json", kind.answer.schema.json)], refusals: readRefusals)
  }

  private static let reading: [Operation] = {
    let refusals = readRefusals
    let text = JSON.members(["type": "string"])
    return [
      Operation(
        method: "get", path: "/v1/flash", id: "flash", summary: "The Flash of now.", tag: "read",
        parameters: OpenAPISchemas.options(of: .flash),
        answer: [("application/json", Flash.schema.json)], refusals: refusals),
      Operation(
        method: "get", path: "/live", id: "live",
        summary: "What changes on a page, as server-sent events; only the newest is kept.",
        tag: "read", parameters: [OpenAPISchemas.page], answer: [("text/event-stream", text)],
        refusals: refusals),
      Operation(
        method: "get", path: "/metrics", id: "metrics", summary: "OpenMetrics.", tag: "read",
        answer: [("application/openmetrics-text", text)], refusals: refusals),
      Operation(
        method: "get", path: "/v1/openapi.json", id: "openapi", summary: "This document.",
        tag: "read", refusals: [400, 421, 429, 431], security: []),
      Operation(
        method: "get", path: "/v1/audit", id: "audit",
        summary: "The audit trail, the newest first; `before` is what the page before gave.",
        tag: "read",
        parameters: ["before", "limit", "kind", "who", "what", "from", "until"].map {
          OpenAPISchemas.query($0, false)
        }, answer: [("application/json", AuditRoutes.schema.json)], refusals: refusals),
    ]
  }()

  private static let sending = [
    Operation(
      method: "post", path: "/v1/facts", id: "sendFacts",
      summary: "Send facts: one, an array, or one a line. A 200 means that they are on disk.",
      tag: "send",
      body: [
        ("application/json", OpenAPISchemas.reference("Facts")),
        ("application/x-ndjson", .members(["type": "string"])),
      ],
      answer: [("application/json", OpenAPISchemas.reference("Fates"))]),
    Operation(
      method: "post", path: "/hooks/stripe", id: "stripe", summary: "An event that Stripe signed.",
      tag: "send", body: [("application/json", OpenAPISchemas.object)],
      refusals: [400, 404, 408, 413, 415, 421, 429, 431, 503], security: ["stripe"]),
  ]

  private static let segment = SegmentDoor.calls.map { call in
    Operation(
      method: "post", path: "/v1/\(call)", id: "segment_\(call)",
      summary: "Segment's \(call); the source of the token's name says what it becomes.",
      tag: "send",
      body: [("application/json", OpenAPISchemas.reference(call == "batch" ? "Batch" : "Event"))],
      security: ["writeKey", "token"])
  }

  private static func form(
    _ path: String, _ id: String, _ summary: String, _ schema: String?, _ parameters: [JSON] = [],
    gives answer: JSONSchema
  ) -> Operation {
    Operation(
      method: "post", path: path, id: id, summary: summary, parameters: parameters,
      body: [
        ("application/json", schema.map { OpenAPISchemas.reference($0) } ?? OpenAPISchemas.object)
      ],
      needsBody: schema != nil, answer: [("application/json", answer.json)],
      refusals: [400, 401, 403, 404, 408, 409, 413, 415, 421, 422, 429, 431, 503])
  }

  private static let writing = [
    form("/notes", "note", "Write a note in the Chronicle.", "Note", gives: .object(["id": .text])),
    form(
      "/plays", "startPlay", "Start a play and fix its terms at launch.", "Play",
      gives: .object(["play": .text])),
    form(
      "/plays/{play}/stop", "stopPlay", "Stop a play today.", nil,
      [OpenAPISchemas.part("play")], gives: .object(["play": .text])),
    form(
      "/plan", "plan", "Check a plan, compare it, or apply it if it is valid.", "Plan",
      gives: .object(
        [:],
        optional: [
          "sound": .flag, "summary": .text, "remarks": .list(.text), "differences": .list(.text),
          "version": .count, "is_new": .flag,
        ])),
    Operation(
      method: "post", path: "/imports", id: "importFile", summary: "Import a file.",
      parameters: [OpenAPISchemas.query("source", true), OpenAPISchemas.query("file", false)],
      body: [("application/octet-stream", .members(["type": "string"]))],
      answer: [("application/json", WriteRoutes.importSchema.json)],
      refusals: [400, 401, 403, 408, 413, 415, 421, 422, 429, 431, 503]),
    form(
      "/data/quarantine/{row}/replay", "replay", "Import a quarantined row again, corrected.",
      "Mended", [OpenAPISchemas.part("row")], gives: .object(["replayed": .count])),
    form(
      "/data/quarantine/{row}/drop", "drop", "Drop a quarantined row.", nil,
      [OpenAPISchemas.part("row")], gives: .object(["dropped": .count])),
  ]

  private static let access = [
    form(
      "/users", "addUser", "Create a sign-up link for a user.", "User",
      gives: .object(["sign_up": .text])),
    form(
      "/users/{name}/revoke", "revokeUser", "Revoke a user.", nil,
      [OpenAPISchemas.part("name")],
      gives: .object(["revoked": .text, "tokens_ended": .count, "links_ended": .count])),
    form(
      "/links/{number}/end", "endLink", "Revoke a sign-up link that nobody has used.", nil,
      [OpenAPISchemas.part("number")], gives: .object(["ended": .count])),
    form(
      "/tokens", "addToken", "Create a token; it is shown only once.", "Token",
      gives: .object(["number": .count, "token": .text])),
    form(
      "/tokens/{number}/revoke", "revokeToken", "Revoke a token.", nil,
      [OpenAPISchemas.part("number")], gives: .object(["revoked": .count])),
    form(
      "/tokens/{number}/undo", "undoToken",
      "Undo a token: revoke it, retract its facts, drop its quarantined rows.", nil,
      [OpenAPISchemas.part("number")], gives: .object(["retracted": .count, "dropped": .count])),
  ]

  private static let health = [
    Operation(
      method: "get", path: "/health", id: "health", summary: "The server is up.", tag: "read",
      answer: [("text/plain", .members(["type": "string"]))], refusals: [431], security: []),
    Operation(
      method: "get", path: "/ready", id: "ready",
      summary: "Whether facts are accepted: 503 with the reasons if not.", tag: "read",
      answer: [("application/json", OpenAPISchemas.reference("Ready"))], refusals: [431, 503],
      security: []),
  ]
}
