internal import Facts
internal import Scoreboard

/// The period by day as columns, with a line for the amount needed each remaining day.
struct DaysChart {
  let number: NumberAnswer
  let curve: PeriodCurve
  /// The amount needed per remaining day; nil if unknown.
  let needed: Money?

  var picture: Picture {
    var key = Picture.key("one", "the day's \(measureWord)")
    if needed != nil { key = key + Picture.lineKey("usual", "needed a day from here") }
    return Picture(
      name: "days", title: title, key: key, height: 190, drawing: drawing, table: table)
  }

  private let measureWord = "amount"

  private var title: String {
    guard let best = number.days.max(by: { $0.actual.minor < $1.actual.minor }),
      best.actual.minor > 0
    else { return "Nothing has come yet" }
    return "Best day: \(Wording.short(best.day)), \(Figures.amount(best.actual))"
  }

  private var drawing: HTML {
    let values = number.days.map { Double($0.actual.minor) }
    let high = max(values.max() ?? 0, Double(needed?.minor ?? 0), 1) * 1.12
    let plot = Plot(height: 190, low: min(0, values.min() ?? 0), high: high)
    let words = AxisWords(curve.heading.currency, plot.high)
    return """
      \(plot.rules)\(columns(plot))\(neededLine(plot))\(plot.amounts(words.text))\
      \(plot.below(labels))
      """
  }

  /// The left margin for the amounts of the rules, as a share of the width.
  private static let margin = 0.12

  /// The horizontal place of a day, from 0 to 1 of the width.
  private func place(_ days: Double) -> Double {
    DaysChart.margin + days / Double(max(1, curve.days.count)) * (1 - DaysChart.margin)
  }

  private func columns(_ plot: Plot) -> HTML {
    let width = place(1) - place(0)
    return number.days.enumerated().map { index, day -> HTML in
      let value = Double(day.actual.minor)
      let (top, bottom) = (plot.pixel(max(0, value)), plot.pixel(min(0, value)))
      let isBusinessDay = index < curve.days.count && curve.days[index].isBusinessDay
      let mark = value < 0 ? "loss" : isBusinessDay ? "one" : "off"
      let x = place(Double(index) + 0.14) * 100
      return """
        <rect class="\(mark)" x="\(at: x)%" y="\(at: top)" width="\(at: width * 72)%" \
        height="\(at: bottom - top)"><title>\(Wording.short(day.day)): \
        \(Figures.amount(day.actual))</title></rect>
        """
    }.joined()
  }

  private func neededLine(_ plot: Plot) -> HTML {
    guard let needed, needed.minor > 0 else { return .nothing }
    let start = place(Double(max(0, number.days.count - 1))) * 100
    let y = plot.pixel(Double(needed.minor))
    return """
      <line class="usual" x1="\(at: start)%" x2="100%" y1="\(at: y)" y2="\(at: y)"/>
      """
  }

  private var labels: [(x: Double, words: String)] {
    let count = curve.days.count
    let step = count > 40 ? 21 : 7
    return curve.days.indices.filter { $0 % step == 0 && $0 < count - 2 }.map { index in
      (
        x: place(Double(index) + 0.5),
        words: Wording.brief(curve.days[index].day)
      )
    }
  }

  private var table: HTML {
    var table = PageTable("The period day by day", [.words("day"), .figure("amount")])
    for day in number.days {
      table.add(["\(Wording.short(day.day))", "\(Figures.amount(day.actual))"])
    }
    return table.html
  }
}
