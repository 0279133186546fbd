import ArgumentParser
import Facts
import Ledger
import Scoreboard
import Surfaces
import Tally

/// `fulcrum flash`: prints the scoreboard's first page.
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
    let (board, view, journal) = try ScoreboardOf(ledger: ledger, day: day).open()
    var flash = board.flash()
    flash.plays = try refusing { () throws(LedgerProblem) in
      try journal.publish(board, at: SystemClock.now)
    }
    if json { return Console.print(flash.json.pretty) }
    Console.print(flash.text(colour: Console.hasColour))
    if let remark = view.remark { Console.print(remark) }
  }
}

/// Opens a ledger and computes its scoreboard for a day.
struct ScoreboardOf {
  let ledger: LedgerOptions
  let day: DayOptions

  /// Returns the scoreboard of the day. With `closed` and no day given, it is that of the last
  /// finished day.
  func open(closed: Bool = false) throws -> (DayScoreboard, View, Journal) {
    let ledger = try ledger.open()
    let now = SystemClock.now
    let current = try ledger.plan(at: .distantFuture)
    let indexed = try refusing { () throws(LedgerProblem) in try IndexedLedger(ledger) }
    var view = try day.view(current, indexed, now: now)
    if closed, !view.dayIsOver {
      view = .past(
        view.day.advanced(by: -1), current, ledgerBegan: indexed.firstReceived, restated: false)
    }
    // A past day is shown under the plan that was in force then.
    let plan = view.dayIsOver ? try ledger.plan(at: view.receivedBefore) : current
    let board = try refusing { () throws(LedgerProblem) in
      try Pipeline.workOut(indexed, view, plan)
    }
    let journal = Journal(ledger: ledger, source: indexed, now: day.asOf == nil ? now : nil)
    return (board, view, journal)
  }
}
