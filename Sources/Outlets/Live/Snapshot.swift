public import Facts
public import Planning
public import Scoreboard
public import Tally

/// The state of the business at one moment, from which current pages and answers are made.
/// Immutable.
public struct Snapshot: Sendable {
  /// The number of the snapshot, counted from 1 since the server's start.
  public let number: Int
  /// The time at which it was made.
  public let made: Instant
  /// The scoreboard of today.
  public let board: DayScoreboard
  /// The scoreboard's first page.
  public let flash: Flash
  /// The facts.
  public var ledger: IndexedLedger { board.timelines.source }
  /// The plan in force.
  public var plan: Plan { board.plan }
  /// The number of the last fact in it.
  public var last: Int64 { ledger.last }
}
