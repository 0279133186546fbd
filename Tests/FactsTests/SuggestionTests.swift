import Testing

@testable import Facts

@Suite("Suggestions")
struct SuggestionTests {
  @Test(
    "The distance counts insertions, deletions, substitutions and swaps",
    arguments: [
      ("", "", 0), ("abc", "", 3), ("abc", "abd", 1), ("abc", "acb", 1), ("ca", "abc", 3),
      ("kitten", "sitting", 3), ("currency", "curency", 1), ("zażółć", "zazółć", 1),
    ])
  func distance(left: String, right: String, distance: Int) {
    #expect(Suggestion.distance(left, right) == distance)
    #expect(Suggestion.distance(right, left) == distance)
  }

  @Test(
    "The nearest word is found only where a slip of the hand explains it",
    arguments: [
      ("attribuiton", "attribution"), ("Currency", "currency"), ("pepole", "people"),
      ("nonsense", nil), ("x", nil), ("py", "pay"),
    ] as [(String, String?)])
  func nearest(word: String, meant: String?) {
    let words = ["currency", "people", "pay", "attribution"]
    #expect(Suggestion.nearest(to: word, among: words) == meant)
  }
}
