import ArgumentParser
import Facts
import Ledger
import Scoreboard
import Surfaces
import Tally

/// `fulcrum flash`: the scoreboard's first page in the terminal.
struct FlashCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flash", abstract: "The Number, the clock and what moved, on one page.",
    discussion: """
      Examples:
        fulcrum flash
        fulcrum flash --as-of 2026-10-31
        fulcrum flash --as-of 2026-10-31 --restated
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let (board, view) = try ScoreboardOf(ledger: ledger, day: day).open()
    let flash = board.flash()
    if json { return Console.print(flash.json.pretty) }
    Console.print(flash.text(colour: Console.hasColour))
    if let remark = view.remark { Console.print(remark) }
  }
}

/// Opens a ledger and works out its scoreboard for a day.
struct ScoreboardOf {
  let ledger: LedgerOptions
  let day: DayOptions

  func open() throws -> (DayScoreboard, View) {
    let ledger = try ledger.open()
    let now = SystemClock.now
    let current = try ledger.plan(at: .distantFuture)
    let indexed = try refusing { () throws(LedgerProblem) in try IndexedLedger(ledger) }
    let view = try day.view(current, indexed, now: now)
    // A day is shown under the plan that was in force then.
    let plan = view.dayIsOver ? try ledger.plan(at: view.receivedBefore) : current
    let board = try refusing { () throws(LedgerProblem) in
      try Pipeline.workOut(indexed, view, plan)
    }
    return (board, view)
  }
}
