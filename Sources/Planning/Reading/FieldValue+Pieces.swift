/// A syntax error in a text with columns.
enum TemplateProblem: Error {
  case notClosed, notOpened, empty

  var problem: String {
    switch self {
    case .notClosed: "a '{' is not closed"
    case .notOpened: "a '}' has no '{' before it"
    case .empty: "'{}' names no column"
    }
  }

  var remedy: String {
    switch self {
    case .notClosed, .empty: "write a column's name between them, like {Amount}, or {{ for a brace"
    case .notOpened: "write {Amount} for a column, or }} for a brace"
    }
  }
}

extension FieldValue {
  /// Splits `"{Opportunity_ID}:{Deal_Stage}"` into pieces; `{{` and `}}` are literal braces.
  static func pieces(of text: String) throws(TemplateProblem) -> [Piece] {
    var pieces: [Piece] = []
    var literal = ""
    var rest = text[...]
    while let mark = rest.popFirst() {
      if mark == "{" || mark == "}", rest.first == mark {
        literal.append(mark)
        rest.removeFirst()
      } else if mark == "{" {
        guard let end = rest.firstIndex(of: "}") else { throw .notClosed }
        let name = rest[..<end]
        guard !name.contains("{") else { throw .notClosed }
        guard !name.allSatisfy(\.isWhitespace) else { throw .empty }
        if !literal.isEmpty { pieces.append(.text(literal)) }
        literal = ""
        pieces.append(.column(String(name)))
        rest = rest[rest.index(after: end)...]
      } else if mark == "}" {
        throw .notOpened
      } else {
        literal.append(mark)
      }
    }
    if !literal.isEmpty || pieces.isEmpty { pieces.append(.text(literal)) }
    return pieces
  }
}
