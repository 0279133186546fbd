/// A row of bars, one a value.
enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// Bars from zero up to the largest value; `↓` for values below zero, `·` for those to come.
  static func text(_ values: [Int128?]) -> String {
    let top = values.compactMap(\.self).max() ?? 0
    return String(
      values.map { value -> Character in
        guard let value else { return "·" }
        guard value >= 0 else { return "↓" }
        guard top > 0 else { return bars[0] }
        let step = Int((Double(value) / Double(top) * Double(bars.count - 1)).rounded())
        return bars[min(max(step, 0), bars.count - 1)]
      })
  }

  /// A bar of a width, filled to a share and no further than full.
  static func bar(_ share: Double, width: Int) -> String {
    let filled = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }
}
