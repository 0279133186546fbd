internal import Facts

/// The template of a fact, with its columns resolved.
struct BoundTemplate: Sendable {
  let kind: FactKind
  let conditions: [BoundCondition]
  let fields: [Field]

  /// One field, its value, and the shape that its text is parsed as.
  struct Field: Sendable {
    let name: String
    let shape: Shape
    let value: BoundValue

    init(_ name: String, _ value: BoundValue, of kind: FactKind) {
      self.name = name
      self.value = value
      shape = Shape(of: name, in: kind)
    }
  }

  /// True if the mapping fills the field.
  func has(_ name: String) -> Bool { fields.contains { $0.name == name } }
}
