import Facts

/// Reads the value of a field of a fact.
struct FieldReader {
  let kind: FactKind
  let field: String
  let rows: RowReader

  private static let bases = ["column", "template", "first", "sum", "later"]
  private static let keys = bases + ["days", "months", "map", "else", "scale", "negate"]

  /// Reads a text with columns, a list whose first non-empty value counts, or keys such as
  /// `column` and `map`.
  func read(_ node: PlanNode) -> FieldValue? {
    if kind.field(field)?.isObject == true { return object(node) }
    return value(node, isProp: kind.field(field) == nil)
  }

  private func value(_ node: PlanNode, isProp: Bool = false) -> FieldValue? {
    switch node.shape {
    case .single, .nothing:
      guard let template = template(node) else { return nil }
      checkWord(template, node)
      return .template(template)
    case .list: return first(node)
    case .keys:
      let isObject = isProp && !FieldReader.bases.contains { node.has($0) }
      return isObject ? object(node) : worked(node)
    }
  }

  private func first(_ node: PlanNode) -> FieldValue? {
    values(node).map { .first($0) }
  }

  private func values(_ node: PlanNode) -> [FieldValue]? {
    guard let items = node.items() else { return nil }
    if items.isEmpty {
      node.report("'\(node.key)' is an empty list", "write at least one column, like \"{Amount}\"")
    }
    let values = items.map { value($0) }
    return values.contains(nil) ? nil : values.compactMap { $0 }
  }

  private func object(_ node: PlanNode) -> FieldValue? {
    guard let entries = node.entries() else { return nil }
    if field == "recurring", kind == .money {
      for key in ["from", "to"] where !node.has(key) {
        node.report(missing: key, like: "\(key): \"{Column}\"")
      }
    }
    let read = entries.map { name, value -> FieldValue.Entry? in
      guard let key = pieces(name, value), let value = self.value(value) else { return nil }
      return FieldValue.Entry(key: key, value: value)
    }
    return read.contains(nil) ? nil : .object(read.compactMap { $0 })
  }

  /// Reads `{ column: …, map: …, scale: … }`: a base value, then mapped, scaled and negated.
  private func worked(_ node: PlanNode) -> FieldValue? {
    guard let fields = PlanFields(node, keys: FieldReader.keys),
      let key = fields.exactlyOne(of: FieldReader.bases, like: "column: Amount"),
      let taken = fields[key], var value = base(key, taken, fields)
    else { return nil }
    if let map = fields["map"] {
      guard let mapped = mapped(value, map, fields["else"]) else { return nil }
      value = mapped
    } else {
      fields["else"]?.reportKey("'else' goes with a map", "write map: { … }, or take it out")
    }
    if let scale = fields["scale"] {
      guard let factor = scale.decimal() else { return nil }
      if factor.digits == 0 { scale.report("a scale of zero leaves nothing", "write it like 0.01") }
      value = .scaled(value, by: factor)
    }
    return fields["negate"]?.flag() == true ? .negated(value) : value
  }

  private func base(_ key: String, _ node: PlanNode, _ fields: PlanFields) -> FieldValue? {
    if key != "later" {
      for key in ["days", "months"] {
        fields[key]?.reportKey("'\(key)' goes with 'later'", "write later: \"{Start}\"")
      }
    }
    switch key {
    case "column":
      rows.check(node)
      return node.text().map { .template([.column($0)]) }
    case "template": return template(node).map { .template($0) }
    case "first": return first(node)
    case "sum": return values(node).map { .sum($0) }
    default: return later(node, fields)
    }
  }

  private func later(_ node: PlanNode, _ fields: PlanFields) -> FieldValue? {
    if !fields.isMeant("days"), !fields.isMeant("months") {
      fields.node.report("'later' does not say by how much", "write days: 30, or months: 1")
    }
    let days = fields["days"].map { $0.whole(-36_600...36_600) } ?? 0
    let months = fields["months"].map { $0.whole(-1200...1200) } ?? 0
    guard let value = value(node), let days, let months else { return nil }
    return .later(value, days: days, months: months)
  }

  private func mapped(_ value: FieldValue, _ node: PlanNode, _ other: PlanNode?) -> FieldValue? {
    guard let entries = node.entries() else { return nil }
    var map: [String: String] = [:]
    for (name, value) in entries {
      guard let text = value.written() else { continue }
      checkWord(text, value)
      map[name] = text
    }
    let otherwise = other?.written()
    if let other, let otherwise { checkWord(otherwise, other) }
    return .mapped(value, map, otherwise: otherwise)
  }
}

extension FieldReader {
  private func template(_ node: PlanNode) -> [FieldValue.Piece]? {
    node.written().flatMap { pieces($0, node) }
  }

  /// Splits a text with columns in braces; nil after reporting if the braces don't match.
  private func pieces(_ text: String, _ node: PlanNode) -> [FieldValue.Piece]? {
    let pieces: [FieldValue.Piece]
    do { pieces = try FieldValue.pieces(of: text) } catch {
      node.report("\(error.problem) in '\(text)'", error.remedy)
      return nil
    }
    for case .column(let name) in pieces { rows.check(column: name, node) }
    return pieces
  }

  private func checkWord(_ pieces: [FieldValue.Piece], _ node: PlanNode) {
    guard pieces.count == 1, case .text(let text)? = pieces.first else { return }
    checkWord(text, node)
  }

  /// Reports a literal text that the field does not accept.
  private func checkWord(_ text: String, _ node: PlanNode) {
    if let words = kind.field(field)?.words, !words.contains(text) {
      return node.report(
        "'\(text)' isn't a valid \(field) of a \(kind.rawValue) fact",
        Suggestion.remedy(for: text, among: words))
    }
    guard kind == .deal, field == "stage" else { return }
    let fixed = ["open", "won", "lost"]
    let isFixed = fixed.contains(text)
    let other = !isFixed && fixed.contains(text.lowercased())
    guard other || !rows.stages.isEmpty && !isFixed && !rows.hasStage(text) else { return }
    node.report(
      "'\(text)' isn't a stage of this plan",
      node.findings.remedy(for: text, among: fixed + rows.stages))
  }
}
