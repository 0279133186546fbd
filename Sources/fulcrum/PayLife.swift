import ArgumentParser
import Facts
import Ledger
import Pay
import Planning
import Surfaces

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
    let draft = try PayFreeze(ledger, period, author.name, early: early)
    let number = try refusing { () throws(LedgerProblem) in
      try ledger.keep(draft.draft, at: draft.now)
    }
    Console.print(
      "Snapshot \(number) of \(draft.label): \(draft.summary)\n"
        + "Members see it after: fulcrum pay lock \(draft.label)")
  }
}

/// A period's pay, ready to be frozen.
struct PayFreeze {
  let draft: PaySnapshot.Draft
  let label: String
  let now: Instant
  let summary: String

  init(_ ledger: FactLedger, _ period: String, _ author: String, early: Bool) throws {
    let now = try refusing { () throws(LedgerProblem) in try ledger.moment(SystemClock.now) }
    let plan = try ledger.plan(at: .distantFuture)
    let (_, found) = try plan.payPeriod(period)
    let view = View.live(plan, now: now)
    guard early || found.last < view.day else {
      throw Failure(
        problem: "\(found.label) is not over until the end of \(found.last)",
        remedy: "wait for that, see it with 'fulcrum pay calculate', or say --early")
    }
    // Excludes decisions made from now on, because `pay verify` will exclude them too.
    let state = try PayState(
      ledger, view, plan, without: found.label,
      decidedBefore: Instant(milliseconds: now.milliseconds + 1))
    try self.init(ledger, view, state, found.label, author, at: now)
  }

  /// Computes a period's pay from the facts, and from the state that was read before them.
  init(
    _ ledger: FactLedger, _ view: View, _ state: PayState, _ label: String, _ author: String,
    at now: Instant
  ) throws {
    let desk = try PayDesk(ledger, view, state)
    let (plan, mark) = (desk.plan, desk.mark)
    let people = try paying { () throws(PayProblem) in try desk.run.pay(period: label) }
    let total = people.reduce(Int128(0)) { $0 + $1.payout }
    guard let whole = Int64(exactly: total), let version = desk.version else {
      throw Failure(problem: PayProblem.tooLarge.problem, remedy: PayProblem.tooLarge.remedy)
    }
    guard !people.isEmpty else {
      throw Failure(
        problem: "nobody is paid for \(label)",
        remedy: "people are paid by the month, quarter or year as their pay plan's 'period' says")
    }
    draft = PaySnapshot.Draft(
      period: label, plan: version, mark: mark, day: view.day,
      happenedBefore: view.happenedBefore, decided: state.decided, author: author, total: whole,
      statements: people.map {
        ($0.member.text, desk.statement($0, mark: mark).json.compact)
      })
    self.label = label
    self.now = now
    summary =
      "\(Figures.plural(people.count, "statement")), "
      + "\(Figures.amount(Money(minor: whole, plan.currency))) \(plan.currency) in all, "
      + "plan version \(version), facts up to number \(mark)."
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
    let snapshot = try refusing { () throws(LedgerProblem) in
      try ledger.move(period, to: .locked, author: author.name, at: SystemClock.now)
    }
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
    let snapshot = try refusing { () throws(LedgerProblem) in
      try ledger.move(period, to: .paid, author: author.name, at: SystemClock.now)
    }
    Console.print("\(period) is paid (snapshot \(snapshot.number)).")
  }
}

/// `fulcrum pay unlock`: reopens a locked period with a new snapshot beside the old one.
struct PayUnlock: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Open a locked period again: a new snapshot beside the old.",
    discussion: """
      The locked snapshot stays as it is. The new one is worked out by the plan in force and all facts
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
    let draft = try PayFreeze(ledger, period, author.name, early: true)
    let number = try refusing { () throws(LedgerProblem) in
      try ledger.unlock(draft.draft, why: why, at: draft.now)
    }
    Console.print("\(draft.label) is open again. Snapshot \(number): \(draft.summary)")
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
    let snapshots = try refusing { () throws(LedgerProblem) in try ledger.paySnapshots() }
    guard !snapshots.isEmpty else {
      return Console.print("No period was processed yet: fulcrum pay process PERIOD")
    }
    for snapshot in snapshots {
      let total = Figures.amount(Money(minor: snapshot.total, plan.currency))
      Console.print(
        "\(snapshot.number)  \(snapshot.period)  \(snapshot.state.rawValue)  \(total)  "
          + "plan \(snapshot.plan), facts to \(snapshot.mark), \(snapshot.taken) "
          + "by \(snapshot.author)")
    }
  }
}

/// `fulcrum pay verify`: recomputes every snapshot from the facts and decisions known when it was
/// made.
struct PayVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Work snapshots out again and compare, byte for byte.",
    discussion: """
      Each statement is worked out again from the plan's version and the facts that were known when
      the snapshot was made. Exits with 1 where one comes out otherwise.

      Example:
        fulcrum pay verify
      """)
  @Option(help: "One pay period only.") var period: String?
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let snapshots = try refusing { () throws(LedgerProblem) in try ledger.paySnapshots() }
      .filter { period == nil || $0.period == period }
    guard !snapshots.isEmpty else {
      throw Failure(
        problem: "nothing was processed\(period.map { " for \($0)" } ?? "")",
        remedy: "see 'fulcrum pay runs'")
    }
    var ill = false
    for snapshot in snapshots {
      let frozen = try refusing { () throws(LedgerProblem) in
        try ledger.payStatements(snapshot.number)
      }
      let desk = try PayDesk(ledger, recomputing: snapshot)
      let people = try paying { () throws(PayProblem) in
        try desk.run.pay(period: snapshot.period)
      }
      let again = people.map { desk.statement($0, mark: snapshot.mark).json.compact }
      let same = frozen == again
      ill = ill || !same
      Console.print(
        "\(same ? "ok     " : "BROKEN ") snapshot \(snapshot.number) of \(snapshot.period): "
          + "\(Figures.plural(frozen.count, "statement")) worked out again")
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
    let steps = try refusing { () throws(LedgerProblem) in try ledger.paySteps() }
    guard !steps.isEmpty else { return Console.print("Nothing was done about pay yet.") }
    for step in steps {
      let snapshot = step.snapshot.map { " (snapshot \($0))" } ?? ""
      let detail = step.detail.isEmpty ? "" : ": \(step.detail)"
      Console.print("\(step.at)  \(step.author)  \(step.step) \(step.about)\(snapshot)\(detail)")
    }
  }
}
