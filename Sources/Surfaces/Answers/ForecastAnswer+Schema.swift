public import Scoreboard

extension ForecastAnswer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "forecast",
    [
      "so_far": .amount, "total": .quantiles, "target": .figure(.amount),
      "p_hit": .figure(.number), "today": .figure(.day), "needed_today_for_80": .figure(.amount),
      "expected_today": .figure(.amount), "method": .words(of: Method.self),
      "history_periods": .count, "replayed_periods": .count, "scores": .figure(scored),
    ])

  private static let scored = JSONSchema.named(
    "ForecastScores", about: "How past forecasts did.",
    .object([
      "replayed": .flag, "periods": .count, "forecasts": .count, "brier": .figure(.number),
      "coverage_80": .number,
      "calibration": .list(.object(["said": .number, "came": .number, "n": .count])),
    ]))
}
