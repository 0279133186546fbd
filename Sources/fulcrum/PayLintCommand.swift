import ArgumentParser
import Facts
import Ledger
import Pay
import Planning
import Surfaces
import Terminal
import Operations

/// `fulcrum pay lint`: finds likely mistakes in pay plans.
struct PayLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Find jumps, gaps, bounds and what else a pay plan should not have.",
    discussion: """
      Without a file the active plan is checked. Exits with 1 where anything is found.

      Examples:
        fulcrum pay lint plan.yaml
        fulcrum pay lint --json
      """)
  @Argument(help: "A plan's file.") var file: String?
  @OptionGroup var ledger: LedgerOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let text: String
    let name: String
    if let file {
      (text, name) = (try TextFile.read(file), file)
    } else {
      let opened = try ledger.open()
      guard let version = try opened.plan() else {
        throw Failure(problem: LedgerProblem.noPlan.problem, remedy: LedgerProblem.noPlan.remedy)
      }
      (text, name) = (version.text, "plan version \(version.version)")
    }
    let findings = PayLint(try Plan.checked(text, name: name)).findings
    if json {
      Console.print(LintText.json(findings, text).pretty)
    } else if findings.isEmpty {
      Console.print("The pay plans of \(name) have nothing to find fault with.")
    } else {
      Console.print(LintText.lines(findings, text, name))
    }
    if !findings.isEmpty { throw Outcome(code: Exit.problem) }
  }
}
