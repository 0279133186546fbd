internal import Facts

/// The value of a field, with its columns resolved in one file.
indirect enum BoundValue: Sendable {
  case literal(String)
  case template([Piece])
  case mapped(BoundValue, [String: String], otherwise: String?)
  case first([BoundValue])
  case scaled(BoundValue, by: DecimalText)
  case sum([BoundValue])
  case negated(BoundValue)
  case object([Entry])
  case later(BoundValue, days: Int, months: Int)

  /// A piece of a template.
  enum Piece: Sendable {
    case text(String)
    case column(String, Slot)
  }

  /// One entry of an object.
  struct Entry: Sendable {
    let key: [Piece]
    let value: BoundValue
  }

  /// The first column that the value reads; nil if it reads none.
  var column: String? {
    switch self {
    case .literal: nil
    case .template(let pieces): pieces.lazy.compactMap(\.column).first
    case .mapped(let inner, _, _), .scaled(let inner, _), .negated(let inner),
      .later(let inner, _, _):
      inner.column
    case .first(let values), .sum(let values): values.lazy.compactMap(\.column).first
    case .object(let entries): entries.lazy.compactMap(\.value.column).first
    }
  }
}

extension BoundValue.Piece {
  /// The column's name; nil for text and for the row's own values such as `@line`.
  var column: String? {
    guard case .column(let name, _) = self, !name.hasPrefix("@") else { return nil }
    return name
  }
}
