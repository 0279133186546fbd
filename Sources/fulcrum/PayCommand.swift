import ArgumentParser
import Facts
import Foundation
import Ledger
import Pay
import Planning
import Surfaces

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

extension Plan {
  /// Parses the label of a pay period.
  func payPeriod(_ label: String) throws(Failure) -> (calendar: PayCalendar, period: Period) {
    guard let found = PayCalendar.labelled(label, fiscal) else {
      throw Failure(
        problem: "'\(label)' is no pay period",
        remedy: "write a month like 2026-10, a quarter like 2026-Q4 or a fiscal year like 2026")
    }
    return found
  }

  /// Returns a member's pay period: the one with a label, or else the one that contains a day.
  func payPeriod(_ label: String?, of member: String, on day: CalendarDay) throws(Failure) -> Period
  {
    let (_, plan) = try payPlan(of: member)
    guard let label else { return PayCalendar(plan.period, fiscal).period(containing: day) }
    let (calendar, period) = try payPeriod(label)
    guard calendar.length == plan.period else {
      throw Failure(
        problem: "\(member) is paid by the \(plan.period.rawValue), and \(label) is none",
        remedy:
          "write \(PayCalendar(plan.period, fiscal).period(containing: period.first).label)")
    }
    return period
  }

  /// Returns a person of the plan and their pay plan.
  func payPlan(of member: String) throws(Failure) -> (person: Person, plan: PayPlan) {
    guard let person = people.first(where: { $0.id.text == member }) else {
      throw Failure(
        problem: "nobody in the plan is called '\(member)'",
        remedy: "the plan has \(people.map(\.id.text).joined(separator: ", "))")
    }
    guard let name = person.pay, let plan = pay[name] else {
      throw Failure(
        problem: "\(member) has no pay plan", remedy: "give them one in the plan: pay: …")
    }
    return (person, plan)
  }
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
    let desk = try PayDesk.open(ledger, day, without: period)
    let wanted = json && !noLines
    let people = try paying { () throws(PayProblem) in
      try desk.run.pay(period: period) { _ in wanted }
    }
    if let period { _ = try desk.plan.payPeriod(period) }
    let answer = PayAnswer(
      heading: desk.heading, people: people, business: desk.plan.business, version: desk.version,
      standing: period.flatMap { desk.run.reconciliation(period: $0) } ?? [])
    Console.print(Pipeline.show(answer, json: json))
    if !json, let remark = desk.view.remark { Console.print(remark) }
  }
}
