import Testing

@testable import Surfaces

@Suite struct MarkupTests {
  @Test func `what is put into markup is text`() {
    let name = "<b>\"A\" & 'B'</b>"
    let html: HTML = "<p title=\"\(name)\">\(name)</p>"
    let escaped = "&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;"
    #expect(html.text == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test func `markup within markup stays markup`() {
    let inner: HTML = "<b>\("a<b")</b>"
    let outer: HTML = "<p>\(inner)\([inner, inner])</p>"
    #expect(outer.text == "<p><b>a&lt;b</b><b>a&lt;b</b><b>a&lt;b</b></p>")
  }

  @Test(arguments: [
    (1.0, "1"), (0.5, "0.5"), (-1.25, "-1.25"), (0.05, "0.05"), (12.304, "12.3"), (.nan, "0"),
    (-0.001, "0"), (1e12, "0"),
  ])
  func `coordinates are short`(value: Double, text: String) {
    #expect(HTML.coordinate(value) == text)
  }

  @Test(arguments: [
    ("a **b** *c* `d<e`", "<p>a <strong>b</strong> <em>c</em> <code>d&lt;e</code></p>"),
    ("snake_case_name and 2 * 3 * 4", "<p>snake_case_name and 2 * 3 * 4</p>"),
    ("# One\ntwo", "<h3>One</h3>\n<p>two</p>"),
    ("- a\n- b\n  c", "<ul><li>a</li><li>b<br>c</li></ul>"),
    ("1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
    ("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>"),
    ("```\n<x>\n**y**\n```\nz", "<pre><code>&lt;x&gt;\n**y**</code></pre>\n<p>z</p>"),
    ("```\nnever closed", "<pre><code>never closed</code></pre>"), (#"\*not\*"#, "<p>*not*</p>"),
    ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"), ("**open", "<p>**open</p>"),
    (
      "[x](https://a.example/?q=\"1\")",
      "<p><a href=\"https://a.example/?q=&quot;1&quot;\" rel=\"noopener noreferrer nofollow\">x</a></p>"
    ),
  ])
  func `Markdown reads as it is meant`(text: String, html: String) {
    #expect(Markdown.html(text).text == html)
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))", "[a](//evil.example)", "[a](/\\evil.example)",
    "[a](data:text/html,x)",
    "[a](java\tscript:alert(1))", "`<script>`", "**<b onclick=x>**", "[<img src=x>](/plan)",
    "[a](https://x\" onclick=\"alert(1))", "```\n</code><script>", "> <iframe>", "# <svg onload=x>",
  ])
  func `no note can write markup or lead astray`(text: String) {
    let html = Markdown.html(text).text
    let tags = html.matches(of: /<\/?([a-z0-9]+)([^>]*)>/)
    let plain = [
      "p", "br", "strong", "em", "code", "pre", "a", "h3", "h4", "ul", "ol", "li", "blockquote",
    ]
    for tag in tags {
      #expect(plain.contains(String(tag.1)))
      let isLink =
        tag.1 == "a"
        && tag.2.wholeMatch(of: /\ href="(\/[^\/"\\][^"]*|https?:[^"]*)" rel="[^"]*"/) != nil
      #expect(tag.2.isEmpty || isLink)
    }
  }

  @Test(
    arguments: ["[", "*a", "`", "[a](", "*_", "**a ", ">", "> ", "- [", "a]("].flatMap { piece in
      [piece, piece + "b"]
    })
  func `a long note takes no longer than its length`(piece: String) {
    let clock = ContinuousClock()
    let time = clock.measure {
      _ = Markdown.html(String(repeating: piece, count: 20_000))
      _ = Markdown.html(
        String(repeating: piece, count: 10_000) + String(repeating: "*_", count: 10_000))
    }
    #expect(time < .seconds(5))
  }

  @Test func `rules of a chart are few, round, and within it`() {
    #expect(Plot.ticks(0, 100) == [0, 25, 50, 75, 100])
    #expect(Plot.ticks(-30, 70) == [-25, 0, 25, 50])
    #expect(Plot.ticks(0, 0).isEmpty && Plot.ticks(0, .infinity).isEmpty)
  }

  @Test func `addresses keep ids whole`() {
    #expect(Address.play("a/b ü?") == "/plays/a%2Fb%20%C3%BC%3F")
  }

  @Test func `every accepted page is still asked for`() throws {
    let asked: Set = [
      "audit.html", "chronicle-empty.html", "chronicle.html", "customers-empty.html",
      "customers.html",
      "data.html", "error.html", "flash-empty.html", "flash.html", "forecast.html",
      "levers-empty.html",
      "levers.html", "people-own.html", "people.html", "plan-differs.html", "play.html",
      "plays-draft.html", "plays.html", "plan-read.html",
      "plan-refused.html", "row.html",
      "sign-in.html", "sign-up.html", "statement.html", "users.html", "wall.html",
    ]
    #expect(try Snapshot.accepted() == asked)
  }
}
