internal import Facts
internal import Planning
public import Scoreboard
internal import Statistics

extension Flash {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "flash",
    [
      "business": .text, "measure": .words(measures), "day_is_over": .flag,
      "number": NumberAnswer.schema, "clock": ClockAnswer.schema, "today": .amount,
      "yesterday": .amount, "levers_today": .leverAmounts, "activations_today": .count,
      "activations_yesterday": .count, "activations_in_period": .count,
      "activations_before": .count, "active": .count, "lapsed": .count, "reactivated": .count,
      "outlook": outlookSchema, "plays": .figure(playsSchema),
    ])

  private static let measures = NumberGoal.Measure.allCases.flatMap { measure in
    NumberGoal.Basis.allCases.map { "\(measure.rawValue) by \($0.rawValue)" }
  }

  private static let outlookSchema = JSONSchema.named(
    "Outlook", about: "The period's forecast and momentum.",
    .object([
      "total": .quantiles, "p_hit": .figure(.number), "needed_today_for_80": .figure(.amount),
      "momentum": .figure(.number), "state": .figure(Momentum.State.schema),
    ]))

  private static let playsSchema = JSONSchema.named(
    "PlaysSummary", about: "How plays stood after the last close.",
    .object([
      "worked": .count, "did_not_work": .count, "inconclusive": .count, "too_early": .count,
      "withheld": .count,
      "judged": .count, "expected_false_worked": .number, "decided_last_week": .list(decided),
    ]))

  private static let decided = JSONSchema.object([
    "play": .text, "name": .text, "verdict": Verdict.wordSchema,
    "reason": .nullable(Verdict.reasonSchema),
    "grade": .words(of: EvidenceGrade.self), "decided_on": .day, "sentence": .text,
  ])
}
