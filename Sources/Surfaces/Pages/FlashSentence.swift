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
    let through = "pace through \(flash.lastClose)"
    if abs(pace - 1) < FlashSentence.even { return "\(period) is on \(through)" }
    return "\(period) is \(distance) \(pace > 1 ? "ahead of" : "behind") \(through)"
  }

  /// Differences of pace below half a per cent count as on pace.
  private static let even = 0.005

  var deck: String {
    let clock = flash.clock
    var sentences = [
      "Business day \(clock.dayNumber) of \(clock.businessDays); the clock resets in "
        + "\(Figures.plural(clock.resetsIn, "day"))."
    ]
    if let toSpare = flash.toSpare {
      sentences.append("The target is reached, with \(Figures.whole(toSpare)) to spare.")
    } else if let chance = forecast.chance.value, forecast.today != nil {
      sentences.append(
        "Chance of reaching the target, as of \(flash.lastClose): \(Figures.percent(chance)).")
    }
    switch momentum.state.value {
    case .ahead: sentences.append("Significantly above past periods (outside the 80% range).")
    case .behind: sentences.append("Significantly below past periods (outside the 80% range).")
    case .level: sentences.append("Against past periods it is within their usual ups and downs.")
    case nil: break
    }
    return sentences.joined(separator: " ")
  }
}

extension Flash {
  /// The end of the last day that counts in pace and forecast: `last night`, or `Tue 24 Nov`.
  var lastClose: String { dayIsOver ? Wording.short(heading.asOf) : "last night" }

  /// The last day that is over, after whose close plays were checked.
  var lastClosed: CalendarDay { dayIsOver ? heading.asOf : heading.asOf.advanced(by: -1) }

  /// The amount above the target once it is reached; nil before, and without a target.
  var toSpare: Money? {
    guard let toGo = number.toGo.value, toGo.minor <= 0 else { return nil }
    return toGo.negated
  }
}

/// The figures beside the Number: of a period that is over, only how it ended.
struct FlashFigures {
  let flash: Flash
  private var forecast: ForecastAnswer { flash.forecast }
  private var momentum: MomentumAnswer { flash.momentum }

  var items: HTML {
    if forecast.today == nil { return ended }
    let end = forecast.end(atLeast: flash.number.actual)
    let range = forecast.likely(atLeast: flash.number.actual)
    let items: [HTML] = [
      item("To go", flash.number.toGo, Figures.amount),
      item(
        "Needed a business day from here", flash.clock.neededPerDay, Figures.amount,
        under: runRate),
      item("Pace through \(flash.lastClose)", flash.clock.pace, Figures.percent, under: paceRests),
      chance,
      """
      <div><dt>Likely end, as of \(flash.lastClose)</dt><dd>\(Figures.whole(end))\
      <small>between \(range) (80%)</small></dd></div>
      """,
      item(
        "Against past periods", momentum.momentum, { Figures.ratio($0 / 100) },
        under: momentumRests),
    ]
    return items.joined()
  }

  private var ended: HTML {
    let actual = Known.known(flash.number.actual)
    let end: [HTML] = [
      item("Ended at", actual, Figures.amount), item("Target", flash.number.target, Figures.amount),
    ]
    guard let toGo = flash.number.toGo.value else { return end.joined() }
    return end.joined()
      + (toGo.minor > 0
        ? item("Short by", .known(toGo), Figures.amount)
        : item("Over by", .known(toGo.negated), Figures.amount))
  }

  private var chance: HTML {
    let name = "Chance of the target, as of \(flash.lastClose)"
    return flash.toSpare == nil
      ? item(name, forecast.chance, Figures.percent)
      : item("Chance of the target", .known("it is reached"), { $0 })
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
      ? "of the path to the target by \(Figures.plural(flash.clock.curvePeriods, "past period"))"
      : "of a straight path to the target"
  }

  private var momentumRests: String? {
    momentum.band.value.map {
      "1.00 is as usual by now; 80% range \(Figures.ratio($0.low / 100)) to "
        + Figures.ratio($0.high / 100)
    }
  }
}
