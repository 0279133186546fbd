import ArgumentParser
import Facts
import Foundation
import Ledger
import Planning
import Tally
import Terminal

/// `fulcrum-lab bench build`: builds and times the index of simulated facts.
struct BenchBuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Make the index of simulated facts, and time it.")

  @Argument(help: "The folder that bench generate wrote.") var folder: String
  @Option(help: "How often.") var runs = 3

  func run() throws {
    let columns = try BenchColumns(folder, currency: try BenchPlan.plan().currency)
    let rows = columns.rows
    var timings = Timings()
    var size = (hot: 0, all: 0, facts: 0)
    try timings.run(runs) {
      size = try IndexedLedger(indexing: rows, at: folder + "/many", playNames: BenchPlan.playNames)
        .indexSize
    }
    Console.print(
      JSON.object([
        .init("build_core_ms", .number(figure(timings.core / 1e6))),
        .init("build_wall_ms", .number(figure(timings.wall / 1e6))),
        .init("bytes_per_fact_hot", .number(figure(Double(size.hot) / Double(size.facts)))),
        .init("bytes_per_fact_file", .number(figure(Double(size.all) / Double(size.facts)))),
        .init("build_peak_mib", .number(figure(Memory.resident.peak))),
      ]).compact)
  }
}

/// Formats a measured figure to about three significant digits.
func figure(_ value: Double) -> String {
  let digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
  return String(format: "%.\(digits)f", value)
}
