internal import Facts

/// The format that the text of a field is parsed as.
enum Shape: Sendable {
  case text
  case number
  /// A day or a moment.
  case instant
  case day
  /// An object with these fields.
  case object([FactField])
  /// An object whose entries are all numbers.
  case shares

  /// The shape of a field of a kind of fact; text for fields without a meaning.
  init(of field: String, in kind: FactKind) {
    self.init(kind.field(field)?.format)
  }

  private init(_ format: FactField.Format?) {
    switch format {
    case .number, .share: self = .number
    case .instant: self = .instant
    case .day: self = .day
    case .object(let fields): self = .object(fields)
    case .shares: self = .shares
    case .id, .text, .word, .duration, .texts, .entries, nil: self = .text
    }
  }

  /// The shape of an entry of an object.
  func entry(_ key: String) -> Shape {
    switch self {
    case .object(let fields): Shape(fields.first { $0.name == key }?.format)
    case .shares: .number
    default: .text
    }
  }
}
