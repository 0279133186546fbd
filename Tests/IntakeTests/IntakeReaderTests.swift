import Facts
import Intake
import Testing

@Suite("Reading files")
struct IntakeReaderTests {
  private let payments = """
    format: csv
    rows:
      - { kind: money, id: "{Id}", at: "{Paid on}", customer: "{Customer}", amount: "{Amount}" }
    """

  @Test("A plain csv gives a fact a row")
  func plain() throws {
    let reading = try Reading(
      "Id,Paid on,Customer,Amount\n1,2026-03-01,ana,12.50\n2,2026-03-02,bo,3\n", payments)
    #expect(
      reading.lines == [
        #"2 {"id":"1","kind":"money","at":"2026-02-28T23:00:00Z","customer":"ana","source":"test","amount":"12.50","currency":"EUR"}"#,
        #"3 {"id":"2","kind":"money","at":"2026-03-01T23:00:00Z","customer":"bo","source":"test","amount":"3.00","currency":"EUR"}"#,
      ])
    #expect(reading.counts.rows == 2)
    #expect(reading.counts.facts == 2)
  }

  @Test("Whatever the chunks and batches, the same comes out", arguments: 1...20)
  func chunks(size: Int) throws {
    let text =
      "\u{FEFF}Id;Paid on;Customer;Amount\r\n1;2026-03-01;\"an\r\n\"\"a\"\"\";12.50\r\r\n"
      + "2;2026-03-02;Zoë;3\n3;x;bo;1\n\"4;2026-03-02;bo;1\n5;2026-03-03;bo;5;\n6;2026-03-03\n7;2026-03-03;c;1"
    let whole = try Reading(Array(text.utf8), payments)
    let pieces = try Reading(Array(text.utf8), payments, chunk: size, batch: size)
    #expect(pieces.lines == whole.lines)
    #expect(pieces.rejections == whole.rejections)
    #expect(pieces.counts == whole.counts)
    #expect(whole.facts.map(\.fact.id.text) == ["1", "2", "5", "7"])
    #expect(whole.rejections.map(\.line) == [6, 7, 9])
  }
}
