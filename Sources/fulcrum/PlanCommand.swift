import ArgumentParser
import Foundation
import Ledger
import Operations
import Planning
import Terminal

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
      let draft = try PlanDraft(try TextFile.read(file), name: file)
      Console.print("\(file) is valid: \(draft.plan.summary).")
      guard !draft.remarks.isEmpty else { return }
      Console.print("Its pay plans are worth a look before you apply it:")
      Console.print(draft.remarks)
    }
  }

  /// Applies a plan.
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Apply a plan, if it is valid.",
      discussion: "Example:\n  fulcrum plan apply plan.yaml")
    @Argument(help: "The plan's file.") var file: String
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let text = try TextFile.read(file)
      let isThere = FileManager.default.fileExists(atPath: ledger.path)
      let draft: PlanDraft
      do { draft = try PlanDraft(text, name: file) } catch {
        let stays = isThere ? "; the old plan stays active" : ""
        throw Failure(problem: error.problem, remedy: error.remedy + stays)
      }
      let path = ledger.path
      let ledger = try ledger.open(create: true)
      if !isThere { Console.print("Started the ledger \(path).") }
      let applied = try draft.apply(ledger, by: Console.principal, at: SystemClock.now)
      Console.print(applied.sentence)
      for line in applied.differences { Console.print("  \(line)") }
    }
  }

  /// Compares a plan with the active one.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say in words what a plan would change.",
      discussion: "Example:\n  fulcrum plan diff plan.yaml")
    @Argument(help: "The plan's file.") var file: String
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let plan = try Plan.checked(try TextFile.read(file), name: file)
      let ledger = try ledger.open()
      let version = try ledger.plan()
      guard let version else {
        return Console.print("No plan is active yet; all of \(file) would be new.")
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
      abstract: "Print the active plan, or an earlier version.",
      discussion:
        "Examples:\n  fulcrum plan show\n  fulcrum plan show --version 1\n  fulcrum plan show --list"
    )
    @Option(help: "The version to print.") var version: Int?
    @Flag(help: "List the versions instead.") var list = false
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let versions = try ledger.plans()
      if list {
        for plan in versions { Console.print("\(plan.version)  applied \(plan.applied)") }
        return
      }
      let wanted =
        version.map { number in versions.first { $0.version == number } } ?? versions.last
      guard let wanted else {
        throw Failure(
          problem: version.map { "there is no plan version \($0)" } ?? "the ledger has no plan yet",
          remedy: "see 'fulcrum plan show --list', or apply one with 'fulcrum plan apply'")
      }
      Console.print(wanted.text)
    }
  }
}
