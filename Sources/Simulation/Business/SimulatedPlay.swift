import Facts

/// A play with its true effect.
struct SimulatedPlay: Sendable {
  let id: PlayID
  let name: String
  let lever: Lever
  let owner: MemberID
  let goal: PlayDeclaration.Goal
  /// The first and last day number on which it runs, both included; no end if `to` is nil.
  let from: Int
  let to: Int?
  /// The last day as first declared; nil if it was never changed.
  let firstTo: Int?
  /// The length of its outcome window in days.
  let window: Int
  /// The channel of its touches; nil for the channel that each customer came from.
  let channel: String?
  let selection: Selection
  /// The true lift: treatment multiplies the goal's rate by 1 + lift; 0.25 is 25 % more.
  let lift: Double
  /// The cost per customer on its list, in minor units.
  let unitCost: Double

  /// The way in which customers get on its list.
  enum Selection: Sendable {
    /// At random, with this share held out.
    case randomised(holdout: Double)
    /// All customers of one region.
    case rule(region: Int)
    /// Customers who choose themselves because they are active anyway.
    case selfSelected
    /// Customers who come by a channel; the play never stops.
    case alwaysOn(Channel)

    /// The name used in the truth file.
    var name: String {
      switch self {
      case .randomised: "randomised"
      case .rule: "rule"
      case .selfSelected: "self-selected"
      case .alwaysOn: "always-on"
      }
    }

    /// The share held out; nil unless randomised.
    var holdout: Double? {
      if case .randomised(let share) = self { share } else { nil }
    }
  }

  /// True if it runs on a day number.
  func runs(on day: Int) -> Bool { from <= day && day <= to ?? .max }
}
