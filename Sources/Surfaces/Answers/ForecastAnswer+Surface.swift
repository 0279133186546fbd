public import Facts
public import Scoreboard
internal import Statistics

extension ForecastAnswer: Answer {
  /// Quantiles are money; `scores` rate past forecasts, replayed or published.
  public var json: JSON {
    var answer = AnswerJSON("forecast", heading)
    answer.set("so_far", soFar)
    answer.set(
      "total",
      .members([
        "p10": .string(total.p10.decimal), "p50": .string(total.p50.decimal),
        "p90": .string(total.p90.decimal),
      ]))
    answer.set("target", target)
    answer.set("p_hit", chance)
    answer.set("today", .text(today?.description))
    if today == nil { answer.explain("today", "\(heading.period) is over") }
    answer.set("needed_today_for_80", neededToday)
    answer.set("expected_today", expectedToday)
    answer.set("method", .string(method.rawValue))
    answer.set("history_periods", historyPeriods)
    answer.set("replayed_periods", replayedPeriods)
    answer.set("scores", scores.value?.json ?? .null)
    answer.explain("scores", scores.why)
    return answer.json
  }

  /// A row per figure, then the forecast's basis, then the scores of past forecasts.
  public var text: String {
    var table = TextTable(["The forecast of \(heading.period)", "as of \(heading.asOf)"])
    table.add(["in through \(lastClose)", Figures.amount(soFar)])
    table.add(["10th percentile", Figures.amount(total.p10)])
    table.add(["median", Figures.amount(total.p50)])
    table.add(["90th percentile", Figures.amount(total.p90)])
    table.add(["target", target.value.map(Figures.amount) ?? "none"])
    table.add(["chance of the target", chance.value.map(Figures.percent) ?? "unknown"])
    let day = today.map { "\($0)" } ?? "today"
    table.add(["usual on \(day)", expectedToday.value.map(Figures.amount) ?? "unknown"])
    table.add([
      "needed on \(day) for an 80% chance", neededToday.value.map(Figures.amount) ?? "unknown",
    ])
    let whys = Set([target.why, chance.why, neededToday.why, expectedToday.why].compactMap(\.self))
    let unknown = whys.sorted().map { "Unknown: \($0).\n" }.joined()
    return table.text + "\n\(basis)\n" + unknown + (scores.value?.text ?? "")
  }

  private var basis: String {
    let word = heading.periodWord
    let past = Figures.plural(historyPeriods, "past \(word)")
    return switch method {
    case .ensemble: "Based on \(past); tested on \(Figures.count(replayedPeriods)) of them."
    case .level: "Based on the last days alone: too few past \(word)s (\(past))."
    }
  }
}

extension Heading {
  /// `month` or `quarter`, by the label of the period.
  var periodWord: String { period.contains("Q") ? "quarter" : "month" }
}

extension ForecastAnswer {
  /// The last day that counts: `yesterday`, or `Tue 24 Nov`.
  var lastClose: String { today == heading.asOf ? "yesterday" : Wording.short(heading.asOf) }

  /// The median of the period's end, at least the amount that is in.
  func end(atLeast actual: Money) -> Money {
    actual.minor > total.p50.minor ? actual : total.p50
  }

  /// The 80 % range of the period's end, at least the amount that is in: `184,009 and 256,096`.
  func likely(atLeast actual: Money) -> String {
    let isIn = actual.minor > total.p10.minor
    let low = isIn ? "\(Figures.whole(actual)), already in," : Figures.whole(total.p10)
    let high = actual.minor > total.p90.minor ? actual : total.p90
    return "\(low) and \(Figures.whole(high))"
  }
}

extension ForecastAnswer.Scores {
  /// `replayed` is true if the forecasts were computed afterwards rather than published at the
  /// time.
  fileprivate var json: JSON {
    var object = AnswerJSON()
    object.set("replayed", .bool(isReplayed))
    object.set("periods", periods)
    object.set("forecasts", scores.count)
    object.set("brier", known(scores.brier))
    object.set("coverage_80", .double(scores.coverage))
    object.set(
      "calibration",
      .array(
        scores.calibration.map {
          .members([
            "said": .double($0.forecast), "came": .double($0.observed), "n": .integer($0.count),
          ])
        }))
    return object.json
  }

  private func known(_ brier: Double?) -> Known<Double> {
    brier.map { .known($0) } ?? .unknown(why: "no past forecast had a target and a chance")
  }

  private var replayed: String {
    """

    Past forecasts as tested afterwards: \(Figures.count(scores.count)) of \
    \(Figures.plural(periods, "period")), one a week, each made again
    with only the days before it, as those days are known now. None was sealed then.

    """
  }

  private var published: String {
    """

    Past forecasts as published, morning by morning: \(Figures.count(scores.count)) of \
    \(Figures.plural(periods, "period")).

    """
  }

  fileprivate var text: String {
    var text = isReplayed ? replayed : published
    if let coverage = scores.coverage {
      text += "80% coverage       \(Figures.percent(coverage)) (80% is right)\n"
    }
    guard let brier = scores.brier else {
      return text + "Chances are not scored: no past forecast had a target and a chance.\n"
    }
    text += "Error of chances   \(Figures.ratio(brier)) (Brier score: 0 perfect, 0.25 guessing)\n\n"
    var table = TextTable(["predicted", "actual", "forecasts"])
    for row in scores.calibration {
      table.add([
        Figures.percent(row.forecast), Figures.percent(row.observed), Figures.count(row.count),
      ])
    }
    return text + table.text
  }
}
