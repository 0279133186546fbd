public import Facts
public import Scoreboard
internal import Tally

extension RetentionAnswer: Answer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "retention",
    [
      "by": .words(of: Retention.Clock.Unit.self), "rolling": .flag,
      "cohorts": .list(
        .object([
          "cohort": .text, "size": .count, "on": .list(.nullable(.number)),
          "on_or_after": .list(.nullable(.number)), "money_by": .list(.nullable(.amount)),
        ])),
      "mean": .object([
        "on": .list(.nullable(.number)), "on_or_after": .list(.nullable(.number)),
      ]),
    ])

  /// Shares range from 0 to 1; cells that are not ripe are `null`.
  public var json: JSON {
    var answer = AnswerJSON("retention", heading)
    answer.set("by", .string(clock.unit.rawValue))
    answer.set("rolling", .bool(clock.rolling))
    answer.set(
      "cohorts",
      .array(
        cohorts.map { cohort in
          .members([
            "cohort": .string(cohort.cohort), "size": .integer(cohort.size),
            "on": .doubles(cohort.on), "on_or_after": .doubles(cohort.onOrAfter),
            "money_by": .array(cohort.moneyBy.map { .text($0?.decimal) }),
          ])
        }))
    answer.set(
      "mean",
      .members(["on": .doubles(meanOn), "on_or_after": .doubles(meanOnOrAfter)]))
    return answer.json
  }

  /// Shares only, for at most nine units; the JSON has the rest.
  public var text: String {
    let shown = min(cohorts.map(\.on.count).max() ?? 0, 9)
    let unit = clock.unit.rawValue
    var table = TextTable(["cohort", "size"] + (0..<shown).map { "+\($0)" })
    for cohort in cohorts where cohort.size > 0 {
      table.add([cohort.cohort, Figures.count(cohort.size)] + cells(cohort.on, shown))
    }
    table.add(["mean", ""] + cells(meanOn, shown))
    let how = clock.rolling ? "counted from each activation" : "by the calendar"
    var text = "Of those activated in a \(unit), the share who spent in the k-th \(unit) after\n"
    text += "\(how), as of \(heading.asOf); cells not over yet are empty\n\n" + table.text
    if let width = cohorts.map(\.on.count).max(), width > shown {
      text += "\n\(width - shown) more columns, 'on or after' and money are in --json.\n"
    }
    return text
  }

  private func cells(_ shares: [Double?], _ count: Int) -> [String] {
    shares.prefix(count).map { $0.map(Figures.percent) ?? "" }
  }
}
