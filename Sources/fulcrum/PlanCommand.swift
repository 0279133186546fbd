import ArgumentParser
import Facts
import Foundation
import Ledger
import Pay
import Planning

/// `fulcrum plan`: checks, applies, compares and shows the plan.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Check, apply, compare and show the plan.",
    discussion: """
      Examples:
        fulcrum plan check plan.yaml
        fulcrum plan apply plan.yaml
        fulcrum plan diff plan.yaml
        fulcrum plan show --version 2
      """,
    subcommands: [Check.self, Apply.self, Diff.self, Show.self])

  /// Reads a plan and reports everything that is wrong with it.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say everything that is wrong with a plan; change nothing.",
      discussion: "Example:\n  fulcrum plan check plan.yaml")
    @Argument(help: "The plan's file.") var file: String

    func run() throws {
      let text = try readText(file)
      let plan = try Plan.checked(text, name: file)
      let findings = PayLint(plan).findings
      try LintText.refuse(findings, text, file)
      Console.print("\(file) is sound: \(plan.summary).")
      guard !findings.isEmpty else { return }
      Console.print("Its pay plans are worth a look before they are in force:")
      Console.print(LintText.lines(findings, text, file))
    }
  }

  /// Puts a plan in force.
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a plan in force, if it is sound.",
      discussion: "Example:\n  fulcrum plan apply plan.yaml")
    @Argument(help: "The plan's file.") var file: String
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let text = try readText(file)
      let isThere = FileManager.default.fileExists(atPath: ledger.path)
      let plan: Plan
      do {
        plan = try Plan.checked(text, name: file)
        try LintText.refuse(PayLint(plan).findings, text, file)
      } catch {
        let stays = isThere ? "; the plan in force stays in force" : ""
        throw Failure(problem: error.problem, remedy: error.remedy + stays)
      }
      let path = ledger.path
      let ledger = try ledger.open(create: true)
      if !isThere { Console.print("Started the ledger \(path).") }
      let before = try refusing { () throws(LedgerProblem) in try ledger.plan() }
      let applied = try refusing { () throws(LedgerProblem) in
        try ledger.apply(planText: text, by: Console.principal, at: SystemClock.now)
      }
      guard applied.isNew else {
        return Console.print(
          "Version \(applied.version.version) is in force already; nothing changed.")
      }
      Console.print("Version \(applied.version.version) is in force: \(plan.summary).")
      if let before {
        let old = try Plan.checked(before.text, name: "plan version \(before.version)")
        for line in plan.differences(from: old) { Console.print("  \(line)") }
      }
    }
  }

  /// Compares a plan with the one in force.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say in words what a plan would change.",
      discussion: "Example:\n  fulcrum plan diff plan.yaml")
    @Argument(help: "The plan's file.") var file: String
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let plan = try Plan.checked(try readText(file), name: file)
      let ledger = try ledger.open()
      let version = try refusing { () throws(LedgerProblem) in try ledger.plan() }
      guard let version else {
        return Console.print("No plan is in force yet; all of \(file) would be new.")
      }
      let old = try Plan.checked(version.text, name: "plan version \(version.version)")
      let lines = plan.differences(from: old)
      Console.print(
        lines.isEmpty
          ? "\(file) decides the same as version \(version.version)."
          : lines.joined(separator: "\n"))
    }
  }

  /// Prints a plan as it was applied.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the plan in force, or an earlier version.",
      discussion:
        "Examples:\n  fulcrum plan show\n  fulcrum plan show --version 1\n  fulcrum plan show --list"
    )
    @Option(help: "The version to print.") var version: Int?
    @Flag(help: "List the versions instead.") var list = false
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let versions = try refusing { () throws(LedgerProblem) in try ledger.plans() }
      if list {
        for plan in versions { Console.print("\(plan.version)  applied \(plan.applied)") }
        return
      }
      let wanted =
        version.map { number in versions.first { $0.version == number } } ?? versions.last
      guard let wanted else {
        throw Failure(
          problem: version.map { "there is no plan version \($0)" } ?? "the ledger has no plan yet",
          remedy: "see 'fulcrum plan show --list', or put one in force with 'fulcrum plan apply'")
      }
      Console.print(wanted.text)
    }
  }
}

extension Plan {
  /// A summary of the plan in one line.
  var summary: String {
    let count = people.count == 1 ? "1 person" : "\(people.count) people"
    let from = sources.count == 1 ? "1 source" : "\(sources.count) sources"
    return "\(business), \(number.measure.rawValue) by \(number.basis.rawValue) in \(currency), "
      + "by \(fiscal.length.rawValue), \(count), \(from)"
  }
}
