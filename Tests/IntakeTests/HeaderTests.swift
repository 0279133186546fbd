import Facts
import Intake
import Planning
import Testing

@Suite("Headers and layouts")
struct HeaderTests {
  private func problem(_ text: String, _ yaml: String) -> String {
    do {
      _ = try Reading(text, yaml)
      return "none"
    } catch let problem as IntakeProblem {
      return "\(problem.problem)\n  \(problem.remedy)"
    } catch { return "\(error)" }
  }

  @Test("Columns that are missing are said once, before any row, with what there is")
  func missing() {
    #expect(
      problem("Id,Day,Custmer,Total\n1,x,y,z\n", DelimitedTests.payments) == """
        file has no columns 'Customer', 'Amount'
          did you mean 'Custmer'? it has Id, Day, Custmer, Total
        """)
  }

  @Test(
    "A file that holds no table is refused whole",
    arguments: [
      ("", "file has no header line: there is nothing in it\n  export it again"),
      ("\n \n", "file has no header line: there is nothing in it\n  export it again"),
      (
        "PK\u{3}\u{4}…",
        "file is an Excel workbook or another zip archive, not text\n"
          + "  save it as CSV UTF-8 in Excel, and import that"
      ),
      ("%PDF-1.7", "file is a PDF, not text\n  export the table as CSV"),
      (
        "Id,\"Day,Customer\n",
        "the header of file, line 1, cannot be read: the quote at character 4 is never closed\n"
          + "  correct that line, or say skip: or header: in the source"
      ),
      (
        "Id,Day,Customer,Amount,Amount\n",
        "file has the column 'Amount' twice\n"
          + "  name the two apart in the file, or leave the column out of the source"
      ),
    ])
  func noTable(text: String, says: String) {
    #expect(problem(text, DelimitedTests.payments) == says)
  }

  @Test("There is no such file")
  func noFile() {
    do { _ = try ByteSource(path: "/nowhere/file.csv") } catch {
      #expect(error.problem == "there is no file '/nowhere/file.csv'")
    }
    do { _ = try ByteSource(path: "/tmp") } catch { #expect(error.problem == "'/tmp' is a folder") }
  }

  @Test("Lines before the header are passed over, and totals left out")
  func preamble() throws {
    let text = """
      Campaign report
      "1 - 30 September, 2026"

      Campaign;Day;Cost (EUR)
      Brand;2026-09-01;1.234,50
      Brand;2026-09-02; --
      Total: Account;;1.234,50
      Total
      """
    let reading = try Reading(
      text,
      """
      format: csv
      header-has: [Campaign, Cost]
      leave-out:
        - { column: "@first", starts: Total }
        - { column: Cost, present: false }
      nothing: ["--"]
      decimal: ","
      rows:
        - kind: cost
          id: "{Campaign}:{Day}"
          at: "{Day}"
          lever: marketing
          amount: "{Cost}"
          currency: "{@currency:Cost}"
      """)
    #expect(reading.facts.map(\.line) == [5])
    #expect(reading.facts.first?.fact.amount?.description == "1234.50 EUR")
    #expect(reading.counts.leftOut == 3)
    #expect(reading.said == "")
  }

  @Test("Where no line has the header's columns, the first line is shown")
  func noHeader() {
    #expect(
      problem("a,b\n1,2\n", "format: csv\nheader-has: [Campaign]\n" + rows) == """
        file has no line with the columns 'Campaign'
          its first line is 'a,b'; correct header-has in the source, or export it again
        """)
  }

  private let rows = """
    rows:
      - { kind: time, id: "{@file}:{@line}", at: "{a}", customer: "{b}", seconds: 1 }
    """

  @Test("A file without a header gets its names from the source")
  func given() throws {
    let reading = try Reading(
      "x\n2026-03-01,ana\n2026-03-02,bo\n", "format: csv\nskip: 1\nheader: [a, b]\n" + rows)
    #expect(reading.facts.map(\.fact.id.text) == ["file:2", "file:3"])
  }

  @Test("Columns at fixed places are cut by characters, and short lines end early")
  func fixed() throws {
    let yaml = """
      format: fixed
      columns: [ { name: a, from: 1, width: 10 }, { name: b, from: 12, width: 5 } ]
      """
    let reading = try Reading(
      "2026-03-01 ana  \n2026-03-02 Zoë€ xyz\n\n2026-03-03\n", yaml + "\n" + rows)
    #expect(reading.facts.map(\.fact.customer?.text) == ["ana", "Zoë€"])
    #expect(reading.counts.blank == 1)
    #expect(
      reading.said == """
        4 b: time facts need 'customer'
          fill in 'b', or leave such rows out with leave-out: or when:
        """)
  }

  @Test("NDJSON is read by paths, and lines that are no objects are refused")
  func objects() throws {
    let text = """
      {"user":{"id":"ana","tags":["x","y"]},"params":[{"key":"sec","value":{"int_value":"90"}}],"at":"2026-03-01T10:00:00Z"}

      {"user":{"id":null},"at":"2026-03-01T10:00:00Z","params":[{"key":"sec","value":{"int_value":1}}]}
      [1]
      {"a":
      """
    let reading = try Reading(
      text,
      """
      format: ndjson
      rows:
        - { kind: time, id: "{@line}", at: "{at}", customer: "{user.id}", seconds: "{params.sec}", tags: "{user.tags}" }
      """)
    #expect(
      reading.lines == [
        #"1 {"id":"1","kind":"time","at":"2026-03-01T10:00:00Z","customer":"ana","source":"test","seconds":90,"tags":"x, y"}"#
      ])
    #expect(
      reading.said == """
        3 user.id: time facts need 'customer'
          fill in 'user.id', or leave such rows out with leave-out: or when:
        4 : the line isn't a JSON object
          write {…}, one object a line
        5 byte 6: not valid JSON at byte 6: the JSON text ends too early
          write one JSON object a line
        """)
  }
}
