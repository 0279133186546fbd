internal import Facts
internal import Planning
internal import Scoreboard
internal import Statistics
internal import Surfaces

extension PlayLaunch {
  /// The terms as sealed, with the lot's key and the division of the list.
  func sealed(_ plan: Plan) -> JSON {
    guard case .object(var members) = terms(plan).json else { return .null }
    switch division {
    case .everybody: members.append(.init("division", "everybody"))
    case .holdout: members.append(.init("division", "holdout"))
    case .waves(let count, let every):
      members.append(.init("division", "waves"))
      members.append(.init("waves", .integer(count)))
      members.append(.init("every", .integer(every)))
    }
    members.append(.init("key", .string(hash.hex)))
    return .object(members)
  }
}

extension PlayLaunch.Division {
  init?(sealed: JSON) {
    switch sealed["division"] {
    case "everybody": self = .everybody
    case "waves":
      guard case .number(let waves) = sealed["waves"], case .number(let every) = sealed["every"],
        let count = Int(waves), let days = Int(every)
      else { return nil }
      self = .waves(count, every: days)
    case "holdout":
      guard case .number(let text) = sealed["holdout"], let share = Double(text) else { return nil }
      self = .holdout(share)
    default: return nil
    }
  }
}

extension KeyedHash {
  init?(sealed: JSON) {
    guard case .string(let hex) = sealed["key"] else { return nil }
    self.init(hex: hex)
  }
}
