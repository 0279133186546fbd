import Facts
import Intake
import Planning
import Testing

@Suite("Fulcrum's own facts, and mending")
struct ReplayTests {
  @Test("Facts go straight through, and a bad line stops nothing", arguments: [1, 3, 64, 100_000])
  func facts(chunk: Int) throws {
    let text = """
      {"id":"1","kind":"time","at":"2026-03-01","customer":"ana","seconds":5}

      {"id":"2","kind":"time","at":"2026-03-01","customer":"ana","seconds":-5}
      {"id":"3","kind":"time","at":"2026-03-01","customer":"Zoë","seconds":5,"page":"/a"}
      {"id":"4"
      {"id":"5","kind":"money","at":"2026-03-01","amount":"1","currency":"EUR","received":"2026-03-09"}
      """
    let reading = try Reading(facts: text, chunk: chunk)
    #expect(reading.facts.map(\.line) == [1, 4, 6])
    #expect(reading.facts.last?.received?.description == "2026-03-08T23:00:00Z")
    #expect(
      reading.said == """
        3 seconds: -5 is below zero
          time spent cannot be negative
        5 : not valid JSON at byte 10: a ',' or '}' is expected
          write one JSON object a line
        """)
    #expect(reading.counts.rows == 5)
    #expect(reading.counts.blank == 1)
    #expect(reading.rejections.first?.row.hasPrefix(#"{"id":"2""#) == true)
  }

  @Test("A table's row is kept with its header, and mended text gives its facts")
  func mendText() throws {
    let source = try SourceDefinition.read(name: "test", yaml: DelimitedTests.payments)
    let reading = try Reading(
      "Id,Day,Customer,Amount\n1,2026-03-01,\"a,\nb\",x\n", DelimitedTests.payments)
    let rejection = try #require(reading.rejections.first)
    #expect(rejection.row == "Id,Day,Customer,Amount\n1,2026-03-01,\"a,\nb\",x")
    let again = try IntakeReader.replay(rejection, as: source, .test)
    #expect(again.rejections == [rejection])
    let mended = Rejection(
      source: "test", file: "file", line: 2, column: "", why: "", remedy: "",
      row: rejection.row.replacing(",x", with: ",5"))
    let batch = try IntakeReader.replay(mended, as: source, .test)
    #expect(batch.facts.map(\.fact.customer?.text) == ["a,\nb"])
    #expect(batch.facts.map(\.line) == [2])
    #expect(batch.rejections.isEmpty)
  }

  @Test("A row that was right is replayed after its source was mended")
  func mendSource() throws {
    let text = "\n\nId;Day;Customer;Amount\n1;01.03.2026;ana;12,5\n"
    let reading = try Reading(text, DelimitedTests.payments)
    let rejection = try #require(reading.rejections.first)
    #expect(rejection.line == 4)
    let yaml = "dates: d.M.yyyy\ndecimal: \",\"\n" + DelimitedTests.payments
    let source = try SourceDefinition.read(name: "test", yaml: yaml)
    let batch = try IntakeReader.replay(rejection, as: source, .test)
    #expect(batch.facts.map(\.fact.amount?.decimal) == ["12.50"])
    #expect(batch.facts.map(\.line) == [4])
  }

  @Test("A fact's line is replayed as it is, or as it was mended")
  func mendFact() throws {
    let reading = try Reading(
      facts: "\n{\"id\":\"1\",\"kind\":\"retract\",\"at\":\"2026-03-01\"}\n")
    let rejection = try #require(reading.rejections.first)
    #expect(try IntakeReader.replay(rejection, as: nil, .test).rejections == [rejection])
    let mended = Rejection(
      source: "facts", file: "file", line: 2, column: "", why: "", remedy: "",
      row: rejection.row.replacing("}", with: ",\"fact\":\"0\"}"))
    #expect(try IntakeReader.replay(mended, as: nil, .test).facts.map(\.line) == [2])
  }

  @Test("A row whose first bytes look like UTF-16 is replayed as the text that it is")
  func decoded() throws {
    let reading = try Reading(facts: "\n \u{0}\n")
    let rejection = try #require(reading.rejections.first)
    #expect(rejection.row == " \u{0}")
    #expect(try IntakeReader.replay(rejection, as: nil, .test).rejections == [rejection])
  }

  @Test("What was not kept whole, or not as it was, cannot be replayed")
  func lasting() throws {
    let bytes = Array("Id,Day,Customer,Amount\n1,2026-03-01,Caf".utf8) + [0xE9] + Array(",1\n".utf8)
    let source = try SourceDefinition.read(name: "test", yaml: DelimitedTests.payments)
    let reading = try Reading(bytes, DelimitedTests.payments)
    let rejection = try #require(reading.rejections.first)
    let batch = try IntakeReader.replay(rejection, as: source, .test)
    #expect(batch.facts.isEmpty)
    #expect(batch.rejections.map(\.why) == ["the row holds text that could not be read (\u{FFFD})"])
    let long = String(repeating: "x", count: 100_000)
    let cut = try Reading("Id,Day,Customer,Amount\n1,x,\(long),1\n", DelimitedTests.payments)
    let first = try #require(cut.rejections.first)
    #expect(first.row.utf8.count < 70_000)
    #expect(
      try IntakeReader.replay(first, as: source, .test).rejections.map(\.why)
        == ["the row was too long to be kept whole"])
  }

  @Test("A valid fact that the ledger refuses is a rejection of its row")
  func conflict() throws {
    let source = try SourceDefinition.read(name: "test", yaml: DelimitedTests.payments)
    let bytes = ByteSource(name: "file", text: "Id,Day,Customer,Amount\n1,2026-03-01,ana,5\n")
    var reader = try IntakeReader(bytes, as: source, .test)
    let batch = try #require(try reader.nextBatch())
    let rejection = batch.rejection(of: 0, column: "id", why: "it is there", remedy: "look")
    #expect(rejection.row == "Id,Day,Customer,Amount\n1,2026-03-01,ana,5")
    #expect(rejection.line == 2)
    #expect(batch.position == bytes.size)
    #expect(try reader.nextBatch() == nil)
  }
}
