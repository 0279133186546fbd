internal import Facts
internal import Scoreboard

/// The confidence interval of a play's lift at each daily check, as published.
struct IntervalChart {
  private let looks: [Look]
  private let worthwhile: Double
  private let isOver: Bool

  private struct Look {
    let day: CalendarDay
    let lift: Double?
    let lower: Double?
    let upper: Double?
    let verdict: String
  }

  /// Creates the chart; `isOver` says that no further daily check will be published.
  init(looks seals: [Seal], worthwhile: Double, isOver: Bool) {
    self.worthwhile = worthwhile
    self.isOver = isOver
    looks = seals.filter { $0.kind == .look }.sorted { $0.day < $1.day }.map { seal in
      var bounds: [Double?] = [nil, nil]
      if case .array(let pair) = seal.body["interval"], pair.count == 2 {
        bounds = pair.map(IntervalChart.number)
      }
      var verdict = ""
      if case .string(let word) = seal.body["verdict"] { verdict = word }
      return Look(
        day: seal.day, lift: seal.body["lift"].flatMap(IntervalChart.number), lower: bounds[0],
        upper: bounds[1], verdict: Verdict.shown(verdict))
    }
  }

  private static func number(_ json: JSON) -> Double? {
    if case .number(let text) = json { return Double(text) }
    return nil
  }

  var html: HTML {
    guard looks.count > 1 else {
      if isOver {
        return
          "<p class=\"empty\">No chart: these checks were not published by the server on their day.</p>"
      }
      return
        "<p class=\"empty\">The chart shows daily checks as they were published. It appears after the "
        + "second one; the server publishes one after the close of each day.</p>"
    }
    guard looks.contains(where: { $0.lower != nil || $0.upper != nil }) else {
      return
        "<p class=\"empty\">No confidence interval yet, so no chart. It needs a random holdout.</p>"
    }
    return Picture(
      name: "looks", title: "95% confidence interval of the lift at each daily check, as published",
      key: Picture.key("band", "95% CI") + Picture.lineKey("so-far", "estimate")
        + Picture.lineKey("usual", "smallest worthwhile lift"),
      height: 320, drawing: drawing, table: table
    ).html
  }

  /// The vertical range. Open sides of intervals are drawn to its edge.
  private var bounds: (low: Double, high: Double) {
    var known: [Double] = [0, worthwhile]
    for look in looks { known += [look.lower, look.upper, look.lift].compactMap(\.self) }
    let inside = known.filter { abs($0) <= 1 }
    return ((inside.min() ?? 0) - 0.05, max((inside.max() ?? 0) + 0.05, worthwhile * 2))
  }

  private var drawing: HTML {
    let (low, high) = bounds
    let plot = Plot(height: 320, low: low, high: high)
    func clamped(_ value: Double) -> Double { min(max(value, low), high) }
    func place(_ index: Int) -> Double { Double(index) / Double(looks.count - 1) }
    let band = looks.enumerated().map {
      (x: place($0), low: clamped($1.lower ?? low), high: clamped($1.upper ?? high))
    }
    let seen = looks.enumerated().compactMap { index, look in
      look.lift.map { (x: place(index), value: clamped($0)) }
    }
    let lines = [
      plot.area(band, class: "band"),
      plot.line([(0, worthwhile), (1, worthwhile)], class: "usual"),
      plot.line(seen, class: "so-far"),
    ]
    let told = looks.enumerated().map { index, look -> HTML in
      let half = 0.5 / Double(looks.count - 1)
      return plot.told(
        from: max(0, place(index) - half), to: min(1, place(index) + half), words(look))
    }
    return "\(plot.rules)\(plot.stretched(lines))\(plot.amounts { Figures.percent($0) })"
      + "\(plot.below(labels))\(told)"
  }

  private var labels: [(x: Double, words: String)] {
    [0, looks.count / 2, looks.count - 1].map { index in
      (x: Double(index) / Double(looks.count - 1), words: Wording.brief(looks[index].day))
    }
  }

  private func words(_ look: Look) -> String {
    let lift = look.lift.map(LiftScale.signed) ?? "no lift yet"
    let interval = LiftScale.interval(look.lower, look.upper)
    return "\(Wording.short(look.day)): \(lift), \(interval); \(look.verdict)"
  }

  private var table: HTML {
    var table = PageTable(
      "Daily checks",
      [.kept("after the close of"), .figure("lift"), .figure("95% CI"), .words("verdict")])
    for look in looks.reversed() {
      table.add([
        "\(Wording.dated(look.day))", "\(look.lift.map(LiftScale.signed) ?? "–")",
        "\(LiftScale.range(look.lower, look.upper))", "\(look.verdict)",
      ])
    }
    return table.html
  }
}
