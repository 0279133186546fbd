public import Facts
public import Scoreboard

extension PlaysAnswer {
  /// What of the answer is to be sealed: the terms of plays that are launched, and a look at each. Looks after
  /// a decision are not taken any more.
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
  /// Looks at plays that were decided on a day on which nothing was published, so that what is shown of them
  /// from now on stands too; `seals` are the looks that were published.
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
  /// The forecast as it is to be sealed.
  public var seal: Seal { Seal(.forecast, heading.period, day: heading.asOf, body: json) }
}

extension PlaysAnswer {
  /// What the Flash says of them: those that have been looked at.
  public var summary: PlaysSummary {
    PlaysSummary(
      plays.filter { $0.looks > 0 }.map { play in
        PlaysSummary.Line(
          play: play.terms.play.text, name: play.terms.name, verdict: play.verdict,
          grade: play.grade.rawValue, decidedOn: play.decidedOn, sentence: play.sentence)
      })
  }
}
