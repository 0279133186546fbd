internal import Facts
internal import Planning

/// Resolves a mapping's columns in a file, and collects those that are missing.
struct Binder {
  /// The file's header; nil for NDJSON, whose rows may have different members.
  let header: Header?
  /// The file's name.
  let file: String
  private(set) var missing: [String] = []
  private(set) var twice: [String] = []

  private static let currencyMark = "@currency:"

  init(header: Header?, file: String) {
    self.header = header
    self.file = file
  }

  mutating func slot(_ name: String) -> Slot {
    if name == "@line" { return .line }
    if name == "@first" { return .first }
    if name == "@file" { return .constant(file) }
    if name.hasPrefix(Binder.currencyMark) {
      let column = String(name.dropFirst(Binder.currencyMark.count))
      _ = slot(column)
      return .constant(header?.currency(of: column))
    }
    guard let header else { return .path(name.split(separator: ".").map(String.init)) }
    if header.isTwice(name), !twice.contains(name) { twice.append(name) }
    guard let place = header.place(of: name) else {
      if !missing.contains(name) { missing.append(name) }
      return .constant(nil)
    }
    return .field(place)
  }

  mutating func bind(_ value: FieldValue) -> BoundValue {
    switch value {
    case .template(let pieces):
      if case .text(let text)? = pieces.first, pieces.count == 1 { return .literal(text) }
      return .template(bind(pieces))
    case .mapped(let inner, let map, let otherwise):
      return .mapped(bind(inner), map, otherwise: otherwise)
    case .first(let values): return first(values)
    case .scaled(let inner, let factor): return .scaled(bind(inner), by: factor)
    case .sum(let values): return .sum(bind(values))
    case .negated(let inner): return .negated(bind(inner))
    case .object(let entries):
      var bound: [BoundValue.Entry] = []
      for entry in entries { bound.append(.init(key: bind(entry.key), value: bind(entry.value))) }
      return .object(bound)
    case .later(let inner, let days, let months):
      return .later(bind(inner), days: days, months: months)
    }
  }

  private mutating func bind(_ values: [FieldValue]) -> [BoundValue] {
    var bound: [BoundValue] = []
    for value in values { bound.append(bind(value)) }
    return bound
  }

  private mutating func bind(_ pieces: [FieldValue.Piece]) -> [BoundValue.Piece] {
    var bound: [BoundValue.Piece] = []
    for piece in pieces {
      switch piece {
      case .text(let text): bound.append(.text(text))
      case .column(let name): bound.append(.column(name, slot(name)))
      }
    }
    return bound
  }

  /// Binds the alternatives whose columns the file has. Their columns count as missing only if no
  /// alternative can be bound.
  private mutating func first(_ values: [FieldValue]) -> BoundValue {
    var there: [BoundValue] = []
    var lacking: [String] = []
    let before = missing
    for value in values {
      missing = []
      let bound = bind(value)
      if missing.isEmpty { there.append(bound) } else { lacking += missing }
    }
    missing = before
    if there.isEmpty { missing += lacking.filter { !before.contains($0) } }
    return .first(there)
  }

  mutating func bind(_ condition: RowCondition) -> BoundCondition {
    BoundCondition(slot: slot(condition.column), test: condition.test)
  }

  mutating func bind(_ template: RowTemplate) -> BoundTemplate {
    var conditions: [BoundCondition] = []
    for condition in template.when { conditions.append(bind(condition)) }
    var fields: [BoundTemplate.Field] = []
    for field in template.fields {
      fields.append(.init(field.name, bind(field.value), of: template.kind))
    }
    return BoundTemplate(kind: template.kind, conditions: conditions, fields: fields)
  }

  /// - Throws: ``IntakeProblem`` with all missing columns, or with a column that occurs twice.
  func check() throws(IntakeProblem) {
    guard let header else { return }
    if let column = twice.first { throw .columnTwice(file, column: column) }
    if !missing.isEmpty { throw header.missing(missing, of: file) }
  }
}
