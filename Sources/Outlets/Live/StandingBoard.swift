internal import Facts
internal import Ledger
internal import Planning
internal import Scoreboard
internal import Tally

/// The scoreboard of a day that is not over and its Flash, kept up to date as facts come in: what a fact
/// changes is its customer's part of the sums.
///
/// Under `markov` every path weighs every play anew, so that there the sums are taken from the start each
/// time.
struct StandingBoard: Sendable {
  /// The scoreboard as it stands. Pay that is owed is set from outside.
  private(set) var board: DayScoreboard
  private var sums: StandingSum<FlashSums>
  private let isSumKept: Bool
  private var dailyEarlier: DailyNumber?
  /// The last fact that was looked at for being late.
  private var lookedThrough: Int64

  /// The board of today, kept up from here on.
  init(_ board: DayScoreboard) {
    self.board = board
    isSumKept = board.plan.attribution.model != .markov
    sums = StandingSum(board.emptyFlash, over: board.timelines, board.rules)
    dailyEarlier = board.dailyEarlier
    lookedThrough = board.timelines.last
  }

  /// The number of the last fact taken in; 0 for none.
  var last: Int64 { board.timelines.last }

  /// The ledger and its index as they are read.
  var source: IndexedLedger { board.timelines.source }

  /// The Flash as it stands.
  var flash: Flash { board.flash(sums.sum, earlier: dailyEarlier) }

  /// Pay that each day added to what is owed, by the day's number.
  mutating func owe(_ payouts: [Int32: DailyNumber.Payouts]) { board.payouts = payouts }

  /// Takes in what the ledger has kept since, and what has happened by `end`.
  ///
  /// - Returns: Whether there was anything to take in.
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  mutating func refresh(until end: Instant) throws(LedgerProblem) -> Bool {
    guard isSumKept else { return try renew(until: end) }
    let isChanged = try sums.refresh(until: end)
    board.timelines = sums.timelines
    try look()
    return isChanged
  }

  /// Takes the sums from the start, if the ledger has kept anything or any of it has happened since.
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

  /// What came since may be the first of the period that came late.
  private mutating func look() throws(LedgerProblem) {
    guard board.earlier == nil, last > lookedThrough else { return }
    let began = board.plan.zone.start(of: board.period.first)
    board.earlier = try Timelines.known(at: began, to: source, lateAfter: lookedThrough)
    dailyEarlier = board.dailyEarlier
    lookedThrough = last
  }
}
