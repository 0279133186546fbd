import ArgumentParser
import Facts
import Ledger
import Pay
import Planning
import Surfaces

/// `fulcrum pay lint`: finds likely mistakes in pay plans.
struct PayLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Find jumps, gaps, bounds and what else a pay plan should not have.",
    discussion: """
      Without a file the plan in force is looked at. Exits with 1 where anything is found.

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
      (text, name) = (try readText(file), file)
    } else {
      let opened = try ledger.open()
      guard let version = try refusing({ () throws(LedgerProblem) in try opened.plan() }) else {
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

/// Findings as text and JSON.
enum LintText {
  /// Place, kind and sentence of each finding.
  static func lines(_ findings: [PayFinding], _ text: String, _ name: String) -> String {
    let places = PlanPlaces(text)
    return findings.map { finding in
      let place = places.place(of: finding.path)
      return "  \(name):\(place.line):\(place.column): \(finding.kind.rawValue): \(finding.path)\n"
        + "      \(finding.sentence)"
    }.joined(separator: "\n")
  }

  /// The findings as JSON.
  static func json(_ findings: [PayFinding], _ text: String) -> JSON {
    let places = PlanPlaces(text)
    return .members([
      "findings": .array(
        findings.map { finding in
          let place = places.place(of: finding.path)
          return .members([
            "plan": .string(finding.plan), "kind": .string(finding.kind.rawValue),
            "path": .string(finding.path), "line": .integer(place.line),
            "column": .integer(place.column), "sentence": .string(finding.sentence),
            "at_stake": .text(finding.stake?.decimal),
          ])
        })
    ])
  }

  /// Refuses a plan whose worked examples do not hold.
  static func refuse(_ findings: [PayFinding], _ text: String, _ name: String) throws(Failure) {
    let errors = findings.filter(\.kind.isError)
    guard !errors.isEmpty else { return }
    let count = Figures.plural(errors.count, "example")
    throw Failure(
      problem: "\(name): \(count) of pay plans \(errors.count == 1 ? "does" : "do") not hold\n"
        + lines(errors, text, name),
      remedy: "mend the rules or the example and run this again")
  }
}
