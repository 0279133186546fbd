import Facts

/// A play, and what it truly does.
struct SimulatedPlay: Sendable {
  let id: PlayID
  let name: String
  let lever: Lever
  let owner: MemberID
  let goal: PlayDeclaration.Goal
  /// The numbered days that it runs, both included; nil where it runs on.
  let from: Int
  let to: Int?
  /// The last day as first declared, where it was changed later.
  let firstTo: Int?
  /// Days in which it is judged.
  let window: Int
  /// The channel of its touches; nil for the channel that each customer came from.
  let channel: String?
  let selection: Selection
  /// What being treated multiplies the goal's rate by, less 1: 0.25 is 25 % more.
  let lift: Double
  /// Cost for a customer on its list, in minor units.
  let unitCost: Double

  /// How customers come to be on its list.
  enum Selection: Sendable {
    /// By chance, with this share held out.
    case randomised(holdout: Double)
    /// All of one region.
    case rule(region: Int)
    /// Those who are active anyway.
    case selfSelected
    /// Those who come by a channel: the play that never stops.
    case alwaysOn(Channel)

    /// What the truth calls it.
    var name: String {
      switch self {
      case .randomised: "randomised"
      case .rule: "rule"
      case .selfSelected: "self-selected"
      case .alwaysOn: "always-on"
      }
    }

    /// The share held out; nil where nobody is.
    var holdout: Double? {
      if case .randomised(let share) = self { share } else { nil }
    }
  }

  /// Whether it runs on a numbered day.
  func runs(on day: Int) -> Bool { from <= day && day <= to ?? .max }
}
