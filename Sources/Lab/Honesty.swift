import ArgumentParser
import Facts
import Foundation
import Terminal

/// `fulcrum-lab honesty`: simulates how often verdicts with daily looks are wrong.
struct Honesty: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate thousands of plays with daily looks and count the wrong verdicts.",
    discussion: """
      Every play is judged by the code that judges yours: 36 kinds of traffic, with no lift, the
      smallest worthwhile one (10 %), and lifts of 25 and 50 %, for 90 days; and one whose holdout is
      made smaller on the way. The same seed gives the same figures.

      Example:
        fulcrum-lab honesty --runs 4000
      """)

  @Option(help: "Plays of each kind without a lift and with the worthwhile one, 100 to 100,000.")
  var runs = 4000
  @Option(help: "What all chance comes from.") var seed: UInt64 = 1
  @Option(
    help: "A folder for every day's events, as 32-bit integers, lowest byte first.",
    completion: .directory)
  var tables: String?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (100...100_000).contains(runs) else {
      throw ValidationError("--runs goes from 100 to 100000.")
    }
  }

  func run() async throws {
    let cells = cells()
    if let tables {
      try FileManager.default.createDirectory(
        atPath: tables, withIntermediateDirectories: true)
    }
    let outcomes = try await withThrowingTaskGroup(of: (Int, HonestyOutcome).self) { group in
      for (place, cell) in cells.enumerated() {
        group.addTask {
          let (outcome, events) = cell.play()
          try keep(events, place)
          return (place, outcome)
        }
      }
      var outcomes = [HonestyOutcome](repeating: HonestyOutcome(), count: cells.count)
      for try await (place, outcome) in group { outcomes[place] = outcome }
      return outcomes
    }
    if json {
      Console.print(JSON.array(zip(cells, outcomes).map { $0.json($1) }).compact)
    } else {
      Console.print(text(cells, outcomes))
    }
  }

  private func cells() -> [HonestyCell] {
    var cells: [HonestyCell] = []
    for units in [200, 2000, 20000] {
      for base in [0.005, 0.02, 0.05, 0.2] {
        for holdout in [0.1, 0.2, 0.5] {
          for lift in [0, 0.10, 0.25, 0.50] {
            cells.append(
              HonestyCell(
                units: units, base: base, holdout: holdout, lift: lift,
                runs: lift > 0.2 ? max(100, runs / 4) : runs, seed: next(cells.count)))
          }
        }
      }
    }
    cells.append(HonestyCell(ramp: 2000, runs: runs, seed: next(cells.count)))
    return cells
  }

  private func next(_ place: Int) -> UInt64 { seed &* 1_000_003 &+ UInt64(place) }

  private func keep(_ events: [Int32], _ place: Int) throws {
    guard let tables else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * events.count)
    for event in events {
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: event >> Int32(shift))) }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: "\(tables)/\(place).i32"))
  }

  private func text(_ cells: [HonestyCell], _ outcomes: [HonestyOutcome]) -> String {
    let rows = zip(cells, outcomes).map { cell, outcome in
      let runs = Double(cell.runs)
      let share = { (count: Int) in column(String(format: "%.2f %%", 100 * Double(count) / runs)) }
      let median = outcome.medianDays.map(String.init) ?? "-"
      return cell.name.padding(toLength: 62, withPad: " ", startingAt: 0)
        + column(String(format: "%+.0f %%", 100 * cell.lift)) + share(outcome.worked)
        + share(outcome.tooSmall) + share(outcome.unproven) + column(median)
    }
    let titles = ["lift", "worked", "did not", "unproven", "median"].map(column).joined()
    let head = String(repeating: " ", count: 62) + titles
    let wrong = [
      "Worked without a lift: at most " + worst(cells, outcomes, lift: 0, \.worked),
      "Did not work with the worthwhile lift: at most "
        + worst(cells, outcomes, lift: 0.10, \.tooSmall),
    ]
    return ([head] + rows + [""] + wrong).joined(separator: "\n")
  }

  /// The largest share of wrong verdicts among the cells with one lift.
  private func worst(
    _ cells: [HonestyCell], _ outcomes: [HonestyOutcome], lift: Double,
    _ count: KeyPath<HonestyOutcome, Int>
  ) -> String {
    var worst = 0.0
    for (cell, outcome) in zip(cells, outcomes) where cell.lift == lift {
      worst = max(worst, Double(outcome[keyPath: count]) / Double(cell.runs))
    }
    return String(format: "%.2f %% (2.5 %% meant)", 100 * worst)
  }

  private func column(_ text: String) -> String {
    String(repeating: " ", count: max(1, 11 - text.count)) + text
  }
}
