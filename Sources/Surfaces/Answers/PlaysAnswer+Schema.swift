internal import Facts
public import Scoreboard

extension PlaysAnswer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "plays",
    ["plays": .list(Play.schema), "judged": .count, "expected_false_worked": .number])
}

extension PlaysAnswer.Play {
  static let schema = JSONSchema.named(
    "PlayVerdict", about: "One play's verdict and its evidence.",
    .object([
      "play": .text, "name": .text, "lever": .figure(.words(of: Lever.self)),
      "verdict": Verdict.wordSchema, "reason": .nullable(Verdict.reasonSchema),
      "decided_on": .nullable(.day), "grade": .words(of: EvidenceGrade.self),
      "measure": .words(of: PlayDeclaration.Goal.self), "treated": PlaysAnswer.Side.schema,
      "holdout": .figure(PlaysAnswer.Side.schema), "lift": .figure(.number),
      "interval": .interval, "worth": .figure(.amount), "cost": .amount, "looks": .count,
      "looks_planned": .count, "launch": .nullable(.day), "deadline": .nullable(.day),
      "ready_by": .nullable(.day), "customers_needed": .figure(.count),
      "power": .nullable(.number), "hidden_factor": .nullable(.number),
      "terms": PlayTerms.schema, "otherwise_now": .nullable(Verdict.wordSchema), "sentence": .text,
    ]))

  /// The form of ``caused``.
  static let causedSchema = JSONSchema.named(
    "CausedLift", about: "What a play caused, as its random holdout shows it.",
    .object([
      "verdict": Verdict.wordSchema, "lift": .figure(.number), "interval": .interval,
      "worth": .figure(.amount),
    ]))
}

extension PlaysAnswer.Side {
  static let schema = JSONSchema.named(
    "PlaySide", about: "The customers that a play reached, or those held out.",
    .object(["customers": .count, "activated": .count, "paid": .count, "money": .amount]))
}

extension PlayTerms {
  static let schema = JSONSchema.named(
    "PlayTerms", about: "The terms fixed at the play's launch.",
    .object(
      [
        "goal": .words(of: PlayDeclaration.Goal.self), "from": .nullable(.day),
        "to": .nullable(.day), "planned_to": .nullable(.day), "window": .count,
        "worthwhile": .number, "alpha": .number, "holdout": .nullable(.number),
        "ignored": .list(.text),
      ], optional: ["rule": .object(["attribute": .text, "is": .list(.text)])]))
}

extension Verdict {
  static let wordSchema = JSONSchema.words(allCases.map(\.word).inOrder)
  static let reasonSchema = JSONSchema.words(allCases.compactMap(\.reason).inOrder)
}

extension [String] {
  /// Each text once, where it comes first.
  fileprivate var inOrder: [String] {
    reduce(into: []) { texts, text in if !texts.contains(text) { texts.append(text) } }
  }
}
