public import Facts

extension JSONSchema {
  /// The schema as JSON. A named schema is a reference to ``components(of:)``.
  public var json: JSON {
    switch self {
    case .any: .object([])
    case .text: .members(["type": "string"])
    case .format(let name): .members(["type": "string", "format": .string(name)])
    case .pattern(let pattern): .members(["type": "string", "pattern": .string(pattern)])
    case .words(let words):
      .members(["type": "string", "enum": .array(words.map { .string($0) })])
    case .flag: .members(["type": "boolean"])
    case .number: .members(["type": "number"])
    case .integer(let least):
      .object(
        [.init("type", "integer")] + (least.map { [.init("minimum", .integer($0))] } ?? []))
    case .list(let item, let count):
      .object(
        [.init("type", "array"), .init("items", item.json)]
          + (count.map { [.init("minItems", .integer($0)), .init("maxItems", .integer($0))] }
            ?? []))
    case .map(let value):
      .members(["type": "object", "additionalProperties": value.json])
    case .record(let members): JSONSchema.object(of: members + JSONSchema.why(members))
    case .nullable(let schema), .figure(let schema):
      .members(["anyOf": .array([schema.json, .members(["type": "null"])])])
    case .named(let name, _, _):
      .members(["$ref": .string("#/components/schemas/\(name)")])
    }
  }

  private static func object(of members: [Member]) -> JSON {
    .members([
      "type": "object",
      "properties": .object(members.map { .init($0.key, $0.schema.json) }),
      "required": .array(members.filter { !$0.isOptional }.map { .string($0.key) }),
      "additionalProperties": false,
    ])
  }

  /// The member with reasons for unknown figures; none if every figure is known.
  private static func why(_ members: [Member]) -> [Member] {
    let reasons = members.compactMap { member -> Member? in
      guard case .figure = member.schema else { return nil }
      return Member(member.key, .text, isOptional: true)
    }
    return reasons.isEmpty ? [] : [Member("why", .record(reasons), isOptional: true)]
  }

  /// Returns the named schemas that some schemas are or refer to, each once, the outer ones first.
  ///
  /// - Parameter schemas: The schemas to look through.
  /// - Returns: The members of the object that a reference leads to.
  public static func components(of schemas: [JSONSchema]) -> [JSON.Member] {
    var found: [JSON.Member] = []
    for schema in schemas { schema.collect(into: &found) }
    return found
  }

  private func collect(into found: inout [JSON.Member]) {
    switch self {
    case .named(let name, let about, let schema):
      guard !found.contains(where: { $0.key == name }) else { return }
      guard case .object(let members) = schema.json else { return }
      found.append(.init(name, .object([.init("description", .string(about))] + members)))
      schema.collect(into: &found)
    case .list(let schema, _), .map(let schema), .nullable(let schema), .figure(let schema):
      schema.collect(into: &found)
    case .record(let members):
      for member in members { member.schema.collect(into: &found) }
    case .any, .text, .format, .pattern, .words, .flag, .number, .integer: break
    }
  }
}
