internal import Facts
internal import Scoreboard

/// The period's curve: the amount so far, the path to the target, the target, and the forecast's
/// band.
struct PeriodChart {
  let curve: PeriodCurve
  let number: NumberAnswer
  let target: Money?
  var height = 400.0
  /// The width in pixels for a screen across the room; see ``Picture/width``.
  var width: Double?

  /// The picture, or a hint if there is nothing to draw.
  var html: HTML { isEmpty ? PeriodChart.nothingYet : picture.html }

  /// True if no money has come and none is expected.
  private var isEmpty: Bool {
    target == nil && number.days.allSatisfy { $0.cumulative.minor == 0 }
      && curve.days.allSatisfy { ($0.ahead?.p90.minor ?? 0) == 0 }
  }

  /// A hint for the time before the first money.
  static let nothingYet: HTML = """
    <p class="empty">No money has come in this period yet. Import a file under \
    <a href="/data">Data</a>, or have a program send facts with a token from <a href="/users">Users</a>.</p>
    """

  private var picture: Picture {
    Picture(
      name: "curve", title: title, key: key, height: height, width: width, drawing: drawing,
      table: table)
  }

  private var title: String {
    let usual =
      curve.curvePeriods > 0
      ? "the path to it, as \(Figures.plural(curve.curvePeriods, "past period")) came in"
      : "a straight path to it"
    if width != nil {
      return "\(Wording.capital(Wording.period(curve.heading.period))) against its target"
    }
    let against = target == nil ? "" : ", against its target and \(usual)"
    return "\(Wording.capital(Wording.period(curve.heading.period))) so far\(against)"
  }

  private var key: HTML {
    let parts: [HTML?] = [
      Picture.lineKey("so-far", "so far"),
      target == nil ? nil : Picture.lineKey("usual", "path to the target"),
      hasBand ? Picture.key("band", "forecast (80%)") : nil,
    ]
    return parts.compactMap(\.self).joined()
  }

  private var hasBand: Bool { curve.days.contains { $0.ahead != nil } }

  private var plot: Plot {
    var values: [Double] = [0, target.map { value($0) } ?? 0]
    values += number.days.map { value($0.cumulative) }
    for day in curve.days {
      for money in [day.usual, day.ahead?.p10, day.ahead?.p90] {
        if let money { values.append(value(money)) }
      }
    }
    let high = values.max() ?? 1
    return Plot(
      height: height, low: min(0, values.min() ?? 0), high: high * 1.08, words: width == nil ? 1 : 3
    )
  }

  private func value(_ money: Money) -> Double { Double(money.minor) }

  /// The horizontal place of a day's end, from 0 to 1.
  private func place(_ index: Int) -> Double {
    Double(index + 1) / Double(max(1, curve.days.count))
  }

  private var drawing: HTML {
    let plot = self.plot
    let words = AxisWords(curve.heading.currency, plot.high)
    return """
      \(plot.rules)\(plot.stretched(lines(plot)))\(plot.amounts(words.text))\(targetLine(plot))\
      \(plot.below(dayLabels))\(marks(plot))\(tooltips(plot))
      """
  }

  private func lines(_ plot: Plot) -> [HTML] {
    let origin = [(x: 0.0, value: 0.0)]
    let usual = curve.days.enumerated().compactMap { index, day in
      day.usual.map { (x: place(index), value: value($0)) }
    }
    let soFar = number.days.enumerated().map { (x: place($0), value: value($1.cumulative)) }
    return [
      plot.area(band.map { ($0.x, $0.low, $0.high) }, class: "band"),
      plot.line(usual.isEmpty ? [] : origin + usual, class: "usual"),
      plot.line(band.map { ($0.x, $0.middle) }, class: "likely"),
      plot.line(origin + soFar, class: "so-far"),
    ]
  }

  /// The forecast's band, from the end of the last finished day to the end of the period.
  private var band: [(x: Double, low: Double, middle: Double, high: Double)] {
    guard let first = curve.days.firstIndex(where: { $0.ahead != nil }) else { return [] }
    let before =
      first > 0 && first <= number.days.count ? value(number.days[first - 1].cumulative) : 0
    let start = (
      x: Double(first) / Double(curve.days.count), low: before, middle: before, high: before
    )
    return [start]
      + curve.days.enumerated().compactMap { index, day in
        day.ahead.map { (place(index), value($0.p10), value($0.p50), value($0.p90)) }
      }
  }

  private func targetLine(_ plot: Plot) -> HTML {
    guard let target else { return .nothing }
    let y = plot.pixel(value(target))
    return """
      <line class="target" x1="0" x2="100%" y1="\(at: y)" y2="\(at: y)"/>\
      <text class="name" x="100%" y="\(at: y - plot.above / 3)" text-anchor="end">target \
      \(Figures.whole(target))</text>
      """
  }

  /// A mark at the current day and amount.
  private func marks(_ plot: Plot) -> HTML {
    guard let last = number.days.last else { return .nothing }
    let x = place(number.days.count - 1) * 100
    return """
      <circle class="now" cx="\(at: x)%" cy="\(at: plot.pixel(value(last.cumulative)))" r="5"/>
      """
  }

  private var dayLabels: [(x: Double, words: String)] {
    let count = curve.days.count
    let step = count > 40 ? 21 : 7
    let mondays = curve.days.indices.filter { $0 % step == 0 && $0 < count - step / 2 }
    var labels = mondays.map { index in
      (x: Double(index) / Double(count), words: Wording.brief(curve.days[index].day))
    }
    if let last = curve.days.last { labels.append((x: 1, words: Wording.brief(last.day))) }
    return labels
  }

  private func tooltips(_ plot: Plot) -> HTML {
    curve.days.enumerated().map { index, day -> HTML in
      let left = Double(index) / Double(curve.days.count)
      return plot.told(from: left, to: place(index), row(index, day).joined(separator: "; "))
    }.joined()
  }

  private func row(_ index: Int, _ day: PeriodCurve.Day) -> [String] {
    var parts = [Wording.short(day.day)]
    if index < number.days.count {
      parts.append("\(Figures.amount(number.days[index].actual)) that day")
      parts.append("\(Figures.amount(number.days[index].cumulative)) so far")
    }
    if let usual = day.usual { parts.append("path to the target \(Figures.whole(usual))") }
    if let ahead = day.ahead {
      parts.append("forecast \(Figures.whole(ahead.p10)) to \(Figures.whole(ahead.p90))")
    }
    return parts
  }

  private var table: HTML {
    var table = PageTable(
      title,
      [
        .words("day"), .figure("that day"), .figure("so far"), .figure("path to the target"),
        .figure("10th percentile"), .figure("90th percentile"),
      ])
    for (index, day) in curve.days.enumerated() {
      let actual = index < number.days.count ? number.days[index] : nil
      table.add([
        "\(Wording.short(day.day))", "\(actual.map { Figures.amount($0.actual) } ?? "")",
        "\(actual.map { Figures.amount($0.cumulative) } ?? "")",
        "\(day.usual.map(Figures.whole) ?? "")", "\(day.ahead.map { Figures.whole($0.p10) } ?? "")",
        "\(day.ahead.map { Figures.whole($0.p90) } ?? "")",
      ])
    }
    return table.html
  }
}

/// Formats amounts for an axis, short so that they fit.
struct AxisWords {
  private let currency: Currency
  private let inMillions: Bool

  init(_ currency: Currency, _ highest: Double) {
    self.currency = currency
    inMillions = highest / AxisWords.unit(currency) >= 10_000_000
  }

  /// Minor units per major unit.
  static func unit(_ currency: Currency) -> Double {
    (0..<currency.digits).reduce(1.0) { unit, _ in unit * 10 }
  }

  func text(_ minor: Double) -> String {
    let rounded = Int128(exactly: minor.rounded()) ?? 0
    guard inMillions else { return Figures.whole(Money(minor: rounded, currency)) }
    let millions = minor / AxisWords.unit(currency) / 1_000_000
    let tenths = Int((millions * 10).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)m" : "\(tenths / 10).\(abs(tenths) % 10)m"
  }
}
