import ArgumentParser
import Facts
import Ledger
import Pay
import Planning
import Surfaces
import Terminal
import Operations

/// `fulcrum pay adjust`: adds a line with an author and a reason to someone's pay.
struct PayAdjust: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adjust", abstract: "Add a line of your own to somebody's pay.",
    discussion: """
      Examples:
        fulcrum pay adjust ana 2026-10 150.00 --why "trade fair on a weekend"
        fulcrum pay adjust ana 2026-10 --amount=-150.00 --why "paid twice"
      """)
  @Argument(help: "The member's id.") var member: String
  @Argument(help: "The pay period.") var period: String
  @Argument(help: "The amount; one below zero goes with --amount=-150.00.") var plain: String?
  @Option(name: .customLong("amount"), help: "The amount.") var given: String?
  @Option(help: "Why; it stands on the statement.") var why: String
  @OptionGroup var author: AuthorOptions
  @OptionGroup var ledger: LedgerOptions

  func validate() throws {
    if (plain == nil) == (given == nil) { throw ValidationError("Give one amount.") }
    if why.isEmpty { throw ValidationError("--why must say something.") }
  }

  func run() throws {
    let ledger = try ledger.open()
    let plan = try ledger.plan(at: .distantFuture)
    let period = try plan.payPeriod(self.period, of: member, on: plan.zone.day(of: SystemClock.now))
    let amount: Money
    do { amount = try Money(plain ?? given ?? "", plan.currency) } catch {
      throw Failure(problem: error.problem, remedy: error.remedy)
    }
    guard amount.minor != 0 else {
      throw Failure(problem: "an adjustment of zero changes nothing", remedy: "give an amount")
    }
    let number = try ledger.adjust(
      member, period: period.label, amount: Int64(amount.minor), author: author.name, reason: why,
      at: SystemClock.now)
    Console.print(
      "Adjustment \(number): \(Figures.change(amount)) \(plan.currency) for \(member) in "
        + "\(period.label).")
  }
}

/// `fulcrum pay hold`: holds back one deal's pay.
struct PayHoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Keep one deal's pay back; its credit counts all the same.",
    discussion: "Example:\n  fulcrum pay hold d-1041 --why \"contract not signed yet\"")
  @Argument(help: "The deal's id.") var deal: String
  @Option(help: "Why; it stands on the statement.") var why: String
  @Option(help: "The first day it is held (default: today).") var from: String?
  @OptionGroup var author: AuthorOptions
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let day = try ledger.day(from)
    try ledger.hold(deal, true, day: day, why: why, author: author.name, at: SystemClock.now)
    Console.print("Deal \(deal) is held from \(day) on. Release it: fulcrum pay release \(deal)")
  }
}

/// `fulcrum pay release`: pays a held deal.
struct PayRelease: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Release a held deal; what was kept back is paid.",
    discussion: "Example:\n  fulcrum pay release d-1041")
  @Argument(help: "The deal's id.") var deal: String
  @Option(help: "The day it is released (default: today).") var on: String?
  @Option(help: "Why; it goes into the audit trail.") var why = ""
  @OptionGroup var author: AuthorOptions
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let day = try ledger.day(on)
    try ledger.hold(deal, false, day: day, why: why, author: author.name, at: SystemClock.now)
    Console.print("Deal \(deal) is released on \(day).")
  }
}

/// `fulcrum pay holds`: lists current and past holds.
struct PayHolds: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holds", abstract: "Deals that are held, and those that were.",
    discussion: "Example:\n  fulcrum pay holds")
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let holds = try ledger.payHolds()
    guard !holds.isEmpty else { return Console.print("No deal was ever held.") }
    for hold in holds {
      let why = hold.why.isEmpty ? "" : ": \(hold.why)"
      Console.print("\(hold.day)  \(hold.deal)  \(hold.isHeld ? "held" : "released")\(why)")
    }
  }
}

extension FactLedger {
  /// Parses a day; without one, returns today in the plan's time zone.
  fileprivate func day(_ text: String?) throws -> CalendarDay {
    guard let text else { return try plan(at: .distantFuture).zone.day(of: SystemClock.now) }
    guard let day = CalendarDay(text) else {
      throw Failure(problem: "'\(text)' isn't a valid date", remedy: "write it like 2026-10-31")
    }
    return day
  }
}
