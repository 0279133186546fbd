public import Facts

/// A frozen payout, with its plan, its facts, its time and its author.
public struct PaySnapshot: Hashable, Sendable {
  /// The snapshot's number, from 1.
  public let number: Int64
  /// The label of the pay period.
  public let period: String
  /// The version of the plan that it was computed with.
  public let plan: Int
  /// The number of the last fact that was included.
  public let lastFact: Int64
  /// The day as of which it was computed.
  public let day: CalendarDay
  /// The end of the included time: facts that happened at or after it don't count.
  public let happenedBefore: Instant
  /// The time at which it was made.
  public let taken: Instant
  /// The person who made it.
  public let author: String
  /// The total pay, in minor units of the plan's currency.
  public let total: Int64
  /// The state of the payout.
  public let state: State

  /// The states of a payout: computed and frozen, shown to members, reopened, or paid.
  public enum State: String, Sendable { case processed, locked, unlocked, paid }

  /// True if members see it and later periods true it up.
  public var isLocked: Bool { state == .locked || state == .paid }

  /// A snapshot before it is stored, which gives it its number and state.
  public struct Draft: Sendable {
    let period: String
    let plan: Int
    let lastFact: Int64
    let day: CalendarDay
    let happenedBefore: Instant
    let decided: Int64
    let author: String
    let total: Int64
    let statements: [(member: String, body: String)]

    /// A draft with statements in the plan's order. `decided` is the number of the last decision
    /// about pay when it was computed.
    public init(
      period: String, plan: Int, lastFact: Int64, day: CalendarDay, happenedBefore: Instant,
      decided: Int64, author: String, total: Int64, statements: [(member: String, body: String)]
    ) {
      self.period = period
      self.plan = plan
      self.lastFact = lastFact
      self.day = day
      self.happenedBefore = happenedBefore
      self.decided = decided
      self.author = author
      self.total = total
      self.statements = statements
    }
  }
}
