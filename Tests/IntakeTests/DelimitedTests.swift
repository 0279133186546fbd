import Facts
import Intake
import Testing

@Suite("Reading csv and tsv")
struct DelimitedTests {
  static let payments = """
    format: csv
    rows:
      - { kind: money, id: "{Id}", at: "{Day}", customer: "{Customer}", amount: "{Amount}" }
    """

  @Test("The delimiter is found in the header", arguments: [",", ";", "\t", "|"])
  func delimiters(mark: String) throws {
    let text = ["Id,Day,Customer,Amount", "1,2026-03-01,ana,12.50"].joined(separator: "\n")
      .replacing(",", with: mark)
    let reading = try Reading(text, DelimitedTests.payments)
    #expect(reading.facts.map(\.fact.amount?.minor) == [1250])
    #expect(reading.rejections.isEmpty)
  }

  @Test("Lines end in LF, CR LF or a lone CR", arguments: ["\n", "\r\n", "\r"])
  func endings(ending: String) throws {
    let lines = ["Id,Day,Customer,Amount", "1,2026-03-01,ana,1", "", "2,2026-03-01,bo,2", ""]
    let reading = try Reading(lines.joined(separator: ending), DelimitedTests.payments)
    #expect(reading.facts.map(\.line) == [2, 4])
    #expect(reading.counts.blank == 1)
  }

  @Test(
    "A file may be UTF-8 with a mark, or UTF-16 of either order, with a mark or without one",
    arguments: ["utf-8", "utf-8 mark", "le", "le mark", "be", "be mark"])
  func encodings(name: String) throws {
    let text = "Id,Day,Customer,Amount\n1,2026-03-01,Zoë 😀,12.50\n"
    for chunk in [1, 2, 3, 7, 1000] {
      let reading = try Reading(
        encoded(text, name), DelimitedTests.payments, chunk: chunk)
      #expect(reading.facts.map(\.fact.customer?.text) == ["Zoë 😀"])
      #expect(reading.rejections.isEmpty)
    }
  }

  private func encoded(_ text: String, _ name: String) -> [UInt8] {
    let mark = name.hasSuffix("mark") ? "\u{FEFF}" : ""
    if name.hasPrefix("utf-8") { return Array((mark + text).utf8) }
    return (mark + text).utf16.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 255)]
      return name.hasPrefix("be") ? pair : pair.reversed()
    }
  }

  @Test("Quoted fields hold delimiters, quotes and line ends as they stand")
  func quoted() throws {
    let text = "Id,Day,Customer,Amount\r\n1,2026-03-01,\"a,\"\"b\"\"\r\nc\" ,\"12.50\"\r\n"
    let reading = try Reading(text, DelimitedTests.payments)
    #expect(reading.facts.map(\.fact.customer?.text) == ["a,\"b\"\r\nc"])
  }

  @Test(
    "What is wrong with a row is said with its place, and the rows after it go on",
    arguments: faulty)
  func faults(rows: String, says: String) throws {
    let text = "Id,Day,Customer,Amount\n" + rows + "\n9,2026-03-01,last,1\n"
    let reading = try Reading(text, DelimitedTests.payments)
    #expect(reading.said == says)
    #expect(reading.facts.last?.fact.id.text == "9")
    #expect(
      reading.counts.rows
        == reading.counts.giving + reading.counts.leftOut + reading.counts.refused)
  }

  static let faulty: [(rows: String, says: String)] = [
    (
      "1,2026-03-01,5\" disk,1",
      """
      2 character 15: the quote at character 15 stands inside a field that is not in quotes
        put the whole field in quotes, and double each quote inside it
      """
    ),
    (
      "1,2026-03-01,\"ana\"s,1",
      """
      2 character 18: the quote at character 18 closes a field that goes on after it
        put the whole field in quotes, and double each quote inside it
      """
    ),
    (
      "1,2026-03-01,\"ana,1",
      """
      2 character 14: the quote at character 14 is never closed
        close it, or take it out
      """
    ),
    (
      "1,2026-03-01,\"ä\nb\"c,1",
      """
      2 character 2: the quote at line 3, character 2 closes a field that goes on after it
        put the whole field in quotes, and double each quote inside it
      3 character 2: the quote at character 2 stands inside a field that is not in quotes
        put the whole field in quotes, and double each quote inside it
      """
    ),
    (
      "1,2026-03-01,ana",
      """
      2 : the row has 3 fields, the header 4
        look for a missing or unclosed field
      """
    ),
    (
      "1",
      """
      2 : the row has 1 field, the header 4
        look for a missing or unclosed field
      """
    ),
    (
      "1,2026-03-01,ana,1,5",
      """
      2 : the row has 5 fields, the header 4
        put fields that hold a delimiter in quotes
      """
    ),
    (
      "1,2026-03-01,a\u{0}na,1",
      """
      2 character 14: there is a zero byte in the text
        take it out
      """
    ),
    (
      "1,2026-02-30,ana,1\n2,01/03/2026,ana,1\n3,2026-03-01,ana,\"1,50\"\n4,2026-03-01,ana,x",
      """
      2 Day: '2026-02-30' isn't a valid date or time in the form yyyy-MM-dd
        correct it, or say how dates are written under dates: in the source
      3 Day: '01/03/2026' isn't a valid date or time in the form yyyy-MM-dd
        if it means M/d/yyyy or d/M/yyyy, say so under dates: in the source
      4 Amount: '1,50' is not a number
        write it with '.'; if all of the file's numbers have ',', say decimal: "," in the source
      5 Amount: 'x' is not a number
        write digits, with '.' before the decimals
      """
    ),
    (
      ",2026-03-01,ana,1\n2,2026-03-01,ana,1.005\n3,,ana,1\n4,2026-03-01,ana,",
      """
      2 Id: 'id' is missing
        fill in 'Id', or leave such rows out with leave-out: or when:
      3 Amount: 1.005 has more digits than EUR has (2 after the point)
        round it at its source to 2 digits
      4 Day: 'at' is missing
        fill in 'Day', or leave such rows out with leave-out: or when:
      5 Amount: 'amount' is missing
        fill in 'Amount', or leave such rows out with leave-out: or when:
      """
    ),
  ]

  @Test("Text that is not UTF-8 is refused, with what it would say in Windows-1252")
  func windows() throws {
    let bytes = Array("Id,Day,Customer,Amount\n1,2026-03-01,Caf".utf8) + [0xE9] + Array(",1\n".utf8)
    let reading = try Reading(bytes, DelimitedTests.payments)
    #expect(
      reading.said == """
        2 character 14: the text is not UTF-8
          save the file as UTF-8; if it is Windows-1252, as Excel writes, the text reads 'Café'
        """)
  }

  @Test("Half a surrogate pair in UTF-16 is refused")
  func surrogate() throws {
    let units =
      Array("Id,Day,Customer,Amount\n1,2026-03-01,ana".utf16) + [0xD83D] + Array(",1\n".utf16)
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in units { bytes += [UInt8(unit & 255), UInt8(unit >> 8)] }
    let reading = try Reading(bytes, DelimitedTests.payments)
    #expect(reading.rejections.map(\.why) == ["the text is not UTF-8"])
  }

  @Test("A trailing empty field more than the header has is no fault")
  func trailing() throws {
    let reading = try Reading(
      "Id,Day,Customer,Amount\n1,2026-03-01,ana,1,\n", DelimitedTests.payments)
    #expect(reading.facts.count == 1)
  }

  @Test("A quote that is never closed costs one row, however long the file")
  func runaway() throws {
    let good = (2...60_000).map { "\($0),2026-03-01,customer \($0),1.00" }.joined(separator: "\n")
    let text = "Id,Day,Customer,Amount\n1,2026-03-01,\"ana,1\n" + good
    let reading = try Reading(text, DelimitedTests.payments)
    #expect(reading.rejections.map(\.line) == [2])
    #expect(reading.facts.count == 59_999)
    #expect(reading.facts.first?.line == 3)
  }

  @Test(
    "A line longer than 1 MiB is refused, and shown cut", arguments: [1 << 16, 1 << 20, 3_000_000])
  func long(chunk: Int) throws {
    let note = String(repeating: "x", count: (1 << 20) + 1)
    let text = "Id,Day,Customer,Amount\n1,2026-03-01,\(note),1\n2,2026-03-01,bo,1\n"
    let reading = try Reading(Array(text.utf8), DelimitedTests.payments, chunk: chunk)
    #expect(reading.facts.map(\.line) == [3])
    #expect(reading.rejections.map(\.why) == ["the row is longer than 1 MiB"])
    #expect(reading.rejections.first?.row.utf8.count ?? .max < 70_000)
  }

  @Test("Hostile bytes never stop the reading, and every row is counted", arguments: 0..<40)
  func hostile(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("ab1,\"\"\n\r;\t ".utf8) + [0xC3, 0xA9, 0xFF, 0x00]
    let noise = (0..<400).map { _ in alphabet.randomElement(using: &random) ?? 0 }
    let bytes = Array("Id,Day,Customer,Amount\n".utf8) + noise
    let whole = try Reading(bytes, DelimitedTests.payments)
    let pieces = try Reading(bytes, DelimitedTests.payments, chunk: 1 + Int(seed % 9), batch: 3)
    #expect(pieces.lines == whole.lines)
    #expect(pieces.rejections == whole.rejections)
    #expect(pieces.counts == whole.counts)
    let counts = whole.counts
    #expect(counts.rows == counts.giving + counts.leftOut + counts.refused)
  }
}

/// SplitMix64, so that a test's randomness is the same each time.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
