public import Facts

/// The published verdicts on plays, as the Flash shows them.
public struct PlaysSummary: Sendable, Equatable {
  /// Plays with a look: the latest decided first, then the open ones.
  public let plays: [Line]

  /// One play as published.
  public struct Line: Sendable, Equatable {
    /// The play's id.
    public let play: String
    /// The name for people.
    public let name: String
    /// The verdict that stands.
    public let verdict: Verdict
    /// The evidence grade.
    public let grade: String
    /// The day after whose close it was decided; nil before a decision.
    public let decidedOn: CalendarDay?
    /// The verdict as a sentence.
    public let sentence: String

    /// A line from its parts.
    public init(
      play: String, name: String, verdict: Verdict, grade: String, decidedOn: CalendarDay?,
      sentence: String
    ) {
      self.play = play
      self.name = name
      self.verdict = verdict
      self.grade = grade
      self.decidedOn = decidedOn
      self.sentence = sentence
    }
  }

  /// A summary of lines in any order.
  public init(_ lines: [Line]) {
    plays = lines.sorted {
      let (one, other) = ($0.decidedOn?.number ?? .min, $1.decidedOn?.number ?? .min)
      return one != other ? one > other : $0.play < $1.play
    }
  }

  /// A summary of the latest sealed look of each play; seals of other kinds are ignored.
  public init(_ seals: [Seal]) {
    var latest: [String: Line] = [:]
    for seal in seals where seal.kind == .look {
      guard
        let verdict = seal.body.text("verdict").flatMap({
          Verdict(word: $0, reason: seal.body.text("reason"), power: seal.body.number("power"))
        })
      else { continue }
      latest[seal.subject] = Line(
        play: seal.subject, name: seal.body.text("name") ?? seal.subject, verdict: verdict,
        grade: seal.body.text("grade") ?? "", decidedOn: seal.body.day("decided_on"),
        sentence: seal.body.text("sentence") ?? "")
    }
    self.init(Array(latest.values))
  }

  /// The number of plays whose verdict has a word: `worked`, `too-early` and so on.
  public func count(_ word: String) -> Int { plays.count { $0.verdict.word == word } }

  /// The number of plays with a random holdout.
  public var judged: Int { plays.count { $0.grade == EvidenceGrade.randomised.rawValue } }

  /// The expected number of ``judged`` plays with a false verdict of worked, if none had an effect.
  public var expectedFalseWorked: Double { Double(judged) * PlayTerms.alpha }

  /// Plays decided on a day or later.
  public func decided(since day: CalendarDay) -> [Line] {
    plays.filter { $0.decidedOn.map { $0 >= day } ?? false }
  }
}
