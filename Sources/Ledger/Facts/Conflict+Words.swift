internal import Facts

extension LedgerWriter.Conflict {
  /// The way by which a refused fact came.
  public enum Way: String, Sendable {
    /// A row of a file.
    case file = "the file now"
    /// A request, a form or a command.
    case request = "this one"
  }

  /// How to resolve a conflict, in a clause.
  public static let remedy =
    "if this is another event, give it a new id; if it corrects the first, retract that one and "
    + "send this with a new id"

  /// What is wrong, for readers who must not see the stored fact.
  public var bareProblem: String { "\(refused.id) was imported before with other content" }

  /// What is wrong, with the values that differ.
  ///
  /// `m1 was imported before with amount 5.00; the file now says 6.00`.
  public func problem(_ way: Way) -> String {
    let changes = changes
    guard changes.count == 1, let change = changes.first else {
      return "\(bareProblem): \(difference)"
    }
    let before = change.old.map { "with \(change.key) \($0)" } ?? "without \(change.key)"
    let now = change.new.map { "says \($0)" } ?? "says nothing"
    return "\(refused.id) was imported before \(before); \(way.rawValue) \(now)"
  }

  /// The fields in which the two facts differ: `amount 5.00 before, 6.00 now`.
  public var difference: String {
    changes.map { "\($0.key) \($0.old ?? "nothing") before, \($0.new ?? "nothing") now" }
      .joined(separator: "; ")
  }

  private struct FieldChange {
    let key: String
    let old: String?
    let new: String?
  }

  private var changes: [FieldChange] {
    guard case .object(let before) = kept.json(), case .object(let now) = refused.json() else {
      return []
    }
    let keys =
      before.map(\.key) + now.map(\.key).filter { key in !before.contains { $0.key == key } }
    return keys.compactMap { key -> FieldChange? in
      let old = before.first { $0.key == key }?.value
      let new = now.first { $0.key == key }?.value
      guard old != new else { return nil }
      return FieldChange(key: key, old: old.map(Self.words), new: new.map(Self.words))
    }
  }

  private static func words(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    default: value.compact
    }
  }
}
