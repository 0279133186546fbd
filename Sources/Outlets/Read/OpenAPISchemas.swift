internal import Facts
internal import Operations
internal import Surfaces

/// The schemas that ``OpenAPI`` refers to.
enum OpenAPISchemas {
  static let object = JSON.members(["type": "object"])

  static func reference(_ name: String) -> JSON {
    .members(["$ref": .string("#/components/schemas/\(name)")])
  }

  private static let text = JSON.members(["type": "string"])
  private static let filled = JSON.members(["type": "string", "minLength": 1])
  private static let count = JSON.members(["type": "integer", "minimum": 0])

  private static func shape(
    _ properties: KeyValuePairs<String, JSON>, required: [String]
  ) -> JSON {
    .members([
      "type": "object", "properties": .members(properties),
      "required": .array(required.map { .string($0) }),
    ])
  }

  private static func words(_ words: [String]) -> JSON {
    .members(["type": "string", "enum": .array(words.map { .string($0) })])
  }

  /// The named schemas: those of what is sent, then those of answers.
  static let all = JSON.object(
    own.map { .init($0.key, $0.value) } + FactSchema.each
      + JSONSchema.components(of: AnswerKind.allCases.map { $0.answer.schema }))

  private static let own: KeyValuePairs<String, JSON> = [
    "Problem": problem, "Fact": FactSchema.any,
    "Facts": .members([
      "oneOf": .array([
        reference("Fact"),
        .members([
          "type": "array", "items": reference("Fact"),
          "maxItems": .integer(FactDoor.batchLimit),
        ]),
      ])
    ]),
    "Fates": fates, "Event": event,
    "Batch": shape(
      [
        "batch": .members(["type": "array", "items": object]), "sentAt": text, "writeKey": text,
        "context": object,
      ], required: ["batch"]),
    "Note": shape(
      ["text": filled, "expect": text, "by": text, "play": text, "day": text],
      required: ["text"]),
    "Play": play,
    "Plan": shape(
      ["plan": filled, "do": words(["check", "diff", "apply"])], required: ["plan"]),
    "Mended": shape(["row": text], required: []),
    "User": shape(
      [
        "name": filled, "role": words(["gm", "lead", "member", "viewer"]),
        "lever": words(Lever.allCases.map(\.rawValue)), "member": text,
      ], required: ["name", "role"]),
    "Token": shape(
      [
        "name": filled, "role": words(["gm", "lead", "member", "viewer", "source"]),
        "lever": words(Lever.allCases.map(\.rawValue)), "member": text, "may": text,
        "origin": text, "refused": count, "days": count,
      ], required: ["name", "role"]),
    "Ready": shape(
      ["ready": .members(["type": "boolean"]), "problems": troubles, "warnings": troubles],
      required: ["ready", "problems", "warnings"]),
  ]

  private static let troubles = JSON.members([
    "type": "array",
    "items": shape(
      ["kind": words(Conditions.Kind.allCases.map(\.rawValue)), "since": text, "why": text],
      required: ["kind", "since", "why"]),
  ])

  private static let problem = shape(
    [
      "type": text, "title": text, "status": .members(["type": "integer"]), "detail": text,
      "remedy": text,
      "errors": .members([
        "type": "array",
        "items": shape(["pointer": text, "detail": text], required: ["pointer", "detail"]),
      ]),
    ], required: ["type", "title", "status", "detail", "remedy"])

  private static let fates = shape(
    [
      "kept": count, "known": count, "quarantined": count,
      "facts": .members([
        "type": "array",
        "items": shape(
          [
            "id": text, "answer": words(["kept", "known", "quarantined"]), "pointer": text,
            "why": text, "mend": text, "asked": text,
          ], required: ["answer"]),
      ]),
    ], required: ["kept", "known", "quarantined", "facts"])

  private static let event = shape(
    [
      "messageId": text, "userId": text, "anonymousId": text, "timestamp": text, "sentAt": text,
      "event": text, "properties": object, "traits": object, "context": object, "writeKey": text,
    ], required: [])

  private static let play = shape(
    [
      "play": filled, "lever": words(Lever.allCases.map(\.rawValue)), "owner": text, "name": text,
      "from": text, "to": text, "goal": words(["activation", "money", "time", "retention"]),
      "window": text, "worthwhile": text, "hypothesis": text, "budget": text, "holdout": text,
    ], required: ["play", "lever"])

  static func part(_ name: String) -> JSON {
    .members(["name": .string(name), "in": "path", "required": true, "schema": filled])
  }

  static func query(_ name: String, _ isNeeded: Bool) -> JSON {
    .members([
      "name": .string(name), "in": "query", "required": .bool(isNeeded), "schema": text,
    ])
  }

  static let page = query("page", false)

  /// The query parameters of an answer, as the command line spells them.
  static func options(of kind: AnswerKind) -> [JSON] {
    kind.options.map { option in
      JSON.members([
        "name": .string(option.rawValue), "in": "query", "description": .string(option.help),
        "schema": schema(option.shape),
      ])
    }
  }

  private static func schema(_ shape: AnswerOption.Shape) -> JSON {
    switch shape {
    case .flag: .members(["type": "boolean"])
    case .day: .members(["type": "string", "format": "date"])
    case .member: filled
    case .word(let words): self.words(words)
    case .number(let range):
      range.upperBound == .max
        ? .members(["type": "integer", "minimum": .integer(range.lowerBound)])
        : .members([
          "type": "integer", "minimum": .integer(range.lowerBound),
          "maximum": .integer(range.upperBound),
        ])
    }
  }
}
