import ArgumentParser
import Facts
import Ledger
import Pay
import Planning
import Scoreboard
import Surfaces
import Terminal
import Operations

/// `fulcrum pay what-if`: computes the pay for one more deal, and at shares of quota.
struct PayWhatIf: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "What a member would earn if a deal closed, or at a share of quota.",
    discussion: """
      Examples:
        fulcrum pay what-if ana
        fulcrum pay what-if ana --amount 10000
        fulcrum pay what-if ana --deal d-1041 --json
      """)
  @Argument(help: "The member's id.") var member: String
  @Option(help: "Credit on top, in the business's currency.") var amount: String?
  @Option(help: "An open deal, at the amount last known.") var deal: String?
  @Option(help: "The pay period (default: the one that the day falls in).") var period: String?
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if amount != nil, deal != nil { throw ValidationError("Give --amount or --deal, not both.") }
  }

  func run() throws {
    let desk = try ledger.answers().pay(of: try day.request(.pay), without: period)
    let period = try desk.plan.payPeriod(self.period, of: member, on: desk.view.day)
    guard let id = MemberID(member) else { return }
    let credit = try credit(desk)
    let (whatIf, shares) = (
      try desk.run.whatIf(id, period, credit: credit ?? 0),
      try desk.run.pay(id, period, at: PlanShares.usual)
    )
    guard let whatIf else {
      throw Failure(
        problem: "\(member) is not there in \(period.label)", remedy: "name another period")
    }
    let answer = WhatIfText(
      whatIf: whatIf, credit: credit, shares: shares, currency: desk.plan.currency)
    Console.print(json ? answer.json.pretty : answer.text)
  }

  private func credit(_ desk: PayDesk) throws -> Int64? {
    if let deal {
      let rates = desk.plan.rates
      guard let open = desk.facts.amount(ofDeal: deal, rates, on: desk.view.day) else {
        throw Failure(
          problem: "no fact tells what deal '\(deal)' is worth",
          remedy: "check its id, or give --amount")
      }
      return open
    }
    guard let amount else { return nil }
    do { return Int64(try Money(amount, desk.plan.currency).minor) } catch {
      throw Failure(problem: error.problem, remedy: error.remedy)
    }
  }
}

/// The shares of quota to show.
enum PlanShares {
  static let usual = [80, 100, 120, 200].map { Exact(Int128($0), over: 100) }
}

/// `fulcrum pay cost`: computes the cost of the pay plans.
struct PayCost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost", abstract: "What pay costs at 80, 100, 120 and 200% of quota, and so far.",
    discussion: "Examples:\n  fulcrum pay cost\n  fulcrum pay cost --period 2026-Q4 --json")
  @Option(help: "The pay period (default: the Number's that the day falls in).") var period: String?
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let desk = try ledger.answers().pay(of: try day.request(.pay), without: period)
    let label = period ?? desk.heading.period
    _ = try desk.plan.payPeriod(label)
    let cost = try desk.run.cost(period: label, at: PlanShares.usual)
    guard let cost else { return }
    let answer = CostText(cost: cost, currency: desk.plan.currency)
    Console.print(json ? answer.json.pretty : answer.text)
  }
}

/// `fulcrum pay accrual`: lists the pay owed by the end of each day.
struct PayAccrual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accrual", abstract: "What pay the business owes by the end of each day so far.",
    discussion: """
      For the pay periods that the day falls in, from the first of the month: what each would pay if it
      ended that day.

      Example:
        fulcrum pay accrual --as-of 2026-10-15
      """)
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let desk = try ledger.answers().pay(of: try day.request(.pay))
    let first = desk.plan.fiscal.period(containing: desk.view.day).first
    let days = try desk.run.accrual(of: first...desk.view.day)
    let answer = AccrualText(days: days, heading: desk.heading)
    Console.print(Pipeline.show(answer, json: json))
  }
}
