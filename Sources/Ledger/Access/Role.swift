public import Facts

/// The role of a visitor, from most to fewest rights.
public enum Role: String, CaseIterable, Hashable, Sendable {
  /// Access to everything.
  case gm
  /// Access to their own lever's plays and notes, and the statements of those who report to them.
  case lead
  /// Access to their own statement and the leaderboards.
  case member
  /// Access to the Flash and the wall.
  case viewer
  /// Sending facts only: a write key.
  case source
}

/// A user or token with access, its role and its limits.
public struct Visitor: Hashable, Sendable {
  /// The user's or the token's name.
  public let name: String
  /// The role, which decides what the visitor may do.
  public let role: Role
  /// A lead's own lever; nil for other roles.
  public let lever: Lever?
  /// The visitor's id among the plan's people; nil if they aren't one of them.
  public let member: MemberID?
  /// The user's or token's number in the ledger; nil before it is stored.
  public let number: Int64?
  /// The limits of a write key; nil for other roles.
  public let scope: KeyScope?

  /// A visitor.
  public init(
    _ name: String, _ role: Role, lever: Lever? = nil, member: MemberID? = nil,
    number: Int64? = nil, scope: KeyScope? = nil
  ) {
    self.name = name
    self.role = role
    self.lever = lever
    self.member = member
    self.number = number
    self.scope = scope
  }
}
