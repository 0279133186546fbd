public import Facts

/// A payout as it was frozen: by which plan, from which facts, when and by whom.
public struct PaySnapshot: Hashable, Sendable {
  /// Counted from 1.
  public let number: Int64
  /// The label of the pay period.
  public let period: String
  /// The version of the plan.
  public let plan: Int
  /// The number of the last fact that was known.
  public let mark: Int64
  /// The day it was looked from.
  public let day: CalendarDay
  /// Facts from this moment on did not count.
  public let happenedBefore: Instant
  /// When it was made.
  public let taken: Instant
  /// Who made it.
  public let author: String
  /// Minor units of the plan's currency.
  public let total: Int64
  /// Where it stands.
  public let state: State

  /// Where a payout stands: worked out and frozen, shown to members, opened again, or paid.
  public enum State: String, Sendable { case processed, locked, unlocked, paid }

  /// Whether members see it and later periods true it up.
  public var isLocked: Bool { state == .locked || state == .paid }

  /// A snapshot to be kept; its number and state come with that.
  public struct Draft: Sendable {
    let period: String
    let plan: Int
    let mark: Int64
    let day: CalendarDay
    let happenedBefore: Instant
    let decided: Int64
    let author: String
    let total: Int64
    let statements: [(member: String, body: String)]

    /// A draft from its parts; statements in the plan's order. `decided` is the number of the last decision about
    /// pay that was there when it was worked out.
    public init(
      period: String, plan: Int, mark: Int64, day: CalendarDay, happenedBefore: Instant,
      decided: Int64, author: String, total: Int64, statements: [(member: String, body: String)]
    ) {
      self.period = period
      self.plan = plan
      self.mark = mark
      self.day = day
      self.happenedBefore = happenedBefore
      self.decided = decided
      self.author = author
      self.total = total
      self.statements = statements
    }
  }
}
