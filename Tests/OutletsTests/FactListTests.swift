import Testing

@testable import Outlets

/// Bodies are taken apart without being read.
@Suite struct FactListTests {
  private func values(_ text: String) throws -> [String] {
    try FactList.values(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "objects are found by their brackets and quotes",
    arguments: [
      (#"{"a":1}"#, [#"{"a":1}"#]),
      (#" [ {"a":"]}\""} , {"b":[1,{}]} ] "#, [#"{"a":"]}\""}"#, #"{"b":[1,{}]}"#]),
      ("{\"a\":1}\n{\"b\":2}\n", [#"{"a":1}"#, #"{"b":2}"#]),
      ("[]", []),
      ("[1, null]", ["1", "null"]),
    ])
  func found(text: String, parts: [String]) throws {
    #expect(try values(text) == parts)
  }

  @Test(
    "what is no list of facts is refused with its place",
    arguments: [
      "", "3", "[{}", "[{} {}]", "[,]", "[{}] x", #"[{"a":"}]"#, #"{"a"#, "[{},]",
    ])
  func refused(text: String) {
    #expect(throws: Refusal.self) { try values(text) }
  }

  @Test("lines are split, blank ones passed over, broken ones kept for their own answer")
  func lines() {
    let rows = FactList.lines(Array("{}\r\n\n  {bad\n".utf8))
    #expect(rows.map { String(decoding: $0, as: UTF8.self) } == ["{}", "{bad"])
  }
}
