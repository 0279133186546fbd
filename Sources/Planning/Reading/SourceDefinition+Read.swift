extension SourceDefinition {
  /// Reads one source on its own, as a shipped preset is written: the part below its name in a
  /// plan.
  ///
  /// - Throws: ``PlanProblems`` with all errors, by line and column.
  public static func read(name: String, yaml: String) throws(PlanProblems) -> SourceDefinition {
    let findings = Findings(bytes: yaml.utf8.count)
    let top = PlanNode.top(of: yaml, called: "the source", findings)
    let source = top.flatMap { read($0, name: name, stages: []) }
    guard let source, findings.isEmpty else { throw findings.problems }
    return source
  }

  /// Reads `sources:` of a plan. Mapped deals may use its sales stages.
  static func readAll(_ node: PlanNode, stages: [String]) -> [String: SourceDefinition]? {
    guard let entries = node.entries() else { return nil }
    var sources: [String: SourceDefinition] = [:]
    for (name, value) in entries { sources[name] = read(value, name: name, stages: stages) }
    return sources
  }

  static let keys = [
    "about", "preset", "format", "delimiter", "skip", "header-has", "header", "columns",
    "leave-out", "nothing", "decimal", "dates", "zone", "rows",
  ]

  private static func read(
    _ node: PlanNode, name: String, stages: [String]
  ) -> SourceDefinition? {
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    let preset = fields["preset"]?.text()
    let format = readFormat(fields)
    var source = SourceDefinition(name: name, format: format ?? .csv)
    source.preset = preset
    source.said = Set(keys.filter { fields[$0] != nil }).subtracting(["preset"])
    source.about = fields["about"]?.text()
    source.readLayout(fields)
    source.readTexts(fields)
    if let format { source.check(format, fields) }
    let known = (source.header + source.columns.map(\.name))
    let reader = RowReader(columns: known.isEmpty ? nil : known, stages: stages)
    source.leaveOut = fields["leave-out"].map(reader.conditions) ?? []
    source.rows = rows(fields, reader)
    return source
  }

  private static func readFormat(_ fields: PlanFields) -> Format? {
    if fields.isMeant("preset") { return fields["format"]?.word() }
    let example = "format: csv, or preset: and the name of one that `fulcrum sources` lists"
    return fields.required("format", like: example)?.word()
  }

  private static func rows(_ fields: PlanFields, _ reader: RowReader) -> [RowTemplate] {
    let example = "rows: [ { kind: money, id: \"{…}\", at: \"{…}\", … } ]"
    let node =
      fields.isMeant("preset") ? fields["rows"] : fields.required("rows", like: example)
    guard let node, let items = node.items() else { return [] }
    if items.isEmpty { node.report("'rows' is an empty list", "write what each row gives") }
    return items.compactMap(reader.read)
  }

  private mutating func readLayout(_ fields: PlanFields) {
    delimiter = fields["delimiter"].flatMap(SourceDefinition.readDelimiter)
    skip = fields["skip"]?.whole(0...10_000) ?? 0
    headerHas = fields["header-has"]?.texts() ?? []
    header = fields["header"]?.texts() ?? []
    columns = fields["columns"]?.items()?.compactMap(FixedColumn.read) ?? []
  }

  private mutating func readTexts(_ fields: PlanFields) {
    nothing = Set(fields["nothing"]?.oneOrMore()?.compactMap { $0.written() } ?? [])
    if let mark = fields["decimal"].flatMap(SourceDefinition.readDecimal) { decimal = mark }
    dates = fields["dates"]?.atLeastOne(like: "yyyyMMdd")?.compactMap { $0.datePattern() } ?? []
    zone = fields["zone"]?.zone()
  }

  private static func readDelimiter(_ node: PlanNode) -> Character? {
    guard let text = node.written() else { return nil }
    if text == "tab" { return "\t" }
    guard text.count == 1, let mark = text.first, !mark.isLetter, !mark.isNumber, mark != "\""
    else {
      node.report(
        "'\(text)' isn't a valid delimiter", "write one character in quotes, like \";\", or tab")
      return nil
    }
    return mark
  }

  private static func readDecimal(_ node: PlanNode) -> Character? {
    guard let text = node.written() else { return nil }
    guard text == "." || text == ",", let mark = text.first else {
      node.report("'\(text)' isn't a valid decimal mark", "write \".\" or \",\"")
      return nil
    }
    return mark
  }

  /// Checks the keys that are only for certain formats.
  private func check(_ format: Format, _ fields: PlanFields) {
    if format == .fixed {
      _ = fields.required("columns", like: "columns: [ { name: customer, from: 1, width: 5 } ]")
    } else {
      fields["columns"]?.reportKey(
        "only fixed files have 'columns'", "write format: fixed, or take them out")
    }
    if format != .csv {
      fields["delimiter"]?.reportKey("only csv files have a delimiter", "take it out")
    }
    if format == .ndjson || format == .fixed {
      for key in ["header-has", "header"] {
        fields[key]?.reportKey("\(format.rawValue) files have no header", "take it out")
      }
    }
  }
}

extension FixedColumn {
  fileprivate static func read(_ node: PlanNode) -> FixedColumn? {
    guard let fields = PlanFields(node, keys: ["name", "from", "width"]) else { return nil }
    let name = fields.required("name", like: "name: customer")?.text()
    let from = fields.required("from", like: "from: 1, the first character's place")?
      .whole(1...100_000)
    let width = fields.required("width", like: "width: 5, the number of characters")?
      .whole(1...100_000)
    guard let name, let from, let width else { return nil }
    return FixedColumn(name: name, from: from, width: width)
  }
}
