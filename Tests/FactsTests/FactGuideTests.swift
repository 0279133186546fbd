import Foundation
import Testing

@testable import Facts

@Suite("The guide's tables of fields")
struct FactGuideTests {
  private static let page = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/guide/facts.md")
  private static let mark = "<!-- What follows is made from the program's own list of fields. -->\n"

  /// What a field holds, as the guide says it.
  private static func words(_ format: FactField.Format) -> String {
    switch format {
    case .id: "an id, at most 128 bytes"
    case .text: "text"
    case .word(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .number: "a number"
    case .instant: "a time or a day"
    case .day: "a day, `2026-11-24`"
    case .duration: "a duration"
    case .share: "a share"
    case .texts: "a list of texts"
    case .object(let fields):
      "an object: "
        + fields.map { "`\($0.name)`\($0.isRequired ? "" : " (if any)"), \($0.about)" }
        .joined(separator: "; ")
    case .shares: "an object: a share for each member"
    case .entries: "an object"
    }
  }

  private static func table(_ fields: [FactField]) -> String {
    "| field | holds | says |\n|---|---|---|\n"
      + fields.map {
        "| \($0.isRequired ? "**`\($0.name)`**" : "`\($0.name)`") | \(words($0.format)) | \($0.about) |\n"
      }.joined()
  }

  private static var tables: String {
    let every = FactKind.allCases.map(\.fields)
    let common = every[0].filter { field in every.allSatisfy { $0.contains(field) } }
    let names = ["customer", "play", "lever"].compactMap { FactKind.money.field($0) }
    var text = "\n## Every kind\nFields in bold must be there.\n\n" + table(common + names)
    for kind in FactKind.allCases {
      let own = kind.fields.filter { !common.contains($0) && !names.contains($0) }
      text +=
        "\n## \(kind.rawValue)\n\(kind.about.prefix(1).uppercased() + kind.about.dropFirst()).\n\n"
      text += table(own)
    }
    return text
  }

  @Test("The page has every field, its format and its meaning")
  func tables() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let parts = text.components(separatedBy: Self.mark)
    try #require(parts.count == 2)
    if ProcessInfo.processInfo.environment["FULCRUM_RECORD"] != nil {
      try (parts[0] + Self.mark + Self.tables).write(
        to: Self.page, atomically: true, encoding: .utf8)
      return
    }
    #expect(parts[1] == Self.tables, "FULCRUM_RECORD=1 writes them anew")
  }
}
