import Facts

/// Reads the templates of a source's facts, and the conditions on its rows.
struct RowReader {
  /// The columns of the file; nil if only the file itself has them.
  private let columns: [String]?
  private let columnNames: Set<String>
  /// The plan's sales stages; empty if there are none to check against.
  let stages: [String]
  private let stageNames: Set<String>

  init(columns: [String]?, stages: [String]) {
    self.columns = columns
    self.stages = stages
    columnNames = Set(columns ?? [])
    stageNames = Set(stages)
  }

  /// The keys of a template that are no fields that it maps.
  private static let own = ["when", "kind"]
  /// The required fields that a template may leave out: the kind is read first, and a currency is
  /// the business's.
  private static let given = ["kind", "currency"]

  /// True if the plan has a sales stage of that name.
  func hasStage(_ name: String) -> Bool { stageNames.contains(name) }

  /// Reads the template of one fact.
  func read(_ node: PlanNode) -> RowTemplate? {
    guard let entries = node.entries() else { return nil }
    guard let kind = kind(node, entries) else { return nil }
    var row = RowTemplate(kind: kind, fields: [])
    for (name, value) in entries where name != "kind" {
      if name == "when" {
        row.when = conditions(value)
      } else {
        checkName(name, value, kind)
        let reader = FieldReader(kind: kind, field: name, rows: self)
        if let read = reader.read(value) { row.fields.append(RowTemplate.Field(name, read)) }
      }
    }
    let misspelt = entries.compactMap { kind.meant(by: $0.name, beside: RowReader.own) }
    checkRequired(node, kind, misspelt: misspelt)
    return row
  }

  private func kind(
    _ node: PlanNode, _ entries: [(name: String, value: PlanNode)]
  ) -> FactKind? {
    if let kind = entries.first(where: { $0.name == "kind" }) { return kind.value.word() }
    let kinds = FactKind.allCases.map(\.rawValue).joined(separator: ", ")
    if !node.has("kind") { node.report(missing: "kind", like: "kind: and one of: \(kinds)") }
    return nil
  }

  private func checkRequired(_ node: PlanNode, _ kind: FactKind, misspelt: [String]) {
    for field in kind.fields
    where field.isRequired && !RowReader.given.contains(field.name) && !node.has(field.name)
      && !misspelt.contains(field.name)
    {
      node.report(
        missing: field.name, like: "\(field.name): \"{Column}\"; a \(kind.rawValue) fact needs it")
    }
    if kind == .cost, !node.has("lever"), !node.has("play") {
      node.report(missing: "lever", like: "lever: or play:, whose cost it is")
    }
  }

  private func checkName(_ name: String, _ value: PlanNode, _ kind: FactKind) {
    guard let near = kind.meant(by: name, beside: RowReader.own) else { return }
    value.reportKey("'\(name)' isn't a field of a \(kind.rawValue) fact", "did you mean '\(near)'?")
  }

  /// Reads one condition, or a list.
  func conditions(_ node: PlanNode) -> [RowCondition] {
    (node.oneOrMore() ?? []).compactMap(condition)
  }

  private func condition(_ node: PlanNode) -> RowCondition? {
    let tests = ["is", "is-not", "starts", "present"]
    guard let fields = PlanFields(node, keys: ["column"] + tests) else { return nil }
    let column = fields.required("column", like: "column: Stage")
    let key = fields.exactlyOne(of: tests, like: "is: Won")
    column.map { check($0) }
    guard let column = column?.text(), let key, let value = fields[key] else { return nil }
    return test(key, value).map { RowCondition(column: column, $0) }
  }

  private func test(_ key: String, _ value: PlanNode) -> RowCondition.Test? {
    switch key {
    case "is": value.atLeastOne(like: "[Won]").map { .isOneOf($0.compactMap { $0.written() }) }
    case "is-not": value.atLeastOne(like: "[Won]").map { .isNoneOf($0.compactMap { $0.written() }) }
    case "starts": value.text().map { .startsWith($0) }
    default: value.flag().map { .present($0) }
    }
  }

  /// Reports a column that the file does not have.
  func check(_ node: PlanNode) {
    guard let name = node.text() else { return }
    check(column: name, node)
  }

  /// Reports a column, named inside a text, that the file does not have.
  func check(column name: String, _ node: PlanNode) {
    if name.hasPrefix("@") {
      let isOwn = ["@line", "@file", "@first"].contains(name) || name.hasPrefix("@currency:")
      guard !isOwn else { return }
      return node.report(
        "a row has no '\(name)'", "write {@line}, {@file}, {@first} or {@currency:Cost}")
    }
    guard let columns, !columnNames.contains(name) else { return }
    node.report("there is no column '\(name)'", node.findings.remedy(for: name, among: columns))
  }
}
