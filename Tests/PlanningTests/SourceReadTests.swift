import Facts
import Planning
import Testing

@Suite("Reading sources")
struct SourceReadTests {
  private let column = { (name: String) in FieldValue.template([.column(name)]) }

  /// The value of a field of a customer fact, which takes props of any name.
  private func value(_ yaml: String) throws -> FieldValue {
    let source = try SourceDefinition.read(
      name: "s",
      yaml: """
        format: ndjson
        rows: [ { kind: customer, id: a, at: b, customer: c, tried: \(yaml) } ]
        """)
    return try #require(source.rows.first?.fields.last?.value)
  }

  @Test("A text is a template of columns and what stands between them")
  func templates() throws {
    #expect(try value("\"{A}:{B}\"") == .template([.column("A"), .text(":"), .column("B")]))
    #expect(try value("plain") == .template([.text("plain")]))
    #expect(try value("\"\"") == .template([.text("")]))
    #expect(
      try value("\"{@file}-{@line}\"")
        == .template([
          .column("@file"), .text("-"), .column("@line"),
        ]))
    #expect(try value("\"{{{A}}}\"") == .template([.text("{"), .column("A"), .text("}")]))
    #expect(try value("007.10") == .template([.text("007.10")]))
  }

  @Test("Lists, sums and days moved on hold other values")
  func nested() throws {
    #expect(try value("[ \"{A}\", { column: B } ]") == .first([column("A"), column("B")]))
    #expect(
      try value("{ first: [ \"{A}\" ], scale: 2 }")
        == .scaled(.first([column("A")]), by: decimal("2")))
    #expect(
      try value("{ sum: [ \"{A}\", { column: B, negate: true } ] }")
        == .sum([column("A"), .negated(column("B"))]))
    #expect(try value("{ later: \"{A}\", days: -3 }") == .later(column("A"), days: -3, months: 0))
    #expect(try value("{ later: \"{A}\", months: 12 }") == .later(column("A"), days: 0, months: 12))
  }

  @Test("A value is looked up, then scaled, then turned")
  func worked() throws {
    let mapped = FieldValue.mapped(column("A"), ["x": "1", "y": ""], otherwise: "0")
    #expect(
      try value("{ negate: true, scale: 0.01, else: 0, map: { x: 1, y: '' }, column: A }")
        == .negated(.scaled(mapped, by: decimal("0.01"))))
    #expect(
      try value("{ column: A, map: {}, negate: false }")
        == .mapped(column("A"), [:], otherwise: nil))
  }

  @Test("An object has templates for keys")
  func objects() throws {
    #expect(
      try value("{ \"{A}\": 0.5, b: \"{B}\" }")
        == .object([
          FieldValue.Entry(key: [.column("A")], value: .template([.text("0.5")])),
          FieldValue.Entry(key: [.text("b")], value: column("B")),
        ]))
  }

  @Test("What a source says of its file is kept as written")
  func layout() throws {
    let ads = try #require(try Plan.read(soundPlan).sources["ads"])
    #expect(ads.about == "Daily cost of campaigns")
    #expect(ads.delimiter == "\t")
    #expect(ads.skip == 2)
    #expect(ads.headerHas == ["Campaign", "Cost"])
    #expect(
      ads.leaveOut == [
        RowCondition(column: "Campaign", .startsWith("Total")),
        RowCondition(column: "Cost", .present(false)),
      ])
    #expect(ads.nothing == ["--", "N/A"])
    #expect(ads.decimal == ",")
    #expect(ads.dates == ["yyyyMMdd", "M/d/yy H:mm a"])
    #expect(ads.zone?.name == "America/New_York")
    #expect(ads.rows.first?.when == [RowCondition(column: "Kind", .isNoneOf(["test", ""]))])
  }

  @Test("Fields keep the plan's order, and columns of fixed files their places")
  func order() throws {
    let sources = try Plan.read(soundPlan).sources
    #expect(
      sources["crm"]?.rows.first?.fields.map(\.name) == [
        "id", "deal", "customer", "member", "stage", "amount", "at",
      ])
    #expect(sources["pos"]?.format == .fixed)
    #expect(sources["pos"]?.columns.first == FixedColumn(name: "customer", from: 2, width: 5))
    #expect(
      sources["pos"]?.rows.first?.when == [
        RowCondition(column: "paid", .isOneOf(["1", "2"]))
      ])
  }

  @Test("What a source with a preset does not say comes from the preset")
  func preset() throws {
    let preset = try SourceDefinition.read(
      name: "stripe",
      yaml: "format: tsv\nskip: 3\ndecimal: ','\nabout: Charges\nrows: "
        + "[ { kind: retract, id: a, at: b, fact: c } ]")
    let own = try SourceDefinition.read(name: "charges", yaml: "preset: stripe\nskip: 0\nzone: UTC")
    #expect(own.preset == "stripe")
    #expect(own.said == ["skip", "zone"])
    let filled = own.filled(from: preset)
    var expected = preset
    expected.name = "charges"
    expected.preset = "stripe"
    expected.said = own.said
    expected.skip = 0
    expected.zone = .utc
    #expect(filled == expected)
    #expect(filled.rows.map(\.kind) == [.retract])
  }

  @Test(
    "Every key that is said wins over the preset",
    arguments: [
      ("about", "x"), ("format", "ndjson"), ("delimiter", "tab"), ("skip", "9"),
      ("header-has", "[x]"), ("header", "[x]"), ("leave-out", "{ column: x, is: x }"),
      ("nothing", "x"), ("decimal", "'.'"), ("dates", "yyyyMMdd"), ("zone", "UTC"),
      ("rows", "[ { kind: note, id: a, at: b, text: c } ]"),
    ])
  func said(key: String, text: String) throws {
    let preset = try SourceDefinition.read(
      name: "p",
      yaml: """
        about: a
        format: csv
        delimiter: ";"
        skip: 1
        header-has: [a]
        header: [a]
        leave-out: { column: a, is: a }
        nothing: [a]
        decimal: ","
        dates: [d.M.yy]
        zone: Europe/London
        rows: [ { kind: retract, id: a, at: b, fact: c } ]
        """)
    let own = try SourceDefinition.read(name: "p", yaml: "preset: p\n\(key): \(text)")
    let silent = try SourceDefinition.read(name: "p", yaml: "preset: p")
    #expect(own.filled(from: preset) != silent.filled(from: preset))
    #expect(silent.filled(from: preset).rows == preset.rows)
    var back = own.filled(from: preset)
    back = silent.filled(from: back)
    #expect(back.rows == own.filled(from: preset).rows)
  }

  @Test("A source's problems have their place in its own text")
  func problems() {
    let text = "format: csv\nrows:\n  - { kind: retract, id: a, at: b }"
    let expected = PlanProblem(
      line: 3, column: 5, path: "rows[0].fact", problem: "'fact' is missing in 'rows[0]'",
      remedy: "write fact: \"{Column}\"; a retract fact needs it")
    #expect(throws: PlanProblems([expected])) {
      try SourceDefinition.read(name: "s", yaml: text)
    }
    let empty = PlanProblem(
      line: 1, column: 1, path: "", problem: "the source is empty",
      remedy: "write its format and its rows")
    #expect(throws: PlanProblems([empty])) { try SourceDefinition.read(name: "s", yaml: "") }
  }

  @Test(
    "Names that are no slip of the hand are props",
    arguments: [
      "plan", "state", "campaign", "Region", "tier", "type", "effort", "score_band", "ids",
    ])
  func props(name: String) throws {
    let source = try SourceDefinition.read(
      name: "s",
      yaml: "format: csv\nrows: [ { kind: money, id: a, at: b, amount: c, \(name): d } ]")
    #expect(source.rows.first?.fields.last?.name == name)
  }
}
