import ArgumentParser
import Terminal

/// The developer tools: they measure the engine, and how often verdicts and forecasts are right.
@main
struct Lab: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fulcrum-lab",
    abstract: "Measure the engine, and how often verdicts and forecasts are right.",
    subcommands: [Bench.self, Honesty.self, Backtest.self])

  /// Runs the command that the arguments name, and exits with the code of its outcome.
  static func main() async { await Program.run(Lab.self) }
}
