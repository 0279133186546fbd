import ArgumentParser
import Facts
import Ledger
import Operations
import Planning
import Surfaces
import Terminal

/// `fulcrum pay process`: freezes a period's pay.
struct PayProcess: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process", abstract: "Freeze a period's pay: plan, facts and every number.",
    discussion: """
      The snapshot holds the plan's version, the last fact known and every statement. Members see it
      once it is locked.

      Example:
        fulcrum pay process 2026-10
      """)
  @Argument(help: "The pay period: 2026-10, 2026-Q4 or 2026.") var period: String
  @Flag(help: "Freeze it though it is not over yet.") var early = false
  @OptionGroup var author: AuthorOptions
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let freeze = try PayFreeze(
      ledger, period, by: author.name, early: early, at: SystemClock.now)
    let number = try freeze.keep(ledger)
    Console.print(
      "Snapshot \(number) of \(freeze.label): \(freeze.summary)\n"
        + "Members see it after: fulcrum pay lock \(freeze.label)")
  }
}

/// `fulcrum pay lock`: makes a period's pay visible to members.
struct PayLock: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Lock a processed period, so that members see it.",
    discussion: "Example:\n  fulcrum pay lock 2026-10")
  @Argument(help: "The pay period.") var period: String
  @OptionGroup var author: AuthorOptions
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let snapshot = try ledger.move(period, to: .locked, author: author.name, at: SystemClock.now)
    Console.print("\(period) is locked (snapshot \(snapshot.number)).")
  }
}

/// `fulcrum pay paid`: records that the money has gone out.
struct PayPaid: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paid", abstract: "Mark a locked period as paid.",
    discussion: "Example:\n  fulcrum pay paid 2026-10")
  @Argument(help: "The pay period.") var period: String
  @OptionGroup var author: AuthorOptions
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let snapshot = try ledger.move(period, to: .paid, author: author.name, at: SystemClock.now)
    Console.print("\(period) is paid (snapshot \(snapshot.number)).")
  }
}

/// `fulcrum pay unlock`: reopens a locked period with a new snapshot beside the old one.
struct PayUnlock: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Open a locked period again: a new snapshot beside the old.",
    discussion: """
      The locked snapshot stays as it is. The new one is computed by the active plan and all facts
      known now.

      Example:
        fulcrum pay unlock 2026-10 --why "the October import was cut short"
      """)
  @Argument(help: "The pay period.") var period: String
  @Option(help: "Why; it goes into the audit trail.") var why: String
  @OptionGroup var author: AuthorOptions
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let freeze = try PayFreeze(
      ledger, period, by: author.name, early: true, at: SystemClock.now)
    let number = try freeze.reopen(ledger, why: why)
    Console.print("\(freeze.label) is open again. Snapshot \(number): \(freeze.summary)")
  }
}

/// `fulcrum pay runs`: lists every snapshot and its state.
struct PayRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Every snapshot and where it stands.",
    discussion: "Example:\n  fulcrum pay runs")
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let plan = try ledger.plan(at: .distantFuture)
    let snapshots = try ledger.paySnapshots()
    guard !snapshots.isEmpty else {
      return Console.print("No period was processed yet: fulcrum pay process PERIOD")
    }
    for snapshot in snapshots {
      let total = Figures.amount(Money(minor: snapshot.total, plan.currency))
      Console.print(
        "\(snapshot.number)  \(snapshot.period)  \(snapshot.state.rawValue)  \(total)  "
          + "plan \(snapshot.plan), facts to \(snapshot.lastFact), \(snapshot.taken) "
          + "by \(snapshot.author)")
    }
  }
}

/// `fulcrum pay verify`: recomputes every snapshot from the facts and decisions known when it was
/// made.
struct PayVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Compute snapshots again and compare them.",
    discussion: """
      Each statement is computed again from the plan's version and the facts that were known when
      the snapshot was made. Exits with 1 where one comes out otherwise. Sentences may be worded
      otherwise by another version of the program, and are said to be so.

      Example:
        fulcrum pay verify
      """)
  @Option(help: "One pay period only.") var period: String?
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    var ill = false
    for check in try PayVerification(period).run(ledger) {
      ill = ill || !check.isSame
      Console.print(
        "\(check.isSame ? "ok     " : "FAILED ") snapshot \(check.snapshot.number) of "
          + "\(check.snapshot.period): \(Figures.plural(check.statements, "statement")) computed again"
          + (check.isSame && !check.isWordedAlike ? "; sentences are worded differently now" : ""))
    }
    guard !ill else { throw Outcome(code: Exit.problem) }
  }
}

/// `fulcrum pay trail`: lists every decision about pay, with author and time.
struct PayTrail: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trail", abstract: "The audit trail: who did what about pay, and when.",
    discussion: "Example:\n  fulcrum pay trail")
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let steps = try ledger.paySteps()
    guard !steps.isEmpty else { return Console.print("Nothing was done about pay yet.") }
    for step in steps {
      let snapshot = step.snapshot.map { " (snapshot \($0))" } ?? ""
      let detail = step.detail.isEmpty ? "" : ": \(step.detail)"
      Console.print("\(step.at)  \(step.author)  \(step.step) \(step.about)\(snapshot)\(detail)")
    }
  }
}
