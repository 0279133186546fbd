internal import Facts

/// The schemas of facts, made from their fields.
enum FactSchema {
  /// A fact of any kind.
  static let any = JSON.members([
    "oneOf": .array(FactKind.allCases.map { OpenAPISchemas.reference(name($0)) }),
    "discriminator": .members([
      "propertyName": "kind",
      "mapping": .object(
        FactKind.allCases.map {
          .init($0.rawValue, .string("#/components/schemas/\(name($0))"))
        }),
    ]),
  ])

  /// One named schema a kind. Other members are kept as they come.
  static let each = FactKind.allCases.map { kind in
    JSON.Member(
      name(kind),
      object(
        kind.fields.map {
          $0.name == "kind"
            ? ($0, .members(["const": .string(kind.rawValue)])) : ($0, schema($0.format))
        }, about: kind.about))
  }

  private static func name(_ kind: FactKind) -> String {
    "Fact" + kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
  }

  private static func object(
    _ fields: [(field: FactField, schema: JSON)], about: String? = nil
  ) -> JSON {
    var members: [JSON.Member] = [.init("type", "object")]
    if let about { members.append(.init("description", .string(about))) }
    members.append(
      .init(
        "properties",
        .object(
          fields.map { field, schema in
            guard case .object(let parts) = schema else { return .init(field.name, schema) }
            return .init(
              field.name, .object(parts + [.init("description", .string(field.about))]))
          })))
    let required = fields.filter(\.field.isRequired).map { JSON.string($0.field.name) }
    members.append(.init("required", .array(required)))
    return .object(members)
  }

  private static func schema(_ format: FactField.Format) -> JSON {
    switch format {
    case .id: .members(["type": "string", "minLength": 1, "maxLength": 128])
    case .text: .members(["type": "string"])
    case .word(let words):
      .members(["type": "string", "enum": .array(words.map { .string($0) })])
    case .number, .duration, .share: .members(["type": .array(["string", "number"])])
    case .instant:
      .members([
        "anyOf": .array([
          .members(["type": "string", "format": "date-time"]), schema(.day),
        ])
      ])
    case .day: .members(["type": "string", "format": "date"])
    case .texts: .members(["type": "array", "items": schema(.text), "minItems": 1])
    case .object(let fields): object(fields.map { ($0, schema($0.format)) })
    case .shares:
      .members(["type": "object", "additionalProperties": schema(.share)])
    case .entries: .members(["type": "object"])
    }
  }
}
