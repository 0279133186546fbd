internal import Facts
internal import Planning

/// Maps the rows of one file to facts, as its source defines.
struct Mapping: Sendable {
  private let source: String
  private let leaveOut: [BoundCondition]
  private let templates: [BoundTemplate]
  private let rules: Evaluator.Rules
  private let reader: FactReader
  private let currency: Currency

  /// Resolves the source's columns in a file.
  ///
  /// - Throws: ``IntakeProblem`` with the columns that are missing.
  init(
    _ source: SourceDefinition, header: Header?, file: String, _ terms: IntakeTerms
  ) throws(IntakeProblem) {
    var binder = Binder(header: header, file: file)
    var leaveOut: [BoundCondition] = []
    for condition in source.leaveOut { leaveOut.append(binder.bind(condition)) }
    var templates: [BoundTemplate] = []
    for template in source.rows { templates.append(binder.bind(template)) }
    try binder.check()
    self.source = source.name
    self.leaveOut = leaveOut
    self.templates = templates
    rules = Evaluator.Rules(
      nothing: source.nothing, numeral: Numeral(decimal: source.decimal),
      dates: DateReader(
        patterns: source.dates.map { DatePattern($0) }, zone: source.zone ?? terms.zone,
        business: terms.zone))
    reader = terms.reader
    currency = terms.currency
  }

  /// The facts of a row; empty if the row is left out.
  ///
  /// - Throws: ``RowFault`` if any of them isn't valid. The row then gives none, so that fixing
  ///   it never requires retracting half of it.
  func facts(of row: Slot.Row) throws(RowFault) -> [FactReader.Reading] {
    let evaluator = Evaluator(row: row, rules: rules)
    if leaveOut.contains(where: { evaluator.holds([$0]) }) { return [] }
    var readings: [FactReader.Reading] = []
    for template in templates where evaluator.holds(template.conditions) {
      readings.append(try fact(template, evaluator))
    }
    return readings
  }

  /// True if a row whose field count differs from the header's is to be left out anyway.
  ///
  /// Only conditions that require a text count: a missing text may be the very fault.
  func leavesOut(_ fields: [String], line: Int) -> Bool {
    let evaluator = Evaluator(row: Slot.Row(line: line, fields: fields, json: .null), rules: rules)
    return leaveOut.contains { condition in
      if case .field(let index) = condition.slot, index >= fields.count { return false }
      switch condition.test {
      case .startsWith, .isOneOf: return evaluator.holds([condition])
      case .isNoneOf, .present: return false
      }
    }
  }

  private func fact(
    _ template: BoundTemplate, _ evaluator: Evaluator
  ) throws(RowFault) -> FactReader.Reading {
    var members: [JSON.Member] = [.init("kind", .string(template.kind.rawValue))]
    members.reserveCapacity(template.fields.count + 3)
    var hasAmount = false
    var hasCurrency = false
    for field in template.fields {
      guard let value = try evaluator.json(field.value, field.shape) else { continue }
      if field.name == "amount" { hasAmount = true }
      if field.name == "currency" { hasCurrency = true }
      members.append(.init(field.name, value))
    }
    if !hasAmount, hasCurrency { members.removeAll { $0.key == "currency" } }
    if hasAmount, !hasCurrency { members.append(.init("currency", .string(currency.code))) }
    if hasAmount { try checkSign(template, members, evaluator) }
    if !template.has("source") { members.append(.init("source", .string(source))) }
    do { return try reader.read(.object(members)) } catch {
      throw Mapping.fault(error, template, members)
    }
  }

  /// Rejects an amount with another currency's sign, such as `£12` for euros.
  private func checkSign(
    _ template: BoundTemplate, _ members: [JSON.Member], _ evaluator: Evaluator
  ) throws(RowFault) {
    guard let value = template.fields.first(where: { $0.name == "amount" })?.value,
      case .string(let code)? = members.last(where: { $0.key == "currency" })?.value,
      let text = try evaluator.foreign(value, to: code.uppercased())
    else { return }
    throw RowFault(
      value.column ?? "amount", "'\(text)' isn't a valid amount in \(code.uppercased())",
      "say the currency in the source, like currency: GBP")
  }

  /// Converts a fact's problem into a fault of the column that filled the field.
  private static func fault(
    _ problem: FactProblem, _ template: BoundTemplate, _ members: [JSON.Member]
  ) -> RowFault {
    let name = problem.field.map { String($0.prefix { $0 != "." }) } ?? ""
    let field = template.fields.first { $0.name == name }
    guard members.contains(where: { $0.key == name }) || field == nil else {
      let column = field?.value.column
      return RowFault(
        column ?? name, problem.problem,
        column.map { "fill in '\($0)', or leave such rows out with leave-out: or when:" }
          ?? "say in the source what fills '\(name)'")
    }
    return RowFault(field?.value.column ?? name, problem.problem, problem.remedy)
  }
}
