internal import Facts

/// The plotting area of a chart: days or places from left to right, amounts from bottom to top.
///
/// The outer SVG has no view box, so that its text keeps its size at every width. The lines are in
/// an inner SVG of 1000 by 1000 that is stretched.
struct Plot {
  /// The height of the whole picture, in pixels.
  let height: Double
  /// The value at the bottom.
  let low: Double
  /// The value at the top.
  let high: Double
  /// The space above the field, in pixels.
  let above: Double
  /// The space below the field for labels, in pixels.
  let foot: Double

  /// Creates a plot with room for text of 12 pixels times `words`.
  init(height: Double, low: Double, high: Double, words: Double = 1) {
    self.height = height
    above = 16 * words
    foot = 24 * words
    self.low = low
    self.high = high > low ? high : low + 1
  }

  var field: Double { height - above - foot }

  /// The vertical place of a value in the stretched field: 0 at the top, 1000 at the bottom.
  func y(_ value: Double) -> Double { (high - value) / (high - low) * 1000 }

  /// The vertical place of a value in pixels of the whole picture.
  func pixel(_ value: Double) -> Double { above + y(value) / 1000 * field }

  /// A line through points; `x` from 0 to 1.
  func line(_ points: [(x: Double, value: Double)], class name: String) -> HTML {
    let path = points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(HTML.coordinate(point.x * 1000)) \(HTML.coordinate(y(point.value)))"
    }
    return points.count > 1 ? "<path class=\"\(name)\" d=\"\(path.joined())\"/>" : .nothing
  }

  /// The area between a low and a high line; `x` from 0 to 1.
  func area(_ points: [(x: Double, low: Double, high: Double)], class name: String) -> HTML {
    guard points.count > 1 else { return .nothing }
    let there = points.map { "\(HTML.coordinate($0.x * 1000)) \(HTML.coordinate(y($0.high)))" }
    let back = points.reversed().map {
      "\(HTML.coordinate($0.x * 1000)) \(HTML.coordinate(y($0.low)))"
    }
    return "<path class=\"\(name)\" d=\"M\((there + back).joined(separator: "L"))Z\"/>"
  }

  /// The stretched field with its content.
  func stretched(_ content: [HTML]) -> HTML {
    """
    <svg class="field" x="0" y="\(at: above)" width="100%" height="\(at: field)" \
    viewBox="0 0 1000 1000" preserveAspectRatio="none">\(content)</svg>
    """
  }

  /// Horizontal rules, drawn below everything else.
  var rules: HTML {
    Plot.ticks(low, high).map { tick -> HTML in
      let mark = tick == 0 ? "zero" : "rule"
      return """
        <line class="\(mark)" x1="0" x2="100%" y1="\(at: pixel(tick))" y2="\(at: pixel(tick))"/>
        """
    }.joined()
  }

  /// The amount of each rule, above it at the left.
  func amounts(_ words: (Double) -> String) -> HTML {
    Plot.ticks(low, high).filter { $0 != 0 }.map { tick -> HTML in
      "<text class=\"tick\" x=\"0\" y=\"\(at: pixel(tick) - above / 4)\">\(words(tick))</text>"
    }.joined()
  }

  /// Labels below the field; `x` from 0 to 1.
  func below(_ labels: [(x: Double, words: String)]) -> HTML {
    labels.map { label -> HTML in
      let anchor = label.x < 0.04 ? "start" : label.x > 0.96 ? "end" : "middle"
      return """
        <text class="tick" x="\(at: label.x * 100)%" y="\(at: height - foot / 4)" \
        text-anchor="\(anchor)">\(label.words)</text>
        """
    }.joined()
  }

  /// A part of the field that shows its figures as a tooltip.
  func told(from left: Double, to right: Double, _ words: String) -> HTML {
    """
    <rect class="told" x="\(at: left * 100)%" y="\(at: above)" \
    width="\(at: (right - left) * 100)%" height="\(at: field)"><title>\(words)</title></rect>
    """
  }

  /// Two to five round values within a range.
  static func ticks(_ low: Double, _ high: Double) -> [Double] {
    let span = high - low
    guard span > 0, span.isFinite else { return [] }
    let step = roundStep(span / 4)
    var ticks: [Double] = []
    var tick = (low / step).rounded(.up) * step
    while tick <= high + step * 1e-9, ticks.count < 8 {
      ticks.append(abs(tick) < step * 1e-9 ? 0 : tick)
      tick += step
    }
    return ticks
  }

  /// Rounds a step up to 1, 2, 2.5 or 5 times a power of ten.
  static func roundStep(_ step: Double) -> Double {
    var power = 1.0
    while power * 10 <= step { power *= 10 }
    while power > step { power /= 10 }
    let steps = [1, 2, 2.5, 5, 10].map { $0 * power }
    return steps.first { $0 >= step * 0.999 } ?? step
  }
}

/// A chart with its title, its key and the table behind it.
struct Picture {
  /// The prefix of element ids: letters and dashes.
  let name: String
  /// A sentence that says what the chart shows.
  let title: String
  /// The meaning of each mark.
  var key: HTML = .nothing
  /// The height in pixels.
  let height: Double
  /// The width in pixels if the whole picture scales with the screen, text included; nil if it only
  /// widens.
  var width: Double?
  let drawing: HTML
  /// The same figures as a table.
  let table: HTML

  var html: HTML {
    """
    <figure class="picture">
    <figcaption id="\(name)-title">\(title)</figcaption>
    \(key.isEmpty ? .nothing : "<p class=\"key\" aria-hidden=\"true\">\(key)</p>" as HTML)
    <svg class="chart" \(size) role="img" aria-labelledby="\(name)-title">\(drawing)</svg>
    <details class="behind"><summary>The figures behind the picture</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="\(title)">\(table)</div></details>
    </figure>
    """
  }

  private var size: HTML {
    guard let width else { return "width=\"100%\" height=\"\(at: height)\"" }
    return "viewBox=\"0 0 \(at: width) \(at: height)\""
  }

  /// A mark and its meaning.
  static func key(_ mark: String, _ words: String) -> HTML {
    """
    <span><svg class="mark" width="22" height="12"><rect class="\(mark)" x="0" y="0" width="22" \
    height="12"/></svg>\(words)</span>
    """
  }

  /// A line and its meaning.
  static func lineKey(_ mark: String, _ words: String) -> HTML {
    """
    <span><svg class="mark" width="22" height="12"><line class="\(mark)" x1="0" x2="22" y1="6" \
    y2="6"/></svg>\(words)</span>
    """
  }
}
