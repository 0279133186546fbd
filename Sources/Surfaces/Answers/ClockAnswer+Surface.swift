public import Facts
public import Scoreboard

extension ClockAnswer: Answer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "clock",
    [
      "starts": .day, "ends": .day, "business_days": .count, "elapsed": .count, "left": .count,
      "day_number": .count, "share_elapsed": .figure(.number), "needed_per_day": .figure(.amount),
      "run_rate": .figure(.amount), "projected": .figure(.amount), "pace": .figure(.number),
      "share_expected": .figure(.number), "curve_periods": .count, "resets_in": .count,
    ])

  /// Unknown figures are `null`, with a `why`.
  public var json: JSON {
    var answer = AnswerJSON("clock", heading)
    answer.set("starts", .string(starts.description))
    answer.set("ends", .string(ends.description))
    answer.set("business_days", businessDays)
    answer.set("elapsed", elapsed)
    answer.set("left", left)
    answer.set("day_number", dayNumber)
    answer.set("share_elapsed", shareElapsed)
    answer.set("needed_per_day", neededPerDay)
    answer.set("run_rate", runRate)
    answer.set("projected", projected)
    answer.set("pace", pace)
    answer.set("share_expected", shareExpected)
    answer.set("curve_periods", curvePeriods)
    answer.set("resets_in", resetsIn)
    return answer.json
  }

  /// A row per figure, then the basis of the expected share, then the reasons for unknown figures,
  /// each once.
  public var text: String {
    var table = TextTable(["The clock of \(heading.period)", "as of \(heading.asOf)"])
    table.add(["starts", starts.description])
    table.add(["ends", ends.description])
    table.add(["business days", "\(businessDays)"])
    table.add(["elapsed", "\(elapsed)"])
    table.add(["left", "\(left)"])
    table.add(["needed a business day", neededPerDay.value.map(Figures.amount) ?? "unknown"])
    table.add(["run rate a day", runRate.value.map(Figures.amount) ?? "unknown"])
    table.add(["at an even run rate", projected.value.map(Figures.amount) ?? "unknown"])
    table.add(["expected by now", shareExpected.value.map(Figures.percent) ?? "unknown"])
    table.add(["pace", pace.value.map(Figures.percent) ?? "unknown"])
    table.add(["resets in", Figures.plural(resetsIn, "day")])
    let curve =
      curvePeriods > 0
      ? "Expected by now is the path to the target, as \(curvePeriods) past periods came in."
      : "Expected by now is a straight line: fewer than three whole past periods."
    let whys = Set([neededPerDay.why, runRate.why, pace.why, shareExpected.why].compactMap(\.self))
    let unknown = whys.sorted().map { "Unknown: \($0).\n" }.joined()
    return table.text + "\n" + curve + "\n" + unknown
  }
}
