public import Facts
public import Ledger
internal import Planning
public import Scoreboard
internal import Surfaces
internal import Tally

/// The plays and forecasts that each day publishes.
///
/// They are computed after the close of the day before, and sealed the first time that they are
/// shown.
public struct Journal: Sendable {
  private let source: IndexedLedger
  /// The current time, so that plays declared since the last close appear too; nil to leave them
  /// out.
  private let now: Instant?

  init(source: IndexedLedger, now: Instant?) {
    self.source = source
    self.now = now
  }

  private var ledger: FactLedger { source.ledger }

  /// Computes the plays on a board, with the looks published by then.
  public func plays(
    _ board: DayScoreboard, only: PlayID? = nil
  ) throws(LedgerProblem) -> PlaysAnswer {
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

  /// Computes credit under a model, beside the caused lift of plays that were assigned by lot.
  func credit(
    _ board: DayScoreboard, model: Attribution.Model?
  ) throws(LedgerProblem) -> CreditAnswer {
    var credit = board.credit(model: model, names: try board.timelines.names())
    for play in try plays(closing(board)).plays where play.grade == .randomised && play.looks > 0 {
      credit.judged[play.terms.play.text] = play
    }
    return credit
  }

  /// Computes the forecast; `scored` adds the scores of published forecasts.
  func forecast(_ board: DayScoreboard, scored: Bool) throws(LedgerProblem) -> ForecastAnswer {
    let seals = scored ? try ledger.seals(.forecast, through: board.day) : []
    return board.forecast(scored: scored, published: PublishedForecasts(seals))
  }

  /// The scoreboard of the last finished day before the board, as it was known then.
  func closing(_ board: DayScoreboard) throws(LedgerProblem) -> DayScoreboard {
    guard !board.dayIsOver else { return board }
    let view = View.past(
      board.day.advanced(by: -1), board.plan, ledgerBegan: source.firstReceived, restated: false)
    return try Pipeline.workOut(source, view, board.plan)
  }

  /// Summarizes how plays stood after the last close: as published, or else computed now.
  ///
  /// The first call on a day with a moment `now` seals the plays' looks and the morning's forecast.
  public func publish(
    _ board: DayScoreboard, at now: Instant?
  ) throws(LedgerProblem) -> PlaysSummary {
    let closed = board.dayIsOver ? board.day : board.day.advanced(by: -1)
    let morning = closed.advanced(by: 1)
    if try ledger.seals(.forecast, through: morning).contains(where: { $0.day == morning }) {
      return PlaysSummary(try ledger.seals(.look, through: closed))
    }
    let closing = try closing(board)
    let plays = try plays(closing)
    // Days that were over before the ledger began were never shown to anybody, and are not sealed.
    if let now, !board.dayIsOver, !closing.restated {
      let missed = plays.missedDecisions(beside: try ledger.seals(.look, through: closed))
      _ = try ledger.seal(plays.seals + missed + [board.forecast().seal], at: now)
    }
    return plays.summary
  }
}

extension Journal {
  /// Returns the published looks of a play, the oldest first, through a day.
  public func looks(of play: PlayID, through day: CalendarDay) throws(LedgerProblem) -> [Seal] {
    try ledger.seals(.look, of: play.text, through: day)
  }
}
