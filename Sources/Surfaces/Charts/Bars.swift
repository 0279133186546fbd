internal import Facts

/// Small inline charts for lines and tables.
enum Bars {
  /// A bar for a share of the width, in a mark's colour; negative shares are drawn as losses.
  static func bar(_ share: Double, class mark: String, height: Double = 12) -> HTML {
    let width = min(max(abs(share), 0), 1) * 100
    return """
      <svg width="100%" height="\(at: height)" aria-hidden="true"><rect \
      class="\(share < 0 ? "loss" : mark)" x="0" y="0" width="\(at: width)%" \
      height="\(at: height)"/></svg>
      """
  }

  /// A gauge with a mark at the usual level. `fresh` is the last part of the share, which came
  /// today; it is drawn lighter, and the mark does not include it.
  static func gauge(
    _ share: Double, usual: Double?, words: String, height: Double = 14, fresh: Double = 0
  ) -> HTML {
    let filled = min(max(share, 0), 1) * 100
    let start = min(max(share - max(fresh, 0), 0), 1) * 100
    let today: HTML =
      filled > start && fresh > 0
      ? """
      <rect class="two" x="\(at: start)%" width="\(at: filled - start)%" height="100%"/>
      """ : .nothing
    let mark: HTML =
      usual.map { place -> HTML in
        let x = min(max(place, 0), 1) * 100
        return """
          <line class="tick-mark" x1="\(at: x)%" x2="\(at: x)%" y1="-25%" y2="125%"/>
          """
      } ?? .nothing
    return """
      <svg class="gauge" width="100%" height="\(at: height)" role="img" aria-label="\(words)">\
      <title>\(words)</title><rect class="track" width="100%" height="100%"/>\
      <rect class="one" width="\(at: filled)%" height="100%"/>\(today)\(mark)</svg>
      """
  }

  /// A stacked bar: the parts of a whole, each in a mark's colour, with thin gaps.
  static func stacked(_ parts: [(share: Double, mark: String, words: String)]) -> HTML {
    var left = 0.0
    let drawn = parts.filter { $0.share > 0 }.map { part -> HTML in
      defer { left += part.share }
      return """
        <rect class="\(part.mark)" x="\(at: left * 100)%" y="0" width="\(at: part.share * 100)%" \
        height="22"><title>\(part.words)</title></rect>
        """
    }
    let gaps = parts.filter { $0.share > 0 }.dropLast().reduce(into: [Double]()) { places, part in
      places.append((places.last ?? 0) + part.share)
    }.map { place -> HTML in
      """
      <line class="gap" x1="\(at: place * 100)%" x2="\(at: place * 100)%" y1="0" y2="22"/>
      """
    }
    return """
      <svg class="stacked" width="100%" height="22" aria-hidden="true">\(drawn)\(gaps)</svg>
      """
  }

  /// A sparkline. It is decorative: its figures stand beside it.
  static func spark(_ values: [Double], width: Double = 120, height: Double = 22) -> HTML {
    guard values.count > 1, let high = values.max(), let low = values.min() else { return .nothing }
    let span = high > low ? high - low : 1
    let points = values.enumerated().map { index, value in
      let x = Double(index) / Double(values.count - 1) * (width - 4) + 2
      return "\(HTML.coordinate(x)),"
        + HTML.coordinate(height - 3 - (value - low) / span * (height - 6))
    }
    return """
      <svg class="spark" width="\(at: width)" height="\(at: height)" aria-hidden="true">\
      <polyline class="spark-line" points="\(points.joined(separator: " "))"/></svg>
      """
  }
}
