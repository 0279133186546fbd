import ArgumentParser
import Facts
import Foundation
import Ledger
import Pay
import Planning
import Surfaces
import Terminal
import Operations

/// `fulcrum pay`: computes pay, explains it, and takes a payout through its steps.
struct PayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pay", abstract: "Work out pay, freeze it, explain it.",
    discussion: """
      A payout is calculated at any time, processed into a snapshot that nothing changes, locked so
      that members see it, and paid. What becomes known later trues up in the open period.

      Examples:
        fulcrum pay calculate --period 2026-10
        fulcrum pay process 2026-10, then fulcrum pay lock 2026-10
        fulcrum pay statement ana --period 2026-10
        fulcrum pay what-if ana --amount 10000
      """,
    subcommands: [
      PayCalculate.self, PayProcess.self, PayLock.self, PayUnlock.self, PayPaid.self, PayRuns.self,
      PayVerify.self, PayTrail.self, PayStatementCommand.self, PayLintCommand.self,
      PayWhatIf.self, PayCost.self, PayAccrual.self, PayAdjust.self,
      PayHoldCommand.self,
      PayRelease.self, PayHolds.self, PayDisputeCommand.self,
    ])
}

/// The author of a decision about pay.
struct AuthorOptions: ParsableArguments {
  @Option(name: .customLong("by"), help: "Who does it (default: $USER).") var given: String?

  var name: String { given ?? Console.environment("USER") ?? "unknown" }
}

/// `fulcrum pay calculate`: computes everyone's pay. Changes nothing.
struct PayCalculate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calculate", abstract: "What everyone would be paid; change nothing.",
    discussion: """
      Without --period, each member's pay period that the day falls in.

      Examples:
        fulcrum pay calculate
        fulcrum pay calculate --period 2026-Q4 --json
      """)
  @Option(help: "The pay period: 2026-10, 2026-Q4 or 2026.") var period: String?
  @Flag(help: "Leave the lines out of the JSON.") var noLines = false
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let desk = try ledger.answers().pay(of: try day.request(.pay), without: period)
    let wanted = json && !noLines
    let people = try desk.run.pay(period: period) { _ in wanted }
    if let period { _ = try desk.plan.payPeriod(period) }
    let answer = PayAnswer(
      heading: desk.heading, people: people, business: desk.plan.business, version: desk.version,
      standing: period.flatMap { desk.run.reconciliation(period: $0) } ?? [])
    Console.print(Pipeline.show(answer, json: json))
    if !json, let remark = desk.view.remark { Console.print(remark) }
  }
}
