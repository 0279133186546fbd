internal import Foundation
public import Operations

/// Shows an import's progress on standard error: a bar in a terminal, otherwise a plain line every
/// five seconds.
public final class ProgressBar {
  private let file: String
  private let isTerminal = Console.errorIsTerminal
  private let started = ContinuousClock.now
  private var shown: ContinuousClock.Instant
  private var anything = false

  /// Creates the bar of a file.
  public init(file: String) {
    self.file = file
    shown = started
  }

  /// Shows the progress if it is due.
  public func show(_ progress: ImportProgress) {
    let now = ContinuousClock.now
    let wait: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
    guard now - shown >= wait else { return }
    shown = now
    anything = true
    let text = line(progress, after: now - started)
    Console.overwrite(isTerminal ? "\r\u{1B}[2K" + text : text + "\n")
  }

  /// Clears the bar.
  public func end() {
    if isTerminal, anything { Console.overwrite("\r\u{1B}[2K") }
  }

  private func line(_ progress: ImportProgress, after elapsed: Duration) -> String {
    let seconds = max(
      0.001,
      Double(elapsed.components.seconds)
        + Double(elapsed.components.attoseconds) / 1e18)
    let rate = "\(progress.facts) facts, \(Int(Double(progress.facts) / seconds)) a second"
    guard let size = progress.size, size > 0 else { return "\(file): \(rate)" }
    let share = min(1, Double(progress.position) / Double(size))
    let left = share > 0 ? Int((seconds / share - seconds).rounded(.up)) : 0
    let filled = Int(share * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    return "\(file) \(bar) \(Int(share * 100))%, \(rate), \(ProgressBar.duration(left)) left"
  }

  private static func duration(_ seconds: Int) -> String {
    seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
  }
}
