extension FactKind {
  /// The fields with a meaning for the kind, those of every kind first. Others are kept as props.
  public var fields: [FactField] { FactKind.fields[number - 1] }

  /// The field of that name; nil if it has no meaning for the kind.
  public func field(_ name: String) -> FactField? { fields.first { $0.name == name } }

  /// The fact's purpose, as a phrase for senders.
  public var about: String {
    switch self {
    case .play: "a play is declared, or changed"
    case .touch: "a play reached a customer"
    case .holdout: "a customer is assigned to one arm of a play"
    case .money: "a customer paid, or was refunded"
    case .time: "a customer spent time"
    case .deal: "a deal changed"
    case .cost: "something was spent; `play` or `lever` must be there"
    case .score: "a customer said how satisfied they are"
    case .work: "product work changed its state"
    case .customer: "attributes of a customer"
    case .note: "an entry of the Chronicle"
    case .retract: "an earlier fact is taken back"
    }
  }

  private static let fields = allCases.map { kind in
    common.filter { field in !kind.own.contains { $0.name == field.name } } + kind.own
  }

  /// The fields that facts of every kind may have.
  private static let common: [FactField] = [
    .needed("id", .id, "the sender's id of the fact, the same when it is sent again"),
    .needed("kind", FactField.word(of: FactKind.self), "what happened"),
    .needed("at", .instant, "when it happened"),
    .optional("received", .instant, "when it was first received, in exports"),
    .optional("customer", .id, "the customer"),
    .optional("play", .id, "the play it belongs to"),
    .optional("lever", FactField.word(of: Lever.self), "the lever it is booked to"),
    .optional("member", .id, "who did it"),
    .optional("source", .text, "where it comes from"),
  ]

  private var own: [FactField] {
    switch self {
    case .play: Fields.play
    case .touch:
      [
        Fields.customer, .needed("play", .id, "the play"),
        .optional("channel", .text, "how it reached them, like `email`"),
      ]
    case .holdout:
      [
        Fields.customer, .needed("play", .id, "the play"),
        .optional("arm", FactField.word(of: HoldoutBody.Arm.self), "the arm, `kept` if left out"),
        .optional("wave", .number, "the wave of the draw, from 1"),
      ]
    case .money: Fields.money
    case .time: [Fields.customer, .needed("seconds", .number, "the time spent, in seconds")]
    case .deal: Fields.deal
    case .cost: [.needed("amount", .number, "what was spent"), Fields.currency]
    case .score:
      [
        Fields.customer,
        .needed("scale", FactField.word(of: ScoreBody.Scale.self), "the scale of the score"),
        .needed("score", .number, "a whole number on the scale"),
      ]
    case .work: Fields.work
    case .customer:
      [
        Fields.customer,
        .optional("attributes", .entries, "what is known of them, like `{\"region\": \"north\"}`"),
      ]
    case .note: Fields.note
    case .retract:
      [
        .needed("fact", .id, "the id of the fact that is taken back"),
        .optional("why", .text, "the reason"),
      ]
    }
  }
}

/// The fields of the kinds with many, and those that several kinds have.
private enum Fields {
  static let customer = FactField.needed("customer", .id, "the customer")
  static let currency = FactField.needed("currency", .text, "the amount's ISO 4217 currency")
  private static let splits = FactField.optional(
    "splits", .shares, "members' shares of the credit, like `{\"ana\": 0.6, \"ben\": 0.4}`")
  private static let quotaSplits = FactField.optional(
    "quota_splits", .shares, "members' shares of the quota, where they differ from `splits`")

  static let play: [FactField] = [
    .needed("play", .id, "the play"),
    .needed("lever", FactField.word(of: Lever.self), "whose play it is"),
    .optional("owner", .id, "the member who answers for it"),
    .optional("name", .text, "the name that people read"),
    .needed("from", .day, "the first day on which it may reach anybody"),
    .optional("to", .day, "the last day, included"),
    .optional(
      "goal", FactField.word(of: PlayDeclaration.Goal.self), "the outcome it should improve"),
    .optional("window", .duration, "the days after exposure in which outcomes count"),
    .optional("worthwhile", .share, "the smallest lift worth having"),
    .optional("hypothesis", .text, "why it should work"),
    .optional("budget", .number, "in the business's currency"),
    .optional("holdout", .share, "the share of its list that is held out"),
    .optional(
      "rule",
      .object([
        .needed("attribute", .text, "the attribute of customers"),
        .needed("is", .texts, "the values of the customers it reaches"),
      ]), "assignment by an attribute of customers"),
  ]

  static let money: [FactField] = [
    .needed("amount", .number, "what was paid; negative for a refund"), currency,
    .optional("deal", .id, "the deal it is paid under"),
    .optional("of", .id, "the payment that a refund takes back"),
    .optional(
      "recurring",
      .object([
        .needed("from", .day, "the first day paid for"),
        .needed("to", .day, "the day after the last one paid for"),
      ]), "the days that a recurring payment pays for"),
    splits, quotaSplits,
    .optional("product", .text, "the product, as SPIFs name it"),
    .optional("tax", .number, "the part of the amount that is tax"),
  ]

  static let deal: [FactField] = [
    .needed("deal", .id, "the deal's id, the same in all its changes"),
    .needed("stage", .text, "`open`, `won`, `lost`, or a stage of the plan"),
    .optional("amount", .number, "the deal's whole value"),
    .optional("currency", .text, "the amount's ISO 4217 currency; needed with it"),
    .optional("closes", .day, "when a decision is expected"), splits, quotaSplits,
  ]

  static let work: [FactField] = [
    .needed("work", .text, "the item's id, the same in all its changes"),
    .needed("type", FactField.word(of: WorkBody.Kind.self), "what the work is for"),
    .needed("state", FactField.word(of: WorkBody.State.self), "the state after this change"),
    .optional("effort", .number, "the effort in days"),
    .optional(
      "link",
      .object([
        .needed("metric", .text, "the metric's name in answers"),
        .optional("expect", .text, "the expected change"),
      ]), "the metric that the work should move"),
  ]

  static let note: [FactField] = [
    .needed("text", .text, "the note, in Markdown"),
    .optional(
      "expect",
      .object([
        .needed("answer", .text, "what is predicted"),
        .optional("by", .day, "when it is due"),
      ]), "a prediction"),
    .optional("day", .day, "the day it is about"),
  ]
}
