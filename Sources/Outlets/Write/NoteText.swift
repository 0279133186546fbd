public import Facts

/// A Chronicle entry as its author writes it, before it becomes a note fact.
public struct NoteText: Sendable {
  private let text: String
  private let expect: String?
  private let by: String?
  private let play: String?
  private let day: String?

  /// Creates a note from a form's fields; `by` and `day` are ISO days.
  public init(text: String, expect: String?, by: String?, play: String?, day: String?) {
    self.text = text
    self.expect = expect
    self.by = by
    self.play = play
    self.day = day
  }

  /// The note fact as JSON, with a new id. `author` is the writing member; nil if not a member.
  public func json(at now: Instant, by author: MemberID?, lever: Lever? = nil) -> JSON {
    var members: [JSON.Member] = [
      .init("id", .string("note-" + Secret.make().prefix(22))), .init("kind", "note"),
      .init("at", .string(now.description)), .init("text", .string(text)),
    ]
    if let author { members.append(.init("member", .string(author.text))) }
    if let lever { members.append(.init("lever", .string(lever.rawValue))) }
    if let play { members.append(.init("play", .string(play))) }
    if let day { members.append(.init("day", .string(day))) }
    if let expect {
      var expected: [JSON.Member] = [.init("answer", .string(expect))]
      if let by { expected.append(.init("by", .string(by))) }
      members.append(.init("expect", .object(expected)))
    }
    return .object(members)
  }
}
