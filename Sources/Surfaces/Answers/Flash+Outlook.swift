internal import Facts
internal import Planning
internal import Scoreboard
internal import Statistics

extension Flash {
  /// The period's forecast and momentum; of a period that is over, only how it ended.
  func outlook(_ ink: Ink) -> String {
    guard forecast.today != nil else {
      return Self.labelled([("Ended at", ink(.strong, Figures.amount(number.actual)) + against)])
    }
    let end = forecast.end(atLeast: number.actual)
    var lines = [("Likely end", ink(.strong, Figures.amount(end)) + range)]
    if let toSpare {
      lines.append(("", "the target is reached, with \(Figures.amount(toSpare)) to spare"))
    } else {
      lines += chanceLines(ink)
    }
    if let state = momentum.state.value, let value = momentum.momentum.value {
      let shade: Ink.Shade = state == .ahead ? .good : state == .behind ? .bad : .accent
      let ratio = Figures.ratio(value / 100)
      lines.append(("Momentum", "\(ink(shade, state.word)), \(ratio) (1.00 is as usual by now)"))
    } else if let why = momentum.state.why {
      lines.append(("Momentum", "unknown: \(why)"))
    }
    if let restart = momentum.restart.value, restart.businessDays < Restart.shownThrough {
      lines.append(("Restart", restart.sentence))
    }
    return Self.labelled(lines)
  }

  private func chanceLines(_ ink: Ink) -> [(String, String)] {
    guard let chance = forecast.chance.value else {
      return [("", "chance of the target unknown: \(forecast.chance.why ?? "")")]
    }
    let shade: Ink.Shade = chance >= 0.8 ? .good : chance < 0.5 ? .bad : .accent
    let said = "\(ink(shade, Figures.percent(chance))) chance of the target as of \(lastClose)"
    return [("", said)] + (needed.map { [("", $0)] } ?? [])
  }

  /// How far a period that is over came from its target.
  private var against: String {
    guard let target = number.target.value, let toGo = number.toGo.value else { return "" }
    let missed = toGo.minor > 0 ? "short by" : "over by"
    let by = Figures.amount(toGo.minor > 0 ? toGo : toGo.negated)
    return "; target \(Figures.amount(target)), \(missed) \(by)"
  }

  private var range: String {
    "; between \(forecast.likely(atLeast: number.actual)) (80%)"
  }

  private var needed: String? {
    guard let needed = forecast.neededToday.value, let day = forecast.today, needed.minor > 0
    else { return nil }
    return "\(Figures.whole(needed)) on \(day) to have an 80% chance"
  }

  /// The number of plays by verdict, and the decisions of the last week.
  func verdicts(_ ink: Ink) -> String {
    guard let plays, !plays.plays.isEmpty else { return "" }
    var lines = [("Plays", "After the close of \(Wording.short(lastClosed)):")]
    lines += Wrapping.lines(plays.headline, indent: "", width: 64)
      .split(separator: "\n").map { ("", String($0)) }
    for line in plays.decided(since: heading.asOf.advanced(by: -7)).prefix(Self.shownPlays) {
      let shade: Ink.Shade =
        switch line.verdict {
        case .worked: .good
        case .didNotWork: .bad
        case .inconclusive, .tooEarly, .withheld: .faint
        }
      let folded = Wrapping.lines(line.sentence, indent: "", width: 64)
        .split(separator: "\n").map(String.init)
      lines.append(("", ink(shade, line.name) + " on \(line.decidedOn?.description ?? "")"))
      lines += folded.map { ("", ink(.faint, $0)) }
    }
    if plays.judged > 0 {
      lines.append(
        (
          "",
          ink(
            .faint,
            "(\(Figures.count(plays.judged)) randomised; about 1 in 40 useless plays is called "
              + "worked)")
        ))
    }
    return Self.labelled(lines)
  }

  private static let shownPlays = 3

  var outlookJSON: JSON {
    var object = AnswerJSON()
    object.set(
      "total",
      .members([
        "p10": .string(forecast.total.p10.decimal), "p50": .string(forecast.total.p50.decimal),
        "p90": .string(forecast.total.p90.decimal),
      ]))
    object.set("p_hit", forecast.chance)
    object.set("needed_today_for_80", forecast.neededToday)
    object.set("momentum", momentum.momentum)
    object.set("state", .text(momentum.state.value?.word))
    object.explain("state", momentum.state.why)
    return object.json
  }

  var playsJSON: JSON {
    guard let plays else { return .null }
    return .members([
      "worked": .integer(plays.count("worked")),
      "did_not_work": .integer(plays.count("did-not-work")),
      "inconclusive": .integer(plays.count("inconclusive")),
      "too_early": .integer(plays.count("too-early")),
      "withheld": .integer(plays.count("withheld")), "judged": .integer(plays.judged),
      "expected_false_worked": .double(plays.expectedFalseWorked),
      "decided_last_week": .array(
        plays.decided(since: heading.asOf.advanced(by: -7)).map { line in
          .members([
            "play": .string(line.play), "name": .string(line.name),
            "verdict": .string(line.verdict.word), "reason": .text(line.verdict.reason),
            "grade": .string(line.grade), "decided_on": .text(line.decidedOn?.description),
            "sentence": .string(line.sentence),
          ])
        }),
    ])
  }
}

extension Restart {
  /// Shown only before this many business days are over; momentum is better later.
  static let shownThrough = 5

  /// The period's start in one sentence.
  var sentence: String {
    let first = businessDays == 1 ? "the first business day" : "the first \(businessDays)"
    return "\(Figures.amount(actual)) in \(first); better than \(better) of "
      + "\(Figures.plural(past.count, "past period"))"
  }

  static let schema = JSONSchema.named(
    "Restart", about: "The first business days of the period, compared with past periods.",
    .object([
      "business_days": .count, "actual": .amount, "better_than": .count,
      "past": .list(.object(["period": .text, "actual": .amount])),
    ]))

  var json: JSON {
    .members([
      "business_days": .integer(businessDays), "actual": .string(actual.decimal),
      "better_than": .integer(better),
      "past": .array(
        past.map {
          .members(["period": .string($0.period), "actual": .string($0.actual.decimal)])
        }),
    ])
  }
}
