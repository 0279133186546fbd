import Facts
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    #"{"a":1.50,"b":[true,false,null,"x"],"c":{}}"#, #"[]"#, #""\"\\\n""#, "-0.1e-7",
    #"{"unicode":"é漢😀"}"#,
  ])
  func `what is read is written again letter by letter`(text: String) throws {
    #expect(try JSON(parsing: text).compact == text)
    #expect(try JSON(parsing: try JSON(parsing: text).pretty).compact == text)
  }

  @Test(arguments: [
    ("", 1), ("{", 2), ("[1,]", 4), ("{\"a\":1,\"a\":2}", 11), ("01", 3), ("1.", 3), ("nul", 1),
    ("\"\\x\"", 4), ("\"\\ud800\"", 8), ("\"a", 3), ("1 2", 3), ("{\"a\" 1}", 6), ("\"\u{1}\"", 2),
  ])
  func `what is no JSON is refused at its place`(text: String, column: Int) {
    #expect {
      try JSON(parsing: text)
    } throws: {
      ($0 as? JSONProblem)?.column == column
    }
  }

  @Test func `surrogate pairs become one character`() throws {
    #expect(try JSON(parsing: #""\ud83d\ude00""#) == .string("😀"))
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: JSONProblem.self) { try JSON(bytes: [34, 0xFF, 34]) }
  }

  @Test func `deep nesting is refused, not followed`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONProblem.self) { try JSON(parsing: deep) }
  }

  @Test func `equal values in another order are canonically the same`() throws {
    let one = try JSON(parsing: #"{"b":{"y":1,"x":2},"a":[{"d":1,"c":2}]}"#)
    let other = try JSON(parsing: #"{"a":[{"c":2,"d":1}],"b":{"x":2,"y":1}}"#)
    #expect(one.canonical.compact == other.canonical.compact)
  }
}
