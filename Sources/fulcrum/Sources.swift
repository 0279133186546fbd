import ArgumentParser
import Facts
import Foundation
import Intake
import Ledger
import Operations
import Planning
import Terminal

/// `fulcrum sources`: lists the sources that can be imported.
struct Sources: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the sources that can be imported, or print a preset.",
    discussion: """
      Examples:
        fulcrum sources
        fulcrum sources stripe-charges
      """)

  @Argument(help: "Print the preset of that name as YAML, to copy into a plan and change.")
  var preset: String?
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    if let preset {
      return Console.print(
        try Presets.text(named: preset))
    }
    var lines = [("facts", "Fulcrum's own NDJSON, one fact a line")]
    if FileManager.default.fileExists(atPath: ledger.path) {
      let plan = try ledger.open().plan(at: .distantFuture)
      lines += plan.sources.sorted { $0.key < $1.key }.map {
        ($0.key, $0.value.about ?? "a source of the plan")
      }
    }
    for name in Presets.names {
      let preset = try Presets.definition(named: name)
      lines.append((name, preset.about ?? "a preset"))
    }
    let width = lines.map(\.0.count).max() ?? 0
    for (name, about) in lines {
      Console.print(name + String(repeating: " ", count: width + 2 - name.count) + about)
    }
  }
}
