public import Facts

extension FactKind {
  /// The fields that facts of any kind may have.
  static let common = [
    "id", "at", "customer", "play", "lever", "member", "source", "received",
  ]

  /// The fields with a meaning for this kind; other fields are kept as props.
  public var fields: [String] { FactKind.common + own }

  /// The fields that a fact of this kind must have. A currency defaults to the business's, and a
  /// cost also needs a lever or a play.
  public var required: [String] {
    let own: [String] =
      switch self {
      case .play: ["play", "lever", "from"]
      case .touch, .holdout: ["customer", "play"]
      case .money, .cost: ["amount"]
      case .time: ["customer", "seconds"]
      case .deal: ["deal", "stage"]
      case .score: ["customer", "scale", "score"]
      case .work: ["work", "type", "state"]
      case .customer: ["customer"]
      case .note: ["text"]
      case .retract: ["fact"]
      }
    return ["id", "at"] + own
  }

  private var own: [String] {
    switch self {
    case .play:
      [
        "owner", "name", "from", "to", "goal", "window", "worthwhile", "hypothesis", "budget",
        "holdout", "rule",
      ]
    case .touch: ["channel"]
    case .holdout: ["arm", "wave"]
    case .money: ["amount", "currency", "deal", "of", "recurring", "splits", "product"]
    case .time: ["seconds"]
    case .deal: ["deal", "stage", "amount", "currency", "closes", "splits"]
    case .cost: ["amount", "currency"]
    case .score: ["scale", "score"]
    case .work: ["work", "type", "state", "effort", "link"]
    case .customer: ["attributes"]
    case .note: ["text", "expect", "day"]
    case .retract: ["fact", "why"]
    }
  }

  /// The values that a field of this kind accepts; nil if it accepts any text.
  func words(of field: String) -> [String]? {
    switch (self, field) {
    case (_, "lever"): Lever.allCases.map(\.rawValue)
    case (.holdout, "arm"): HoldoutBody.Arm.allCases.map(\.rawValue)
    case (.play, "goal"): PlayDeclaration.Goal.allCases.map(\.rawValue)
    case (.score, "scale"): ScoreBody.Scale.allCases.map(\.rawValue)
    case (.work, "type"): WorkBody.Kind.allCases.map(\.rawValue)
    case (.work, "state"): WorkBody.State.allCases.map(\.rawValue)
    default: nil
    }
  }

  /// True if a field is an object, such as splits or attributes.
  func isObject(_ field: String) -> Bool {
    own.contains(field)
      && ["recurring", "splits", "link", "attributes", "expect", "rule"].contains(field)
  }
}
