/// A field without a meaning whose name is near that of one with a meaning.
///
/// Senders may send any field, so the fact is valid and the field is kept as it came. The sender is
/// asked, because a misspelt `quota_splits` would change what people are paid.
public struct MisspeltField: Hashable, Sendable {
  /// The name that was sent.
  public let name: String
  /// The name that may have been meant.
  public let meant: String

  /// The question, as a sentence.
  public var question: String { "'\(name)' has no meaning; did you mean '\(meant)'?" }
}

/// Finds misspelt fields in many facts, and compares each name once.
public struct MisspeltFields: Sendable {
  private var meant: [Name: String?] = [:]

  private struct Name: Hashable {
    let kind: FactKind
    let text: String
  }

  /// The most names that are compared; senders with more of their own are not asked about the rest.
  private static let mostNames = 1000

  /// Nothing compared yet.
  public init() {}

  /// The misspelt fields of a fact, without those beside the field that they are near.
  public mutating func of(_ fact: Fact) -> [MisspeltField] {
    fact.props.compactMap { prop in
      guard let meant = meant(fact.kind, prop.key), fact.json()[meant] == nil else { return nil }
      return MisspeltField(name: prop.key, meant: meant)
    }
  }

  private mutating func meant(_ kind: FactKind, _ text: String) -> String? {
    let name = Name(kind: kind, text: text)
    if let before = meant[name] { return before }
    guard meant.count < MisspeltFields.mostNames else { return nil }
    let found = kind.meant(by: text)
    meant.updateValue(found, forKey: name)
    return found
  }
}

extension FactKind {
  /// The field that a misspelt name was meant to be, or one of the `words` that may stand beside
  /// fields; nil if none is near, or if facts of some kind have a field of that name.
  public func meant(by name: String, beside words: [String] = []) -> String? {
    let isKnown = FactKind.allCases.contains { $0.field(name) != nil }
    guard !isKnown, !words.contains(name), name.utf8.count <= Suggestion.longest else { return nil }
    let names = fields.map(\.name) + words
    let folded = name.lowercased()
    if let same = names.first(where: { $0 == folded }) { return same }
    // Short fields are near many names of props (`plan`, `play`), so only longer ones and swapped
    // letters count.
    return names.first { field in
      guard abs(field.count - folded.count) <= 2 else { return false }
      let distance = Suggestion.distance(folded, field)
      let isSwapped = distance == 1 && folded.sorted() == field.sorted()
      return isSwapped || distance == 1 && field.count >= 5 || distance == 2 && field.count >= 8
    }
  }
}
