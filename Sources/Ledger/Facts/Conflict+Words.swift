internal import Facts

extension LedgerWriter.Conflict {
  /// The fields in which the two facts differ: `amount 5.00 there, 6.00 here`.
  public var difference: String {
    guard case .object(let there) = kept.json(), case .object(let here) = refused.json() else {
      return ""
    }
    let keys =
      there.map(\.key) + here.map(\.key).filter { key in !there.contains { $0.key == key } }
    let parts = keys.compactMap { key -> String? in
      let old = there.first { $0.key == key }?.value
      let new = here.first { $0.key == key }?.value
      guard old != new else { return nil }
      return "\(key) \(Self.words(old)) there, \(Self.words(new)) here"
    }
    return parts.joined(separator: "; ")
  }

  private static func words(_ value: JSON?) -> String {
    switch value {
    case nil: "nothing"
    case .string(let text): text
    case .some(let value): value.compact
    }
  }
}
