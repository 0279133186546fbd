import Testing

@testable import Surfaces

/// The cases on which Markdown readers are known to take longer than the text is long.
///
/// Source: `test/pathological_tests.py` of cmark 0.31, the reference reader of CommonMark.
@Suite("Markdown of any shape", .serialized)
struct MarkdownTests {
  static let shapes: [(name: String, text: @Sendable (Int) -> String)] = [
    ("nested emphasis", { fill("*a **a ", $0) }),
    ("nested strong", { fill("**a ", $0 / 2) + fill(" a**", $0 / 2) }),
    ("many openers", { fill("_a ", $0) }), ("many closers", { fill("a_ ", $0) }),
    ("openers and closers, multiple of 3", { "a**b" + fill("c* ", $0) }),
    ("mixed", { fill("*_ ", $0) }), ("mixed without spaces", { fill("*_", $0) }),
    ("brackets", { fill("[", $0) }), ("brackets with words", { fill("[a", $0) }),
    ("closing brackets", { fill("]", $0) }), ("link closers", { fill("](", $0) }),
    ("link openers", { fill("[a](", $0) }), ("links without an end", { fill("[](", $0) + ")" }),
    ("own pages without an end", { fill("[](/", $0) }),
    ("own pages with a bad end", { fill("[](/", $0) + "\\)" }),
    ("addresses with a bad end", { fill("[](http://", $0) + " )" }),
    ("brackets and links", { fill("[ (](", $0) }),
    ("nested brackets", { fill("[", $0 / 2) + "a" + fill("]", $0 / 2) }),
    ("bracket and emphasis", { fill("**x [a*b**c*](d)", $0) }),
    ("pointed brackets", { fill("<", $0) }), ("comments", { fill("<!--", $0) }),
    ("declarations", { fill("<?", $0) }), ("entities", { fill("&", $0) }),
    ("entities with names", { fill("&amp", $0) }),
    (
      "ticks of growing length",
      { size in
        var text = ""
        var run = 1
        while text.utf8.count < size {
          text += "e" + String(repeating: "`", count: run)
          run += 1
        }
        return text
      }
    ),
    ("ticks", { fill("`", $0) }), ("ticks and words", { fill("a`b", $0) }),
    ("escapes", { fill("\\", $0) }), ("escaped marks", { fill("\\*", $0) }),
    ("quotes in quotes", { fill("> ", $0) + "a" }), ("many quotes", { fill("> > > a\n", $0) }),
    (
      "deep lists",
      { size in
        var text = ""
        var depth = 0
        while text.utf8.count < size {
          text += String(repeating: "  ", count: depth % 60) + "* a\n"
          depth += 1
        }
        return text
      }
    ),
    ("items", { fill("- a\n", $0) }), ("item marks in a line", { fill("- ", $0) }),
    ("item lines", { "- a\n" + fill("  a\n", $0) }), ("numbers", { fill("1", $0) }),
    ("headings", { fill("# a\n", $0) }), ("heading marks", { fill("#", $0) }),
    ("fences", { fill("```\n", $0) }), ("blank lines", { fill("\n", $0) }),
    ("tables", { "|" + fill("x|", $0) }), ("combining letters", { fill("\u{301}", $0) }),
  ]

  private static func fill(_ piece: String, _ size: Int) -> String {
    String(repeating: piece, count: max(1, size / piece.utf8.count))
  }

  private func time(_ text: String) -> Duration {
    let clock = ContinuousClock()
    return (0..<3).map { _ in clock.measure { _ = Markdown.html(text) } }.min() ?? .zero
  }

  @Test("A note twice as long takes about twice as long", arguments: shapes.indices)
  func linear(shape: Int) {
    let (name, text) = Self.shapes[shape]
    let (one, two) = (time(text(16 << 10)), time(text(32 << 10)))
    // Code that is not optimised takes some twenty times as long as in a release.
    #expect(two < .seconds(2), "\(name)")
    #expect(two < .milliseconds(500) || two / one < 3.4, "\(name): \(one), \(two)")
  }

  @Test("Addresses of up to 2 KiB are links, longer ones are text")
  func addresses() {
    func link(_ length: Int) -> String {
      Markdown.html("[a](/" + String(repeating: "b", count: length - 1) + ")").text
    }
    #expect(link(2048).hasPrefix("<p><a href=\"/bb"))
    #expect(link(2049).hasPrefix("<p>[a](/bb"))
    #expect(Markdown.html("[a](HTTP://x) [b](/c\\d) [e](/f)").text.contains(">e</a>"))
    #expect(!Markdown.html("[b](/c\\d)").text.contains("<a"))
    #expect(Markdown.html("[b](https://c/\\d)").text.contains("<a"))
    #expect(!Markdown.html("[b]()").text.contains("<a"))
  }
}
