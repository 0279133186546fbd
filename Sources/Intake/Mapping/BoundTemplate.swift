internal import Facts

/// A fact that a row gives, its columns found.
struct BoundTemplate: Sendable {
  let kind: FactKind
  let conditions: [BoundCondition]
  let fields: [Field]

  /// One field and how its text is to be read.
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

  /// Whether the mapping fills a field.
  func has(_ name: String) -> Bool { fields.contains { $0.name == name } }
}
