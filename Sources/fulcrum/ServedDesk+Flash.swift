import ArgumentParser
import Facts
import HTTPTypes
import Ledger
import Outlets
import Scoreboard
import Tally

extension ServedDesk {
  /// Computes the Flash of a day, as `fulcrum flash --as-of DAY` shows it.
  func flash(_ question: Question, _ asked: AskedOf) throws -> Flash {
    let words = question.options.map { "--\($0.name)" + ($0.value.isEmpty ? "" : "=\($0.value)") }
    let command: FlashCommand
    do { command = try FlashCommand.parse(words) } catch {
      throw Refusal(
        .badRequest, FlashCommand.message(for: error), "write the day like 2026-10-31")
    }
    let current = try asked.file.plan(at: .distantFuture)
    let view = try command.day.view(current, asked.ledger, now: asked.now)
    var board = asked.live
    if view.dayIsOver {
      let plan = try asked.file.plan(at: view.receivedBefore)
      board = try refusing { () throws(LedgerProblem) in
        try Pipeline.workOut(asked.ledger, view, plan)
      }
    }
    var flash = board.flash()
    flash.plays = try refusing { () throws(LedgerProblem) in
      try Journal(ledger: asked.file, source: asked.ledger).publish(board, at: asked.now)
    }
    return flash
  }
}
