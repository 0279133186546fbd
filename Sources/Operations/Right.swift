public import Ledger

/// What somebody may see or do.
public enum Right: Hashable, Sendable {
  /// The Flash, the wall, and the answers on them.
  case flash
  /// Leaderboards and one's own pay statement.
  case people
  /// Plays, notes, scorecards and the answers behind them.
  case lever
  /// Plan, data, users, tokens and the audit trail.
  case all
  /// Sending facts.
  case send

  /// Returns true if a role has this right.
  public func isOf(_ role: Role) -> Bool {
    switch (self, role) {
    case (_, .gm): true
    case (.send, .source): true
    case (_, .source), (.send, _): false
    case (.flash, _): true
    case (.people, .member), (.people, .lead), (.lever, .lead): true
    case (.people, .viewer), (.lever, .member), (.lever, .viewer), (.all, _): false
    }
  }
}
