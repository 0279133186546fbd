public import Scoreboard
internal import Facts
internal import Statistics

/// The forecast page: the period's likely total, momentum, and the scores of past forecasts.
public struct ForecastPage: Sendable {
  let forecast: ForecastAnswer
  let momentum: MomentumAnswer
  let curve: PeriodCurve
  let number: NumberAnswer

  /// Creates the page from the answers of one scoreboard.
  public init(
    forecast: ForecastAnswer, momentum: MomentumAnswer, curve: PeriodCurve, number: NumberAnswer
  ) {
    self.forecast = forecast
    self.momentum = momentum
    self.curve = curve
    self.number = number
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    let parts = self.parts
    return frame.page(
      "Forecast", .forecast,
      """
      \(parts[0].html)\(parts[1].html)
      <div class="lead even">\(parts[2].html)\(parts[3].html)</div>
      """)
  }

  var parts: [Part] {
    [
      Part("forecast-head", head), Part("forecast-figures", "", class: "lead", figures),
      Part("forecast-momentum", "Momentum", pace),
      Part("forecast-scores", "How past forecasts did", scores),
    ]
  }

  private var head: HTML {
    let period = Wording.period(forecast.heading.period)
    if forecast.historyPeriods == 0, forecast.total.p90.minor == 0 {
      return """
        <h1>Nothing to forecast yet</h1>
        <p class="deck">A forecast begins with the first money, and says chances once two periods are \
        over.</p>
        """
    }
    let headline =
      forecast.today == nil
      ? "\(Wording.capital(period)) came to \(Figures.whole(forecast.soFar))"
      : "\(Wording.capital(period)) heads for "
        + Figures.whole(forecast.end(atLeast: number.actual))
    let range =
      forecast.today == nil
      ? ""
      : "As of \(lastNight), likely between \(forecast.likely(atLeast: number.actual)) (80%). "
    return """
      <h1>\(headline)</h1>
      <p class="deck">\(range)\(basis)</p>
      """
  }

  private var basis: String {
    let word = forecast.heading.periodWord
    let past = Figures.plural(forecast.historyPeriods, "past \(word)")
    return switch forecast.method {
    case .ensemble:
      "Based on \(past); tested on \(Figures.count(forecast.replayedPeriods)) of them."
    case .level: "Based on the last days alone: too few past \(word)s (\(past))."
    }
  }

  /// `last night`, or the day shown if it is over.
  private var lastNight: String {
    forecast.today == forecast.heading.asOf ? "last night" : forecast.lastClose
  }

  private var figures: HTML {
    let day = forecast.today.map(Wording.short) ?? "today"
    return """
      <dl class="figures">
      <div><dt>In through \(forecast.lastClose)</dt><dd>\(Figures.amount(forecast.soFar))</dd></div>
      <div><dt>Low (10th percentile)</dt><dd>\(Figures.amount(forecast.total.p10))</dd></div>
      <div><dt>Median</dt><dd>\(Figures.amount(forecast.total.p50))</dd></div>
      <div><dt>High (90th percentile)</dt><dd>\(Figures.amount(forecast.total.p90))</dd></div>
      \(item("Target", forecast.target, Figures.amount))
      \(item("Chance of the target", forecast.chance, Figures.percent))
      \(item("Usual on \(day)", forecast.expectedToday, Figures.amount))
      \(item("Needed on \(day) for an 80% chance", forecast.neededToday, Figures.amount))
      </dl>
      \(PeriodChart(curve: curve, number: number, target: number.target.value).html)
      """
  }

  private func item<Value>(
    _ name: String, _ figure: Known<Value>, _ write: (Value) -> String
  ) -> HTML {
    "<div><dt>\(name)</dt><dd>\(Wording.known(figure, write))</dd></div>"
  }

  private var pace: HTML {
    let beat = "\(Wording.short(momentum.pulseDay)) beat"
    let first =
      momentum.restart.value.map { Figures.plural($0.businessDays, "business day") }
      ?? "business days"
    let items: [HTML] = [
      item(
        "Against past periods; 1.00 is as usual by now", momentum.momentum,
        { Figures.ratio($0 / 100) }),
      item(
        "80% range", momentum.band,
        { "\(Figures.ratio($0.low / 100)) to \(Figures.ratio($0.high / 100))" }),
      item(beat, momentum.pulse, { "\(Figures.percent($0 / 100)) of the last 60 selling days" }),
      item(
        "Last five selling days", momentum.streak,
        { "\(Figures.ratio($0)) times the five before, allowing for weekday" }),
      item(
        "What is to go, over what is likely still to come", momentum.toGoOverLikely, Figures.ratio),
      item(
        "For an 80% chance the remaining days must bring", momentum.liftFor80,
        { "\(Figures.ratio($0)) times their cautious estimate" }),
      item(
        "The first \(first) brought", momentum.restart,
        {
          "\(Figures.amount($0.actual)), better than \($0.better) of "
            + Figures.plural($0.past.count, "past period")
        }),
    ]
    return "<dl class=\"figures\">\(items)</dl>"
  }

  private var scores: HTML {
    guard let found = forecast.scores.value else {
      return "<p class=\"empty\">Not known: \(forecast.scores.why ?? "").</p>"
    }
    let scores = found.scores
    let brier = scores.brier.map { "\(Figures.ratio($0))" as HTML }
    let unscored: HTML =
      "<span class=\"unknown\">no past forecast had a target and a chance</span>"
    let how =
      found.isReplayed
      ? "one a week, each made again with only the days before it, as those days are known now"
      : "as they were published, morning by morning"
    return """
      <p>\(Figures.count(scores.count)) forecasts of \
      \(Figures.plural(found.periods, "past period")), \(how).</p>
      <dl class="figures">
      <div><dt>80% coverage: ended within the 80% range</dt><dd>\
      \(scores.coverage.map(Figures.percent) ?? "–")</dd></div>
      <div><dt>Error of the chances (Brier score: 0 perfect, 0.25 guessing)</dt><dd>\
      \(brier ?? unscored)</dd></div>
      </dl>
      \(scores.calibration.isEmpty ? .nothing : calibration(scores.calibration))
      """
  }

  private func calibration(_ rows: [ForecastScores.Row]) -> HTML {
    var table = PageTable(
      "Predicted chances against actual",
      [.kept("predicted"), .bar, .figure("actual"), .figure("forecasts")])
    for row in rows {
      table.add([
        "\(Figures.percent(row.forecast))",
        Bars.gauge(
          row.observed, usual: row.forecast,
          words: "predicted \(Figures.percent(row.forecast)), "
            + "actual \(Figures.percent(row.observed))"),
        "\(Figures.percent(row.observed))", "\(Figures.count(row.count))",
      ])
    }
    return "<h3>Forecast check: predicted (the mark) against actual</h3>" + table.html
  }
}
