import Foundation

/// Shows an import's progress on standard error: a bar in a terminal, otherwise a plain line every
/// five seconds.
struct Progress {
  private let file: String
  /// The total bytes; nil if unknown before the end.
  private let size: Int?
  private let isTerminal = Console.errorIsTerminal
  private let started = ContinuousClock.now
  private var shown: ContinuousClock.Instant
  private var anything = false

  init(file: String, size: Int?) {
    self.file = file
    self.size = size
    shown = started
  }

  /// Shows the progress if it is due.
  mutating func show(position: Int, facts: Int) {
    let now = ContinuousClock.now
    let wait: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
    guard now - shown >= wait else { return }
    shown = now
    anything = true
    let text = line(position: position, facts: facts, after: now - started)
    Console.overwrite(isTerminal ? "\r\u{1B}[2K" + text : text + "\n")
  }

  /// Clears the bar.
  func end() {
    if isTerminal, anything { Console.overwrite("\r\u{1B}[2K") }
  }

  private func line(position: Int, facts: Int, after elapsed: Duration) -> String {
    let seconds = max(
      0.001,
      Double(elapsed.components.seconds)
        + Double(elapsed.components.attoseconds) / 1e18)
    let rate = "\(facts) facts, \(Int(Double(facts) / seconds)) a second"
    guard let size, size > 0 else { return "\(file): \(rate)" }
    let share = min(1, Double(position) / Double(size))
    let left = share > 0 ? Int((seconds / share - seconds).rounded(.up)) : 0
    let filled = Int(share * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    return "\(file) \(bar) \(Int(share * 100))%, \(rate), \(Progress.duration(left)) left"
  }

  private static func duration(_ seconds: Int) -> String {
    seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
  }
}
