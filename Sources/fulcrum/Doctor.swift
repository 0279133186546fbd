import ArgumentParser
import Facts
import Ledger
import Operations
import Pay
import Planning
import Scoreboard
import Tally
import Terminal

/// `fulcrum doctor`: checks that the ledger is intact and that everything in it reconciles.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that the ledger is intact and that everything reconciles.",
    discussion: """
      Checks the file as SQLite sees it, compares the index with the facts, computes each law of reconciliation in two ways over every
      period, computes every answer with every option, and looks for facts that count nothing though they should. Exits with 1 if a check
      fails.

      --deep also computes every answer again from the facts as an export writes them, on a ledger in
      memory of its own.

      Examples:
        fulcrum doctor
        fulcrum doctor --deep
      """)

  @OptionGroup var ledger: LedgerOptions
  @Flag(help: "Also compute every answer again from the exported facts.") var deep = false

  func run() throws {
    let ledger = try ledger.open()
    var hasFailed = false
    func report(_ what: String, _ faults: [String], _ compared: String = "") {
      Console.print("\(faults.isEmpty ? "ok     " : "FAILED ") \(what)\(compared)")
      for fault in faults.prefix(10) { Console.print("         \(fault)") }
      if faults.count > 10 { Console.print("         … and \(faults.count - 10) more") }
      hasFailed = hasFailed || !faults.isEmpty
    }
    report("The file is intact.", try ledger.damage())
    let plan = try ledger.plan(at: .distantFuture)
    let view = View.live(plan, now: SystemClock.now)
    let indexed = try IndexedLedger(ledger)
    let differing = try indexed.differences()
    report(
      "The index matches the ledger in every fact.", differing,
      " (\(indexed.facts) compared)")
    let board = try Pipeline.workOut(indexed, view, plan)
    let damaged = try ledger.damagedFacts()
      .map { "fact number \($0)" }
    report("Every fact's body can be read.", damaged)
    for check in board.reconcile().checks {
      report(check.law, check.broken, " (\(check.compared) compared)")
    }
    let pay = try PayDesk(ledger, view, plan, withTime: true).run.totals
    for check in board.reconcile(payMoney: pay.money, payActivations: pay.activations) {
      report(check.law, check.broken, " (\(check.compared) compared)")
    }
    let everyAnswer = EveryAnswer(indexed, live: board)
    report(
      "Every answer can be computed.", everyAnswer.failing(at: SystemClock.now),
      " (\(EveryAnswer.requests.count) computed)")
    if deep {
      let again = Recomputation(indexed, at: SystemClock.now)
      report(
        "Every answer comes out the same from the exported facts.",
        try again.differing().map { "answer \($0)" },
        " (\(EveryAnswer.requests.count) compared)")
    }
    let unpriced = board.number().wonWithoutAmount
    if unpriced > 0 {
      let what =
        unpriced == 1
        ? "won deal carries no amount and counts" : "won deals carry no amount and count"
      Console.print("note    \(unpriced) \(what) nothing")
    }
    for remark in try ledger.remarks(plan) {
      Console.print("note    \(remark)")
    }
    guard !hasFailed else { throw Outcome(code: Exit.problem) }
    Console.print("All checks passed.")
  }
}
