public import Facts
internal import Intake
public import Ledger
internal import Planning
internal import Statistics
internal import Tally

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

  /// Stores the note with its audit line. `author` is the writing member with their lever; nil if not
  /// a member.
  ///
  /// - Throws: ``Failure`` that names the field at fault; also if the play does not exist.
  public func write(
    _ writer: inout LedgerWriter, author: MemberID? = nil, lever: Lever? = nil,
    by principal: Principal, at now: Instant
  ) throws -> FactID {
    let plan = try writer.ledger.plan(at: .distantFuture)
    let fact: Fact
    do { fact = try plan.reader(at: now).read(json(at: now, by: author, lever: lever)).fact } catch
    {
      throw Failure(field: error.field, problem: error.problem, remedy: error.remedy)
    }
    if let play = fact.play, try writer.ledger.latestDeclaration(of: play) == nil {
      throw Failure(
        problem: "there is no play '\(play)'", remedy: "see which there are: fulcrum play list")
    }
    _ = try writer.keep([fact], at: now) { change in
      try change.audit("note written", fact.id.text, by: principal)
    }
    return fact.id
  }

  /// The note fact as JSON, with a new id.
  private func json(at now: Instant, by author: MemberID?, lever: Lever?) -> JSON {
    var generator = SystemRandomNumberGenerator()
    let id = KeyedHash(low: generator.next(), high: generator.next()).hex
    var members: [JSON.Member] = [
      .init("id", .string("note-" + id)), .init("kind", "note"),
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
