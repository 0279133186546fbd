import Facts
import Ledger
import Planning
import Scoreboard
import Surfaces
import Tally

/// What each day publishes: worked out after the close of the day before, and sealed the first time that it
/// is shown.
struct Journal {
  let ledger: FactLedger
  let source: IndexedLedger
  /// The moment it is asked at, where no past day is asked for: what was declared since the last close shows.
  var now: Instant?

  /// The plays as they stand on a board, with what was published by then.
  func plays(_ board: DayScoreboard, only: PlayID? = nil) throws(LedgerProblem) -> PlaysAnswer {
    let seals = try ledger.seals(.terms) + ledger.seals(.look, through: board.day)
    var declaring = board.timelines
    if let now {
      let end = Instant(milliseconds: now.milliseconds + 1)
      declaring = try Timelines(source, receivedBefore: .distantFuture, happenedBefore: end)
    }
    let declared = try declaring.declaredPlays()
    var units: [String: [Int64: String]] = [:]
    for rule in declared.compactMap(\.declaration?.rule) where units[rule.attribute] == nil {
      units[rule.attribute] = try ledger.attribute(
        rule.attribute, receivedBefore: board.timelines.receivedBefore)
    }
    return board.plays(
      declared: declared, names: try declaring.names(), published: PublishedLooks(seals),
      units: units, only: only.map { [$0] })
  }

  /// Credit under a model, with what was caused beside it for plays that a lot divides.
  func credit(
    _ board: DayScoreboard, model: Attribution.Model?
  ) throws(LedgerProblem) -> CreditAnswer {
    var credit = board.credit(model: model, names: try board.timelines.names())
    for play in try plays(closing(board)).plays where play.grade == .randomised && play.looks > 0 {
      credit.judged[play.terms.play.text] = play
    }
    return credit
  }

  /// The forecast, scored by what was published.
  func forecast(_ board: DayScoreboard, scored: Bool) throws(LedgerProblem) -> ForecastAnswer {
    let seals = scored ? try ledger.seals(.forecast, through: board.day) : []
    return board.forecast(scored: scored, published: PublishedForecasts(seals))
  }

  /// The scoreboard of the last day that was over when a board was worked out, as it was known then.
  func closing(_ board: DayScoreboard) throws(LedgerProblem) -> DayScoreboard {
    guard !board.dayIsOver else { return board }
    let view = View.past(
      board.day.advanced(by: -1), board.plan, ledgerBegan: source.firstReceived, restated: false)
    return try Pipeline.workOut(source, view, board.plan)
  }

  /// How plays stood after the last close, as published where it was, and otherwise as worked out now. The
  /// first to ask on a day has it sealed, together with the forecast of the morning.
  func publish(_ board: DayScoreboard, at now: Instant) throws(LedgerProblem) -> PlaysSummary {
    let closed = board.dayIsOver ? board.day : board.day.advanced(by: -1)
    let morning = closed.advanced(by: 1)
    if try ledger.seals(.forecast, through: morning).contains(where: { $0.day == morning }) {
      return PlaysSummary(try ledger.seals(.look, through: closed))
    }
    let closing = try closing(board)
    let plays = try plays(closing)
    // What was over before the ledger began was never shown to anybody, and is not sealed.
    if !board.dayIsOver, !closing.restated {
      let missed = plays.missedDecisions(beside: try ledger.seals(.look, through: closed))
      _ = try ledger.seal(plays.seals + missed + [board.forecast().seal], at: now)
    }
    return plays.summary
  }
}
