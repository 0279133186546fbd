internal import Facts

/// The format that the text of a field is parsed as.
indirect enum Shape: Sendable {
  case text
  case number
  /// A day or a moment.
  case instant
  case day
  /// An object, with the shape of its entries.
  case object(Shape)
  /// The object of a note's `expect`: the entry `by` is a day, others are text.
  case expectation

  /// The shape of a field of a kind of fact; text for fields without a meaning.
  init(of field: String, in kind: FactKind) {
    switch (kind, field) {
    case (_, "at"), (_, "received"): self = .instant
    case (.money, "amount"), (.deal, "amount"), (.cost, "amount"), (.time, "seconds"),
      (.score, "score"), (.work, "effort"), (.play, "budget"), (.play, "worthwhile"):
      self = .number
    case (.play, "from"), (.play, "to"), (.deal, "closes"), (.note, "day"): self = .day
    case (.money, "recurring"): self = .object(.day)
    case (.money, "splits"), (.deal, "splits"): self = .object(.number)
    case (.note, "expect"): self = .expectation
    default: self = .text
    }
  }

  /// The shape of an entry of an object.
  func entry(_ key: String) -> Shape {
    switch self {
    case .object(let inner): inner
    case .expectation: key == "by" ? .day : .text
    default: .text
    }
  }
}
