public import Facts
public import Scoreboard

extension PlaysAnswer: Answer {
  /// `judged` and `expected_false_worked` cover plays with a random holdout.
  public var json: JSON {
    var answer = AnswerJSON("plays", heading)
    answer.set("plays", .array(plays.map(\.json)))
    answer.set("judged", judged)
    answer.set("expected_false_worked", .double(expectedFalseWorked))
    return answer.json
  }

  /// A line and a sentence per play, those launched last first.
  public var text: String {
    guard !plays.isEmpty else {
      return
        "No play has been declared, and no fact names one. Start one with 'fulcrum play start'.\n"
    }
    let lines = plays.map { play in
      "\(play.word)  \(play.terms.name) (\(play.terms.play), grade \(play.grade.rawValue))\n"
        + Wrapping.lines(play.sentence, indent: "  ", width: 80)
    }
    return "Plays after the close of \(heading.asOf), in \(heading.currency)\n\n"
      + lines.joined(separator: "\n") + "\n" + footing
  }

  /// The number of plays judged, and the false positives to expect by chance.
  public var footing: String {
    Wrapping.lines(reliability, indent: "", width: 80)
  }

  /// How far verdicts of `worked` can be trusted, in one or two sentences.
  var reliability: String {
    guard plays.contains(where: { $0.grade == .randomised }) else {
      return "No play has a random holdout, so none can be shown to work."
    }
    guard judged > 0 else { return "No play with a random holdout has been checked yet." }
    let count = "\(Figures.plural(judged, "play")) \(judged == 1 ? "has" : "have")"
    return
      "\(count) a random holdout. About 1 in 40 useless plays is wrongly called \"worked\": here, "
      + "\(Figures.ratio(expectedFalseWorked)) expected if all were useless."
  }

  /// How many plays had each verdict: `5 plays worked, 0 failed, 2 too early`.
  public var headline: String { Verdict.headline(plays.map(\.verdict)) }
}

extension PlaysSummary {
  /// How many plays had each verdict: `5 plays worked, 0 failed, 2 too early`.
  public var headline: String { Verdict.headline(plays.map(\.verdict)) }
}

extension Verdict {
  /// Counts verdicts in words. Those that no play has are left out, except worked and failed.
  fileprivate static func headline(_ verdicts: [Verdict]) -> String {
    func count(_ word: String) -> Int { verdicts.count { $0.word == word } }
    let small = verdicts.count { $0 == .inconclusive(.tooSmall) }
    let tooSmall = small > 0 ? " (\(Figures.count(small)) too small to tell)" : ""
    let others: [(count: Int, words: String)] = [
      (count("inconclusive"), "inconclusive\(tooSmall)"), (count("too-early"), "too early"),
      (verdicts.count { $0 == .withheld(.sampleRatio) }, "withheld"),
      (verdicts.count { $0 == .withheld(.unproven) }, "without a holdout"),
    ]
    let main = [
      "\(Figures.plural(count("worked"), "play")) worked",
      "\(Figures.count(count("did-not-work"))) failed",
    ]
    let rest = others.filter { $0.count > 0 }.map { "\(Figures.count($0.count)) \($0.words)" }
    return (main + rest).joined(separator: ", ")
  }
}

extension PlaysAnswer.Play {
  /// The play as in the answer's JSON, and as its daily check is published.
  public var json: JSON {
    var object = AnswerJSON()
    object.set("play", .string(terms.play.text))
    object.set("name", .string(terms.name))
    object.set("lever", .text(terms.lever?.rawValue))
    if terms.lever == nil { object.explain("lever", "it was never declared") }
    object.set("verdict", .string(verdict.word))
    object.set("reason", .text(verdict.reason))
    object.set("decided_on", .text(decidedOn?.description))
    object.set("grade", .string(grade.rawValue))
    object.set("measure", .string(terms.goal.rawValue))
    object.set("treated", treated.json)
    object.set("holdout", control?.json ?? .null)
    if control == nil {
      object.explain(
        "holdout",
        heldOut > 0 ? "no held-out customer's window is over yet" : "there was no holdout")
    }
    object.set("lift", lift)
    object.set("interval", JSON.doubles([interval.lower, interval.upper]))
    object.set("worth", worth)
    object.set("cost", cost)
    object.set("looks", looks)
    object.set("looks_planned", looksPlanned)
    object.set("launch", .text(launch?.description))
    object.set("deadline", .text(deadline?.description))
    object.set("ready_by", .text(readyBy?.description))
    switch customersNeeded {
    case .known(let count): object.set("customers_needed", count)
    case .unknown(let why):
      object.set("customers_needed", .null)
      object.explain("customers_needed", why)
    }
    object.set("power", .double(power))
    object.set("hidden_factor", .double(hiddenFactor))
    object.set("terms", terms.json)
    object.set("otherwise_now", .text(otherwiseNow?.word))
    object.set("sentence", .string(sentence))
    return object.json
  }

  /// The effect that the play caused, to be shown beside its credit.
  var caused: JSON {
    var object = AnswerJSON()
    object.set("verdict", .string(verdict.word))
    object.set("lift", lift)
    object.set("interval", JSON.doubles([interval.lower, interval.upper]))
    object.set("worth", worth)
    return object.json
  }

  /// The verdict for people, in capitals.
  public var word: String {
    let likely = grade == .ruleBased ? "LIKELY " : ""
    return switch verdict {
    case .worked: likely + "WORKED"
    case .didNotWork: likely + "FAILED"
    case .inconclusive: "INCONCLUSIVE"
    case .tooEarly: "TOO EARLY"
    case .withheld(.sampleRatio): "WITHHELD"
    case .withheld(.unproven): "NOT PROVEN"
    }
  }
}

extension PlaysAnswer.Side {
  var json: JSON {
    var object = AnswerJSON()
    object.set("customers", customers)
    object.set("activated", activated)
    object.set("paid", paid)
    object.set("money", money)
    return object.json
  }
}

extension PlayTerms {
  /// The terms fixed at the launch, as sealed.
  public var json: JSON {
    var object = AnswerJSON()
    object.set("goal", .string(goal.rawValue))
    object.set("from", .text(from?.description))
    object.set("to", .text(to?.description))
    object.set("planned_to", .text(plannedTo?.description))
    object.set("window", window)
    object.set("worthwhile", .double(worthwhile))
    object.set("alpha", .double(PlayTerms.alpha))
    object.set("holdout", .double(holdout))
    if let rule {
      object.set(
        "rule",
        .members([
          "attribute": .string(rule.attribute), "is": .array(rule.values.map { .string($0) }),
        ]))
    }
    object.set("ignored", .array(ignored.map { .string($0) }))
    return object.json
  }
}
