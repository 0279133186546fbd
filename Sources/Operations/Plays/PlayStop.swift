public import Facts
public import Ledger
internal import Planning
public import Tally

/// Ends a play, which then reaches no new customers.
public struct PlayStop: Sendable {
  private let play: PlayID
  private let day: CalendarDay?

  /// Reads the play's id and its last day; today if none is given.
  ///
  /// - Throws: ``Failure``.
  public init(_ play: String, on day: String? = nil) throws(Failure) {
    self.play = try PlayFields.id(play)
    self.day = if let day { try PlayFields.day(day, "on") } else { nil }
  }

  /// Ends the play.
  ///
  /// - Returns: A sentence.
  /// - Throws: ``Failure`` if the play was never declared, or the day is before its first.
  public func run(
    _ writer: inout LedgerWriter, by principal: Principal, at now: Instant
  ) throws -> String {
    let plan = try writer.ledger.plan(at: .distantFuture)
    let day = day ?? plan.zone.day(of: now)
    let latest = try writer.ledger.latestDeclaration(of: play)
    guard let declared = latest?.declaration, let fact = latest?.fact else {
      throw Failure(
        problem: "no play '\(play)' was declared", remedy: "see which there are: fulcrum play list")
    }
    guard day >= declared.from else {
      throw Failure(
        problem: "\(day) is before the play's first day, \(declared.from)",
        remedy: "give a day on or after it with --on")
    }
    guard let end = FactID("play:\(play.text):stop:\(now.milliseconds)") else {
      throw Failure(
        problem: "the play's id is too long to stop it here", remedy: "import a play fact")
    }
    let stopped = Fact(
      id: end, at: now, play: play, lever: fact.lever, body: .play(declared.ending(day)))
    _ = try writer.keep([stopped], at: now) { change in
      try change.audit("play stopped", play.text, by: principal)
    }
    return "\(play.text) ends with \(day)."
  }
}

extension PlayDeclaration {
  /// A copy with another last day.
  fileprivate func ending(_ day: CalendarDay) -> PlayDeclaration {
    PlayDeclaration(
      owner: owner, name: name, from: from, to: day, goal: goal, window: window,
      worthwhile: worthwhile, hypothesis: hypothesis, budget: budget, holdout: holdout, rule: rule)
  }
}

extension FactLedger {
  /// Returns the latest declaration of a play; nil if it was never declared.
  ///
  /// - Throws: `LedgerProblem`.
  public func latestDeclaration(of play: PlayID) throws(LedgerProblem) -> DeclaredPlay? {
    try Timelines(self, receivedBefore: .distantFuture, happenedBefore: .distantFuture)
      .declaredPlays().last { $0.fact.play == play }
  }
}
