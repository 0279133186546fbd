internal import Ledger

/// What a route asks of whoever comes.
enum Right: Hashable, Sendable {
  /// The Flash, the wall, and the answers on them.
  case flash
  /// Leaderboards, and one's own statement.
  case people
  /// Plays, notes, scorecards and the answers behind them.
  case lever
  /// Plan, data, users, tokens, audit.
  case all
  /// Sending facts.
  case send

  /// Whether a role has it.
  func isOf(_ role: Role) -> Bool {
    switch (self, role) {
    case (_, .gm): true
    case (.send, .source): true
    case (_, .source), (.send, _): false
    case (.flash, _): true
    case (.people, .member), (.people, .lead), (.lever, .lead): true
    case (.people, .viewer), (.lever, .member), (.lever, .viewer), (.all, _): false
    }
  }

  /// What an answer asks.
  static func ofAnswer(_ name: String) -> Right {
    switch name {
    case "number", "clock", "momentum", "forecast", "flash": .flash
    case "people", "pay": .people
    case "quarantine": .all
    default: .lever
    }
  }
}
