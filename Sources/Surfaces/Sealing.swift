public import Facts
public import Scoreboard

extension PlaysAnswer {
  /// The seals of the answer: terms and looks of launched plays. Plays decided on an earlier day
  /// get no more looks.
  public var seals: [Seal] {
    plays.flatMap { play -> [Seal] in
      guard let launch = play.launch, play.looks > 0 else { return [] }
      let id = play.terms.play.text
      let terms = Seal(.terms, id, day: launch, body: play.terms.json)
      if let decided = play.decidedOn, decided < heading.asOf { return [terms] }
      return [terms, Seal(.look, id, day: heading.asOf, body: play.json)]
    }
  }
}

extension PlaysAnswer {
  /// Looks to publish late: at plays that were decided on an earlier day without a published
  /// decision.
  ///
  /// `seals` are the published looks. After this, the decision that is shown from now on is sealed
  /// too.
  public func missedDecisions(beside seals: [Seal]) -> [Seal] {
    let open: [JSON?] = [.string(Verdict.tooEarly.word), "withheld"]
    let known = Set(seals.filter { !open.contains($0.body["verdict"]) }.map(\.subject))
    return plays.compactMap { play in
      let id = play.terms.play.text
      guard let decided = play.decidedOn, decided < heading.asOf, !known.contains(id) else {
        return nil
      }
      return Seal(.look, id, day: heading.asOf, body: play.json)
    }
  }
}

extension ForecastAnswer {
  /// The forecast's seal.
  public var seal: Seal { Seal(.forecast, heading.period, day: heading.asOf, body: json) }
}

extension PlaysAnswer {
  /// The summary for the Flash: plays that have had a look.
  public var summary: PlaysSummary {
    PlaysSummary(
      plays.filter { $0.looks > 0 }.map { play in
        PlaysSummary.Line(
          play: play.terms.play.text, name: play.terms.name, verdict: play.verdict,
          grade: play.grade.rawValue, decidedOn: play.decidedOn, sentence: play.sentence)
      })
  }
}
