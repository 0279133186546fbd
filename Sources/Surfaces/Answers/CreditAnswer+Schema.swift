internal import Facts
internal import Planning
public import Scoreboard

extension CreditAnswer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "credit",
    [
      "model": .words(of: Attribution.Model.self), "revenue": .amount, "plays": .list(play),
      "levers": .levers(rest: "none"), "channels": .list(named("channel")),
      "members": .list(named("member")), "unattributed": .amount,
      "activations_unattributed": .count, "cost_without_play": .amount,
    ])

  private static let play = JSONSchema.named(
    "PlayCredit", about: "The credit and the cost of one play.",
    .object([
      "play": .text, "lever": .figure(.words(of: Lever.self)), "money": .amount,
      "activations": .count, "cost": .amount, "roi": .figure(.number),
      "caused": .figure(PlaysAnswer.Play.causedSchema),
    ]))

  private static func named(_ what: String) -> JSONSchema {
    .record([
      .init(what, .figure(.text)), .init("money", .amount), .init("activations", .count),
    ])
  }
}
