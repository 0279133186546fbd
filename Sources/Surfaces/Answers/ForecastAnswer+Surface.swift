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
    table.add(["so far", Figures.amount(soFar)])
    table.add(["one time in ten below", Figures.amount(total.p10)])
    table.add(["as often above as below", Figures.amount(total.p50)])
    table.add(["one time in ten above", Figures.amount(total.p90)])
    table.add(["target", target.value.map(Figures.amount) ?? "none"])
    table.add(["chance of the target", chance.value.map(Figures.percent) ?? "unknown"])
    let day = today.map { "\($0)" } ?? "today"
    table.add(["usual on \(day)", expectedToday.value.map(Figures.amount) ?? "unknown"])
    table.add([
      "needed on \(day) for 80% odds", neededToday.value.map(Figures.amount) ?? "unknown",
    ])
    let whys = Set([target.why, chance.why, neededToday.why, expectedToday.why].compactMap(\.self))
    let unknown = whys.sorted().map { "Unknown: \($0).\n" }.joined()
    return table.text + "\n\(basis)\n" + unknown + (scores.value?.text ?? "")
  }

  private var basis: String {
    let past = Figures.plural(historyPeriods, "period")
    return switch method {
    case .ensemble:
      "From \(past) before this one, \(Figures.count(replayedPeriods)) of them replayed."
    case .level: "From the level of the last days: too few past periods to learn from (\(past))."
    }
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

    Past forecasts as replayed: \(Figures.count(scores.count)) of \
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
      text += "within 10% and 90%  \(Figures.percent(coverage)) (80% is right)\n"
    }
    guard let brier = scores.brier else {
      return text + "Chances are not scored: no past forecast had a target and a chance.\n"
    }
    text += "Brier score         \(Figures.ratio(brier)) (0 is perfect, 0.25 is guessing)\n\n"
    var table = TextTable(["chance said", "came true", "forecasts"])
    for row in scores.calibration {
      table.add([
        Figures.percent(row.forecast), Figures.percent(row.observed), Figures.count(row.count),
      ])
    }
    return text + table.text
  }
}
