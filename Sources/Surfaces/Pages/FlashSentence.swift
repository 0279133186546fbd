internal import Facts
internal import Scoreboard
internal import Statistics

/// The Flash as a headline and a few sentences, computed from its answers.
struct FlashSentence {
  let flash: Flash
  private var forecast: ForecastAnswer { flash.forecast }
  private var momentum: MomentumAnswer { flash.momentum }

  private var period: String { Wording.capital(Wording.period(flash.heading.period)) }

  var headline: String {
    guard flash.number.target.value != nil else {
      return "\(period) stands at \(Figures.whole(flash.number.actual))"
    }
    if let toGo = flash.number.toGo.value, toGo.minor <= 0 {
      return "\(period) has reached its target"
    }
    if forecast.today == nil {
      let short = flash.number.toGo.value.map(Figures.whole) ?? ""
      return "\(period) ended \(short) short of its target"
    }
    guard let pace = flash.clock.pace.value else {
      return "\(period) has begun: \(Figures.whole(flash.number.actual)) is in"
    }
    let distance = Figures.percent(abs(pace - 1))
    if abs(pace - 1) < FlashSentence.even { return "\(period) is on pace" }
    return pace > 1
      ? "\(period) is \(distance) ahead of pace" : "\(period) is \(distance) behind pace"
  }

  /// Differences of pace below half a per cent count as on pace.
  private static let even = 0.005

  var deck: String {
    let clock = flash.clock
    var sentences = [
      "Business day \(clock.dayNumber) of \(clock.businessDays); the clock resets in "
        + "\(Figures.plural(clock.resetsIn, "day"))."
    ]
    if let chance = forecast.chance.value, forecast.today != nil {
      sentences.append("Chance of reaching the target: \(Figures.percent(chance)).")
    }
    switch momentum.state.value {
    case .ahead: sentences.append("Ahead of past periods by more than chance explains.")
    case .behind:
      sentences.append("Behind past periods by more than chance explains.")
    case .level: sentences.append("Within the usual ups and downs of past periods.")
    case nil: break
    }
    return sentences.joined(separator: " ")
  }
}

/// The figures beside the Number.
struct FlashFigures {
  let flash: Flash
  private var forecast: ForecastAnswer { flash.forecast }
  private var momentum: MomentumAnswer { flash.momentum }

  var items: HTML {
    [
      item("To go", flash.number.toGo, Figures.amount),
      item("Needed a day", flash.clock.neededPerDay, Figures.amount, under: runRate),
      item("Pace", flash.clock.pace, Figures.percent, under: paceRests),
      item("Chance of the target", forecast.chance, Figures.percent),
      """
      <div><dt>Forecast</dt><dd>\(Figures.whole(forecast.total.p50))<small>\
      likely \(Figures.whole(forecast.total.p10)) to \(Figures.whole(forecast.total.p90)) (80%)\
      </small></dd></div>
      """,
      item("Momentum", momentum.momentum, { Figures.ratio($0 / 100) }, under: momentumRests),
    ].joined()
  }

  private func item<Value>(
    _ name: String, _ figure: Known<Value>, _ write: (Value) -> String, under: String? = nil
  ) -> HTML {
    let small: HTML =
      figure.why == nil ? under.map { "<small>\($0)</small>" as HTML } ?? .nothing : .nothing
    return "<div><dt>\(name)</dt><dd>\(Wording.known(figure, write))\(small)</dd></div>"
  }

  private var runRate: String? {
    flash.clock.runRate.value.map { "run rate \(Figures.amount($0)) a day" }
  }

  private var paceRests: String {
    flash.clock.curvePeriods > 0
      ? "against \(Figures.plural(flash.clock.curvePeriods, "past period"))"
      : "against a straight line"
  }

  private var momentumRests: String? {
    momentum.band.value.map {
      "1.00 is level; by chance \(Figures.ratio($0.low / 100)) to \(Figures.ratio($0.high / 100))"
    }
  }
}
