public import Facts

/// How plays stand, in one line and the news: what the Flash says of them.
public struct PlaysSummary: Sendable, Equatable {
  /// Plays that have been looked at, those decided last first, then those that are open.
  public let plays: [Line]

  /// One play as published.
  public struct Line: Sendable, Equatable {
    /// Its id.
    public let play: String
    /// For people to read.
    public let name: String
    /// What stands.
    public let verdict: Verdict
    /// How far it can be trusted.
    public let grade: String
    /// The day after whose close it was decided; nil while it is not.
    public let decidedOn: CalendarDay?
    /// What became of it.
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

  /// Lines in any order.
  public init(_ lines: [Line]) {
    plays = lines.sorted {
      let (one, other) = ($0.decidedOn?.number ?? .min, $1.decidedOn?.number ?? .min)
      return one != other ? one > other : $0.play < $1.play
    }
  }

  /// From looks as they were sealed, the latest of each play; seals of other kinds are left out.
  public init(_ seals: [Seal]) {
    var latest: [String: Line] = [:]
    for seal in seals where seal.kind == .look {
      guard
        let verdict = seal.body.text("verdict").flatMap({
          Verdict(word: $0, reason: seal.body.text("reason"))
        })
      else { continue }
      latest[seal.subject] = Line(
        play: seal.subject, name: seal.body.text("name") ?? seal.subject, verdict: verdict,
        grade: seal.body.text("grade") ?? "", decidedOn: seal.body.day("decided_on"),
        sentence: seal.body.text("sentence") ?? "")
    }
    self.init(Array(latest.values))
  }

  /// How many have a verdict of a word.
  public func count(_ word: String) -> Int { plays.count { $0.verdict.word == word } }

  /// Plays that a lot divided.
  public var judged: Int { plays.count { $0.grade == EvidenceGrade.randomised.rawValue } }

  /// How many of them would be said to have worked if none did anything.
  public var expectedFalseWorked: Double { Double(judged) * PlayTerms.alpha }

  /// Those decided on a day or later.
  public func decided(since day: CalendarDay) -> [Line] {
    plays.filter { $0.decidedOn.map { $0 >= day } ?? false }
  }
}
