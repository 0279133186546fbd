@testable import Surfaces

/// A note. Whatever is in it, its HTML is of a few tags that close, and links lead nowhere else than they may.
func fuzzMarkdown(_ bytes: [UInt8]) {
  let html = Markdown.html(String(decoding: bytes, as: UTF8.self)).text
  // By bytes: a combining letter after a mark would make another character of it.
  var open: [String] = []
  var rest = Array(html.utf8)[...]
  while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
    guard let end = rest[start...].firstIndex(of: UInt8(ascii: ">")) else {
      broken("a tag ends: \(html)")
    }
    let tag = String(decoding: rest[(start + 1)..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    if tag == "br" { continue }
    if tag.hasPrefix("/") {
      hold(open.popLast() == String(tag.dropFirst()), "tags close in order: \(html)")
      continue
    }
    let name = String(tag.prefix { $0 != " " })
    hold(names.contains(name), "\(name) is a tag of notes: \(html)")
    if name == "a" { checkLink(tag) } else { hold(name == tag, "\(tag) has no attributes") }
    open.append(name)
  }
  hold(open.isEmpty, "tags close: \(html)")
}

private let names: Set = [
  "p", "blockquote", "ul", "ol", "li", "pre", "code", "h3", "h4", "em", "strong", "a",
]

private func checkLink(_ tag: String) {
  let (start, end) = ("a href=\"", "\" rel=\"noopener noreferrer nofollow\"")
  hold(tag.hasPrefix(start) && tag.hasSuffix(end), "a link has its two attributes: \(tag)")
  let address = tag.dropFirst(start.count).dropLast(end.count).lowercased()
  let isOut = ["http://", "https://", "mailto:"].contains { address.hasPrefix($0) }
  let isOwn = address.hasPrefix("/") && !address.hasPrefix("//") && !address.contains("\\")
  hold((isOut || isOwn) && !address.contains("\""), "a link is safe to follow: \(address)")
}
