public import Facts

/// What someone may do, from all to one thing only.
public enum Role: String, CaseIterable, Hashable, Sendable {
  /// Everything.
  case gm
  /// Their own lever's plays and notes, and the statements of those who report to them.
  case lead
  /// Their own statement, and the leaderboards.
  case member
  /// The Flash and the wall.
  case viewer
  /// Sending facts, and nothing else: a write key.
  case source
}

/// Someone or something that is let in: who it is, and how far it may go.
public struct Visitor: Hashable, Sendable {
  /// The user's or the token's name.
  public let name: String
  /// How far they may go.
  public let role: Role
  /// A lead's own lever; nil for others.
  public let lever: Lever?
  /// Who they are among the plan's people; nil for somebody who is none of them.
  public let member: MemberID?
  /// The user's or the token's number in the ledger; nil before it is kept.
  public let number: Int64?
  /// What a write key may send; nil for everyone else.
  public let scope: KeyScope?

  /// A visitor from parts.
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
