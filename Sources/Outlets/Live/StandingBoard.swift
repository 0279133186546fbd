internal import Facts
internal import Ledger
internal import Planning
internal import Scoreboard
internal import Tally

/// The scoreboard and Flash of an unfinished day, updated incrementally as facts arrive.
///
/// A fact changes only its customer's part of the sums. The model `markov` is the exception: there
/// every path changes the weight of every play, so that the sums are recomputed each time.
struct StandingBoard: Sendable {
  /// The current scoreboard. Pay owed is set from outside.
  private(set) var board: DayScoreboard
  private var sums: StandingSum<FlashSums>
  private let isSumKept: Bool
  private var dailyEarlier: DailyNumber?
  /// The number of the last fact that was checked for being late.
  private var lookedThrough: Int64

  /// Starts from the board of today.
  init(_ board: DayScoreboard) {
    self.board = board
    isSumKept = board.plan.attribution.model != .markov
    sums = StandingSum(board.emptyFlash, over: board.timelines, board.rules)
    dailyEarlier = board.dailyEarlier
    lookedThrough = board.timelines.last
  }

  /// The number of the last fact taken in; 0 if none.
  var last: Int64 { board.timelines.last }

  /// The ledger with its index.
  var source: IndexedLedger { board.timelines.source }

  /// The current Flash.
  var flash: Flash { board.flash(sums.sum, earlier: dailyEarlier) }

  /// Sets the pay that each day added to what is owed, by day number.
  mutating func setPayouts(_ payouts: [Int32: DailyNumber.Payouts]) { board.payouts = payouts }

  /// Takes in new facts of the ledger, and facts that have happened by `end`.
  ///
  /// - Returns: True if anything was taken in.
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  mutating func refresh(until end: Instant) throws(LedgerProblem) -> Bool {
    guard isSumKept else { return try renew(until: end) }
    let isChanged = try sums.refresh(until: end)
    board.timelines = sums.timelines
    try look()
    return isChanged
  }

  /// Recomputes the sums if there are new facts, or if a waiting one has happened by `end`.
  private mutating func renew(until end: Instant) throws(LedgerProblem) -> Bool {
    let known = last
    let source = try source.caughtUp()
    guard source.last > known || board.timelines.isWaiting(until: end) else { return false }
    board.timelines = try Timelines(
      source, receivedBefore: .distantFuture, happenedBefore: end)
    sums = StandingSum(board.emptyFlash, over: board.timelines, board.rules)
    try look()
    return true
  }

  /// Computes the period's earlier view if its first late fact is among the new ones.
  private mutating func look() throws(LedgerProblem) {
    guard board.earlier == nil, last > lookedThrough else { return }
    let began = board.plan.zone.start(of: board.period.first)
    board.earlier = try Timelines.known(at: began, to: source, lateAfter: lookedThrough)
    dailyEarlier = board.dailyEarlier
    lookedThrough = last
  }
}
