import Facts
import Planning

private func change(
  _ fields: String..., source: String = "crm", says: String,
  _ apply: @escaping @Sendable (inout SourceDefinition) -> Void
) -> PlanChange {
  PlanChange(fields[0], fields.count > 1 ? fields[1] : fields[0], says: says) { plan in
    guard var changed = plan.sources[source] else { return }
    apply(&changed)
    plan.sources[source] = changed
  }
}

private let whole = [
  PlanChange("Plan.sources", says: "Source new is new.") {
    $0.sources["new"] = SourceDefinition(name: "new", format: .csv)
  },
  PlanChange("Plan.sources", says: "Source ads is taken out.") { $0.sources["ads"] = nil },
  change("SourceDefinition.name", says: "The name of source crm goes from crm to sfdc.") {
    $0.name = "sfdc"
  },
  change("SourceDefinition.about", says: "The description of source crm is now 'Deals'.") {
    $0.about = "Deals"
  },
  change("SourceDefinition.preset", says: "The preset of source crm is now hubspot.") {
    $0.preset = "hubspot"
  },
  change(
    "SourceDefinition.said", source: "charges", says: "Source charges now says 'skip' itself."
  ) { $0.said.insert("skip") },
  change("SourceDefinition.said", says: "Source crm is written differently.") {
    $0.said.insert("skip")
  },
  change("SourceDefinition.format", says: "The format of source crm goes from csv to tsv.") {
    $0.format = .tsv
  },
  change("SourceDefinition.delimiter", says: "The delimiter of source crm is now tab.") {
    $0.delimiter = "\t"
  },
  change(
    "SourceDefinition.skip", says: "The number of lines to skip of source crm goes from 0 to 1."
  ) { $0.skip = 1 },
  change("SourceDefinition.headerHas", says: "What shows the header of source crm is now A, B.") {
    $0.headerHas = ["A", "B"]
  },
  change("SourceDefinition.header", says: "The header of source crm is now A, B.") {
    $0.header = ["A", "B"]
  },
  change("SourceDefinition.columns", says: "The list of columns of source crm is now a (5 from 2).")
  {
    $0.columns = [FixedColumn(name: "a", from: 2, width: 5)]
  },
]

private let texts = [
  change(
    "SourceDefinition.leaveOut", says: "What is left out of source crm is now A is 'x' or 'y'."
  ) { $0.leaveOut = [RowCondition(column: "A", .isOneOf(["x", "y"]))] },
  change("SourceDefinition.nothing", says: "What means nothing of source crm is now '--'.") {
    $0.nothing = ["--"]
  },
  change("SourceDefinition.decimal", says: "The decimal mark of source crm goes from '.' to ','.") {
    $0.decimal = ","
  },
  change("SourceDefinition.dates", says: "The list of date patterns of source crm is now 'd.M.yy'.")
  {
    $0.dates = ["d.M.yy"]
  },
  change("SourceDefinition.zone", says: "The time zone of source crm is now UTC.") {
    $0.zone = .utc
  },
]

private let columns =
  "The list of columns of source pos goes from customer (5 from 2), paid (9 from 8), "
  + "day (8 from 18) to "

private func column(_ field: String, _ column: FixedColumn, says: String) -> PlanChange {
  change(
    field, source: "pos", says: "\(columns)\(says), paid (9 from 8), day (8 from 18)."
  ) { $0.columns[0] = column }
}

private let fixed = [
  column("FixedColumn.name", FixedColumn(name: "c", from: 2, width: 5), says: "c (5 from 2)"),
  column(
    "FixedColumn.from", FixedColumn(name: "customer", from: 1, width: 5),
    says: "customer (5 from 1)"),
  column(
    "FixedColumn.width", FixedColumn(name: "customer", from: 2, width: 6),
    says: "customer (6 from 2)"),
]

private let was =
  "What is left out of source ads goes from Campaign starts with 'Total', Cost is not there to "

private let rows = [
  change(
    "RowCondition.column", source: "ads", says: was + "C starts with 'Total', Cost is not there."
  ) {
    $0.leaveOut[0] = RowCondition(column: "C", .startsWith("Total"))
  },
  change(
    "RowCondition.test", source: "ads",
    says: was + "Campaign is not 'a' nor 'b', Cost is not there."
  ) { $0.leaveOut[0] = RowCondition(column: "Campaign", .isNoneOf(["a", "b"])) },
  change(
    "SourceDefinition.rows", "RowTemplate.kind",
    says: "Source crm goes from 0 to 1 note facts that a row can give."
  ) { $0.rows.append(RowTemplate(kind: .note, fields: [])) },
  change("RowTemplate.when", says: "Source crm changes when a row gives a deal fact.") {
    $0.rows[0].when = [RowCondition(column: "A", .present(true))]
  },
  change("RowTemplate.fields", says: "Source crm now gives deal facts their closes.") {
    $0.rows[0].fields.append(RowTemplate.Field("closes", .template([.column("C")])))
  },
  change("Field.name", says: "Source crm no longer gives deal facts their at.") {
    $0.rows[0].fields.removeAll { $0.name == "at" }
  },
  change("Field.value", says: "Source crm changes how deal facts get their amount.") {
    let index = $0.rows[0].fields.firstIndex { $0.name == "amount" } ?? 0
    $0.rows[0].fields[index] = RowTemplate.Field("amount", .template([.column("Sum")]))
  },
  change("Entry.key", source: "pos", says: "Source pos changes how money facts get their splits.") {
    $0.rows[0].replace("splits", .object([.init(key: [.text("bo")], value: .template([]))]))
  },
  change(
    "Entry.value", source: "pos", says: "Source pos changes how money facts get their recurring."
  ) {
    $0.rows[0].replace("recurring", .later(.template([.column("day")]), days: 1, months: 1))
  },
  change(
    "RowTemplate.fields", says: "Source crm writes the fields of its deal facts in another order."
  ) { $0.rows[0].fields.swapAt(0, 1) },
]

extension RowTemplate {
  fileprivate mutating func replace(_ name: String, _ value: FieldValue) {
    guard let index = fields.firstIndex(where: { $0.name == name }) else { return }
    fields[index] = Field(name, value)
  }
}

/// Changes of sources.
let sourceChanges = whole + texts + fixed + rows
