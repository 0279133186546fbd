/// Renders the Markdown of notes: paragraphs, headings, lists, quotes, code, emphasis and links.
///
/// Everything else is text and is escaped, so that notes cannot contain HTML. Links lead only to
/// `http`, `https`, `mailto` and pages of Fulcrum.
///
/// Source: the plain cases of CommonMark 0.31 (spec.commonmark.org); no nesting of lists, no HTML,
/// no pictures, no references.
enum Markdown {
  /// The note as HTML blocks.
  static func html(_ text: String) -> HTML { html(text, within: 0) }

  /// The deepest nesting of quotes and of emphasis; below it they are plain text.
  static let deepest = 8

  private static func html(_ text: String, within depth: Int) -> HTML {
    var blocks: [HTML] = []
    var lines = text.replacing("\r\n", with: "\n").split(
      separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.first {
      if isBlank(line) {
        lines = lines.dropFirst()
      } else {
        blocks.append(block(&lines, depth))
      }
    }
    return blocks.joined("\n")
  }

  private static func block(_ lines: inout ArraySlice<Substring>, _ depth: Int) -> HTML {
    guard let line = lines.first else { return .nothing }
    if line.hasPrefix("```") { return code(&lines) }
    if let heading = heading(line) {
      lines = lines.dropFirst()
      return heading
    }
    if line.hasPrefix(">"), depth < deepest {
      let quoted = take(&lines) { $0.hasPrefix(">") }
      let inner = quoted.map { $0.dropFirst().drop { $0 == " " } }.joined(separator: "\n")
      return "<blockquote>\(html(inner, within: depth + 1))</blockquote>"
    }
    if item(line) != nil {
      return list(&lines) {
        item($0)
      } named: {
        "<ul>\($0)</ul>"
      }
    }
    if numbered(line) != nil {
      return list(&lines) {
        numbered($0)
      } named: {
        "<ol>\($0)</ol>"
      }
    }
    let paragraph = take(&lines) { !isBlank($0) && !startsBlock($0) }
    let whole = paragraph.isEmpty ? [lines.removeFirst()] : paragraph
    return "<p>\(inline(whole.joined(separator: "\n")))</p>"
  }

  private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

  private static func startsBlock(_ line: Substring) -> Bool {
    line.hasPrefix("```") || line.hasPrefix(">") || heading(line) != nil || item(line) != nil
      || numbered(line) != nil
  }

  private static func take(
    _ lines: inout ArraySlice<Substring>, while holds: (Substring) -> Bool
  ) -> [Substring] {
    let taken = Array(lines.prefix(while: holds))
    lines = lines.dropFirst(taken.count)
    return taken
  }

  private static func code(_ lines: inout ArraySlice<Substring>) -> HTML {
    lines = lines.dropFirst()
    let body = take(&lines) { !$0.hasPrefix("```") }
    lines = lines.dropFirst()
    return "<pre><code>\(body.joined(separator: "\n"))</code></pre>"
  }

  /// Headings of a note are `h3` and `h4`, below the page's `h1` and `h2`.
  private static func heading(_ line: Substring) -> HTML? {
    let level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
    let words = inline(line.dropFirst(level + 1))
    return level == 1 ? "<h3>\(words)</h3>" : "<h4>\(words)</h4>"
  }

  private static func item(_ line: Substring) -> Substring? {
    guard let mark = line.first, "-*+".contains(mark), line.dropFirst().first == " " else {
      return nil
    }
    return line.dropFirst(2)
  }

  private static func numbered(_ line: Substring) -> Substring? {
    let digits = line.prefix { ("0"..."9").contains($0) }
    let rest = line.dropFirst(digits.count)
    guard (1...9).contains(digits.count), rest.first == "." || rest.first == ")",
      rest.dropFirst().first == " "
    else { return nil }
    return rest.dropFirst(2)
  }

  private static func list(
    _ lines: inout ArraySlice<Substring>, _ item: (Substring) -> Substring?,
    named wrap: ([HTML]) -> HTML
  ) -> HTML {
    var items: [String] = []
    while let line = lines.first {
      if let start = item(line) {
        items.append(String(start))
      } else if line.hasPrefix("  "), !items.isEmpty {
        items[items.count - 1] += "\n" + line.drop { $0 == " " }
      } else {
        break
      }
      lines = lines.dropFirst()
    }
    return wrap(items.map { "<li>\(inline($0))</li>" })
  }

  /// Renders emphasis, code and links within a line.
  static func inline(_ text: some StringProtocol) -> HTML {
    var reader = InlineReader(Array(text), 0)
    return HTML(trusted: reader.read())
  }
}

/// Reads emphasis, code and links, and escapes everything else.
private struct InlineReader {
  private let characters: [Character]
  private var place = 0
  private var output = ""
  /// The next index of each sought item, for ``next(_:from:)``; the inner nil means not found.
  private var found: [Sought: Int?] = [:]

  private enum Sought: Hashable {
    case marks([Character])
    /// A character that an address may not contain: a space or a control character.
    case unfit
  }

  private let depth: Int

  init(_ characters: [Character], _ depth: Int) {
    self.characters = characters
    self.depth = depth
  }

  mutating func read() -> String {
    while place < characters.count {
      switch characters[place] {
      case "\\" where place + 1 < characters.count && isPunctuation(characters[place + 1]):
        escape(characters[place + 1])
        place += 2
      case "`": if !span("`", "code", isPlain: true) { pass() }
      case "*", "_": if !emphasis() { pass() }
      case "[": if !link() { pass() }
      case "\n":
        output += "<br>"
        place += 1
      default: pass()
      }
    }
    return output
  }

  private func isPunctuation(_ character: Character) -> Bool {
    character.isASCII && (character.isPunctuation || character.isSymbol)
  }

  private mutating func escape(_ character: Character) {
    HTML.escape(String(character), into: &output)
  }

  private mutating func pass() {
    escape(characters[place])
    place += 1
  }

  /// Two marks are strong, one is emphasis. Within a word, `_` is an ordinary letter.
  private mutating func emphasis() -> Bool {
    let mark = characters[place]
    guard depth < Markdown.deepest else { return false }
    if mark == "_", place > 0, characters[place - 1].isLetter || characters[place - 1].isNumber {
      return false
    }
    let isStrong = place + 1 < characters.count && characters[place + 1] == mark
    let marks = String(repeating: mark, count: isStrong ? 2 : 1)
    return span(marks, isStrong ? "strong" : "em", isPlain: false)
  }

  private mutating func span(_ mark: String, _ tag: String, isPlain: Bool) -> Bool {
    let marks = Array(mark)
    let start = place + marks.count
    guard start < characters.count, !characters[start].isWhitespace || isPlain,
      let end = find(marks, from: start), end > start
    else { return false }
    let inner = Array(characters[start..<end])
    output += "<\(tag)>"
    if isPlain {
      HTML.escape(String(inner), into: &output)
    } else {
      var reader = InlineReader(inner, depth + 1)
      output += reader.read()
    }
    output += "</\(tag)>"
    place = end + marks.count
    return true
  }

  /// The first index of some marks at or after `start`.
  private mutating func find(_ marks: [Character], from start: Int) -> Int? {
    next(.marks(marks), from: start)
  }

  /// The first index of an item at or after `start`.
  ///
  /// Starts only grow, so that the cached index stays right and a long note takes linear time.
  private mutating func next(_ sought: Sought, from start: Int) -> Int? {
    if let known = found[sought] {
      guard let place = known else { return nil }
      if place >= start { return place }
    }
    var place = start
    while place < characters.count, !isAt(place, sought) { place += 1 }
    let first = place < characters.count ? place : nil
    found[sought] = .some(first)
    return first
  }

  private func isAt(_ index: Int, _ sought: Sought) -> Bool {
    switch sought {
    case .marks(let marks): isAt(index, marks)
    case .unfit:
      characters[index].unicodeScalars.contains { $0.value <= 32 || $0.value == 127 }
    }
  }

  private func isAt(_ index: Int, _ marks: [Character]) -> Bool {
    index + marks.count <= characters.count
      && marks.indices.allSatisfy { characters[index + $0] == marks[$0] }
  }

  /// The most characters of an address; browsers and proxies cut longer ones.
  private static let longestAddress = 2048

  /// Reads `[words](address)` if the address is safe.
  private mutating func link() -> Bool {
    guard depth < Markdown.deepest, let close = find(["]"], from: place + 1),
      close + 1 < characters.count,
      characters[close + 1] == "(", let end = find([")"], from: close + 2),
      isSafe(close + 2..<end)
    else { return false }
    let words = Array(characters[(place + 1)..<close])
    output += "<a href=\""
    HTML.escape(String(characters[(close + 2)..<end]), into: &output)
    output += "\" rel=\"noopener noreferrer nofollow\">"
    var reader = InlineReader(words, depth + 1)
    output += reader.read()
    output += "</a>"
    place = end + 1
    return true
  }

  /// True if a link may lead to an address. Checks it in place, without copying.
  private mutating func isSafe(_ address: Range<Int>) -> Bool {
    guard address.count <= InlineReader.longestAddress else { return false }
    let isOwn = address.first.map { characters[$0] == "/" } ?? false
    guard isOwn ? !isAt(address.lowerBound, ["/", "/"]) : leadsOut(address) else { return false }
    if let bad = next(.unfit, from: address.lowerBound), bad < address.upperBound { return false }
    guard isOwn, let slash = find(["\\"], from: address.lowerBound) else { return true }
    return slash >= address.upperBound
  }

  private static let schemes = ["http://", "https://", "mailto:"].map(Array.init)

  private func leadsOut(_ address: Range<Int>) -> Bool {
    InlineReader.schemes.contains { scheme in
      scheme.count <= address.count
        && scheme.indices.allSatisfy {
          characters[address.lowerBound + $0].lowercased() == String(scheme[$0])
        }
    }
  }
}
