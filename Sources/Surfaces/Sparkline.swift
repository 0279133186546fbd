/// A row of text bars, one per value.
enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// Bars from zero to the largest value; `↓` for values below zero, `·` for those to come.
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

  /// A bar of `width` characters, filled to a share from 0 to 1; other shares are clamped.
  static func bar(_ share: Double, width: Int) -> String {
    let filled = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }
}
