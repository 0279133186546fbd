import Facts
import Intake
import Planning
import Testing

@Suite("Mapping rows to facts")
struct MappingTests {
  /// The amount that a text is read as, or why it is none.
  private func amount(_ text: String, decimal: String) throws -> String {
    let reading = try Reading(
      "{\"a\":\"\(text)\"}",
      """
      format: ndjson
      decimal: "\(decimal)"
      rows:
        - { kind: money, id: "1", at: 2026-03-01, amount: "{a}", currency: EUR }
      """)
    return reading.facts.first?.fact.amount?.decimal ?? reading.rejections.first?.why ?? "nothing"
  }

  @Test(
    "Numbers are read as exports write them",
    arguments: [
      ("12", "12.00"), ("-3.5", "-3.50"), ("+3.5", "3.50"), ("1,234.5", "1234.50"),
      ("1 234 567.5", "1234567.50"), ("1'234.5", "1234.50"), ("1\u{A0}234", "1234.00"),
      ("12,34,567.5", "1234567.50"), ("€12.50", "12.50"), ("€ 1,234.50", "1234.50"),
      ("12.50 €", "12.50"), ("(12.50)", "-12.50"), ("(€1,234.50)", "-1234.50"),
      ("12.50-", "-12.50"), ("\u{2212}12.50", "-12.50"), ("-€12.50", "-12.50"), ("5%", "0.05"),
      ("1.2e3", "1200.00"), (".5", "0.50"),
    ])
  func numbers(text: String, value: String) throws {
    #expect(try amount(text, decimal: ".") == value)
  }

  @Test(
    "What is no number, or groups no thousands, is refused",
    arguments: [
      "1,23", "1,2345", "12,3.4", "1.234.5", "--5", "(-5)", "1 23", "abc", "12 EUR", "NaN", "5%%",
      ",5",
      "1,,234",
    ])
  func notNumbers(text: String) throws {
    #expect(try amount(text, decimal: ".") == "'\(text)' is not a number")
  }

  @Test(
    "With a decimal comma, points group thousands",
    arguments: [
      ("12,5", "12.50"), ("1.234,5", "1234.50"), ("1.234", "1234.00"),
      ("1 234,50 €", "1234.50"),
      ("1,5", "1.50"), ("0,25", "0.25"), ("(1.234,50)", "-1234.50"),
      ("1.23", "'1.23' is not a number"), ("12.50", "'12.50' is not a number"),
    ])
  func commas(text: String, value: String) throws {
    #expect(try amount(text, decimal: ",") == value)
  }

  @Test("An amount with the sign of another currency is refused")
  func signs() throws {
    let text = "Id,Paid,Cur\n1,£5,GBP\n2,£5,\n3,$5,usd\n4,($5),\n5,5 €,\n"
    let reading = try Reading(
      text,
      """
      format: csv
      rows:
        - { kind: money, id: "{Id}", at: 2026-03-01, amount: "{Paid}", currency: "{Cur}" }
      """)
    #expect(reading.facts.map(\.fact.id.text) == ["1", "3", "5"])
    #expect(
      reading.said == """
        3 Paid: '£5' isn't a valid amount in EUR
          say the currency in the source, like currency: GBP
        5 Paid: '($5)' isn't a valid amount in EUR
          say the currency in the source, like currency: GBP
        """)
  }

  @Test("Long rows make shorter batches, so that memory stays constant")
  func batches() throws {
    let note = String(repeating: "x", count: 500_000)
    let rows = (1...40).map { "\($0),\(note)\n" }.joined()
    let yaml = """
      format: csv
      rows:
        - { kind: money, id: "{Id}", at: 2026-03-01, amount: "1" }
      """
    let source = try SourceDefinition.read(name: "test", yaml: yaml)
    let bytes = ByteSource(name: "file", text: "Id,Note\n" + rows)
    var reader = try IntakeReader(bytes, as: source, .test)
    let first = try #require(try reader.nextBatch())
    #expect(first.facts.count == 17)
    var all = first.facts.count
    while let batch = try reader.nextBatch() { all += batch.facts.count }
    #expect(all == 40)
  }

  /// When a text is, by the patterns of a source.
  private func moment(_ text: String, _ dates: String, zone: String = "") throws -> String {
    let reading = try Reading(
      "{\"a\":\"\(text)\"}",
      """
      format: ndjson
      \(dates.isEmpty ? "" : "dates: \(dates)")
      \(zone.isEmpty ? "" : "zone: \(zone)")
      rows:
        - { kind: time, id: "1", at: "{a}", customer: c, seconds: 1 }
      """)
    return reading.facts.first?.fact.at.description ?? reading.rejections.first?.why ?? "nothing"
  }

  @Test(
    "Days and times are read as the source says",
    arguments: [
      ("2026-07-01", "", "2026-06-30T22:00:00Z"),
      ("2026-07-01T10:00:00Z", "", "2026-07-01T10:00:00Z"),
      ("2026-07-01 10:00:00", "", "2026-07-01T08:00:00Z"),
      ("20260701", "yyyyMMdd", "2026-06-30T22:00:00Z"),
      ("7/1/2026", "M/d/yyyy", "2026-06-30T22:00:00Z"),
      ("07/01/26", "d/M/yy", "2026-01-06T23:00:00Z"),
      ("1.7.2026 9:05", "d.M.yyyy H:mm", "2026-07-01T07:05:00Z"),
      ("1 Jul 2026", "d MMM yyyy", "2026-06-30T22:00:00Z"),
      ("7/1/2026, 12:30 AM", "\"M/d/yyyy, H:mm a\"", "2026-06-30T22:30:00Z"),
      ("7/1/2026, 12:30 pm", "\"M/d/yyyy, H:mm a\"", "2026-07-01T10:30:00Z"),
      ("2026-07-01 10:00:00.250", "yyyy-MM-dd HH:mm:ss.SSS", "2026-07-01T08:00:00.250Z"),
      ("01/07/2026", "[yyyyMMdd, d/M/yyyy]", "2026-06-30T22:00:00Z"),
      ("31/12/2026", "M/d/yyyy", "'31/12/2026' isn't a valid date or time in the form M/d/yyyy"),
      ("2026-07-01", "yyyyMMdd", "'2026-07-01' isn't a valid date or time in the form yyyyMMdd"),
      ("20260701x", "yyyyMMdd", "'20260701x' isn't a valid date or time in the form yyyyMMdd"),
      (
        "13:00 1.7.2026", "H:mm a d.M.yyyy",
        "'13:00 1.7.2026' isn't a valid date or time in the form H:mm a d.M.yyyy"
      ),
    ])
  func dates(text: String, dates: String, at: String) throws {
    #expect(try moment(text, dates) == at)
  }

  @Test("Times without an offset are of the source's zone, days are the business's")
  func zones() throws {
    #expect(try moment("2026-07-01 10:00:00", "", zone: "UTC") == "2026-07-01T10:00:00Z")
    #expect(try moment("2026-07-01", "", zone: "UTC") == "2026-06-30T22:00:00Z")
  }

  @Test("A map without a match is refused, with what it knows")
  func map() throws {
    let yaml = """
      format: csv
      rows:
        - kind: deal
          id: "{Id}"
          deal: "{Id}"
          at: 2026-03-01
          stage: { column: Stage, map: { Won: won, Lost: lost } }
      """
    let reading = try Reading("Id,Stage\n1,Won\n2,Wonn\n3,\n", yaml)
    #expect(
      reading.said == """
        3 Stage: 'Wonn' is not in the map
          did you mean 'Won'? the map knows Lost, Won; add it there, or say else:
        4 Stage: 'stage' is missing
          fill in 'Stage', or leave such rows out with leave-out: or when:
        """)
    #expect(reading.facts.count == 1)
    let open = try Reading(
      "Id,Stage\n2,Wonn\n", yaml.replacing("lost } }", with: "lost }, else: open }"))
    #expect(open.facts.count == 1)
  }

  @Test("A row may give several facts, each on its own conditions")
  func several() throws {
    let yaml = """
      format: csv
      rows:
        - { kind: money, id: "{Id}", at: "{Day}", amount: "{Paid}" }
        - kind: money
          when: { column: Refund, present: true }
          id: "{Id}:refund"
          of: "{Id}"
          at: [ "{Refunded}", "{Day}" ]
          amount: { column: Refund, negate: true }
      """
    let text = "Id,Day,Paid,Refund,Refunded\n1,2026-03-01,10,,\n2,2026-03-01,10,4,2026-03-05\n"
    let reading = try Reading(text + "3,2026-03-01,10,x,\n", yaml)
    #expect(reading.facts.map(\.fact.id.text) == ["1", "2", "2:refund"])
    #expect(reading.facts.map { $0.fact.amount?.decimal } == ["10.00", "10.00", "-4.00"])
    #expect(reading.rejections.map(\.line) == [4], "a row is kept whole or not at all")
    #expect(reading.counts.giving == 2)
  }

  @Test("Values are scaled, summed, moved on and put together")
  func values() throws {
    let reading = try Reading(
      "Id,Minor,A,B,Start,Rep,Desk,Cost (USD)\n1,1050,1.5,,2026-01-31,ana,bo,1\n2,7,,,2026-02-01,ana,ana,1\n",
      """
      format: csv
      rows:
        - kind: money
          id: "{Id}"
          at: "{Start}"
          amount: { column: Minor, scale: 0.01 }
          currency: "{@currency:Cost}"
          recurring: { from: "{Start}", to: { later: "{Start}", months: 1 } }
          splits: { "{Rep}": "60%", "{Desk}": 0.4 }
          sum: { sum: [ "{A}", "{B}" ] }
          row: "{@file} {@line} {@first}"
      """)
    #expect(
      reading.lines == [
        #"2 {"id":"1","kind":"money","at":"2026-01-30T23:00:00Z","source":"test","amount":"10.50","currency":"USD","recurring":{"from":"2026-01-31","to":"2026-02-28"},"splits":{"ana":"0.6","bo":"0.4"},"row":"file 2 1","sum":"1.5"}"#,
        #"3 {"id":"2","kind":"money","at":"2026-01-31T23:00:00Z","source":"test","amount":"0.07","currency":"USD","recurring":{"from":"2026-02-01","to":"2026-03-01"},"splits":{"ana":"1"},"row":"file 3 2"}"#,
      ])
  }

  @Test("Columns that only some exports have may stand in a list of which the first counts")
  func optional() throws {
    let yaml = """
      format: csv
      rows:
        - { kind: time, id: "{Id}", at: [ "{Paid on}", "{Day}" ], customer: c, seconds: 1, note: [ "{Note}", "" ] }
      """
    #expect(try Reading("Id,Day\n1,2026-03-01\n", yaml).facts.count == 1)
    #expect(try Reading("Id,Paid on\n1,2026-03-01\n", yaml).facts.count == 1)
    #expect(throws: IntakeProblem.self) { try Reading("Id\n1\n", yaml) }
  }

  @Test(
    "A fact names its source unless the mapping says otherwise, and its currency is the business's")
  func defaults() throws {
    let yaml = """
      format: csv
      rows:
        - { kind: money, id: "{Id}", at: 2026-03-01, amount: "1" }
        - { kind: money, id: "{Id}b", at: 2026-03-01, amount: "1", currency: usd, source: shop }
      """
    let facts = try Reading("Id\n1\n", yaml).facts.map(\.fact)
    #expect(facts.map(\.source) == ["test", "shop"])
    #expect(facts.map { $0.amount?.currency.code } == ["EUR", "USD"])
  }

  @Test("What is worth knowing is counted, with the first lines")
  func remarks() throws {
    let rows = (1...7).map { "\($0),won,\n" }.joined() + "8,open,\n9,won,5\n"
    let reading = try Reading(
      "Id,Stage,Amount\n" + rows,
      """
      format: csv
      rows:
        - { kind: deal, id: "{Id}", deal: "{Id}", at: 2026-03-01, stage: "{Stage}", amount: "{Amount}" }
      """)
    #expect(
      reading.remarks.map(\.sentence) == [
        "9 deals have no customer (lines 2, 3, 4, 5, 6, …).",
        "7 deals are won without an amount (lines 2, 3, 4, 5, 6, …).",
      ])
  }
}
