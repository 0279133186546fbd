public import Facts
public import Planning
public import Scoreboard
public import Tally

/// Everything as it stood at one moment: what pages and answers of now are made from. Immutable.
public struct Snapshot: Sendable {
  /// Counted up from 1 with every snapshot of a server.
  public let number: Int
  /// When it was made.
  public let made: Instant
  /// The scoreboard of today.
  public let board: DayScoreboard
  /// Its first page, worked out.
  public let flash: Flash
  /// The facts.
  public var ledger: IndexedLedger { board.timelines.source }
  /// The plan in force.
  public var plan: Plan { board.plan }
  /// The number of the last fact in it.
  public var last: Int64 { ledger.last }
}
