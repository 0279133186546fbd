public import Facts
public import Scoreboard
internal import Tally

extension LifecycleAnswer: Answer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "lifecycle",
    [
      "periods": .list(
        .object([
          "period": .text, "complete": .flag, "new": .count, "retained": .count,
          "reactivated": .count, "lapsed": .count, "active_at_end": .count,
          "money_new": .amount, "money_retained": .amount, "money_reactivated": .amount,
          "money_other": .amount, "time_new": .count, "time_retained": .count,
          "time_reactivated": .count, "time_other": .count,
        ])),
      "today": .object([
        "new": .count, "active": .count, "lapsed": .count, "reactivated": .count,
        "ever_activated": .count,
      ]),
    ])

  /// Time is in seconds.
  public var json: JSON {
    var answer = AnswerJSON("lifecycle", heading)
    answer.set("periods", .array(periods.map { json(of: $0) }))
    answer.set(
      "today",
      .members([
        "new": .integer(today.new), "active": .integer(today.active),
        "lapsed": .integer(today.lapsed), "reactivated": .integer(today.reactivated),
        "ever_activated": .integer(today.everActivated),
      ]))
    return answer.json
  }

  private func json(of period: InPeriod) -> JSON {
    let counts = period.counts
    let currency = heading.currency
    return .members([
      "period": .string(period.period), "complete": .bool(period.complete),
      "new": .integer(counts.new), "retained": .integer(counts.retained),
      "reactivated": .integer(counts.reactivated), "lapsed": .integer(counts.lapsed),
      "active_at_end": .integer(counts.activeAtEnd),
      "money_new": .money(counts.money.new, currency),
      "money_retained": .money(counts.money.retained, currency),
      "money_reactivated": .money(counts.money.reactivated, currency),
      "money_other": .money(counts.money.other, currency),
      "time_new": .integer(counts.seconds.new), "time_retained": .integer(counts.seconds.retained),
      "time_reactivated": .integer(counts.seconds.reactivated),
      "time_other": .integer(counts.seconds.other),
    ])
  }

  /// A row per period, then the day's counts in a sentence; time is in hours.
  public var text: String {
    var table = TextTable([
      "period", "new", "retained", "reactivated", "lapsed", "active", "money", "hours",
    ])
    for period in periods {
      let counts = period.counts
      table.add([
        period.period + (period.complete ? "" : " so far"), Figures.count(counts.new),
        Figures.count(counts.retained), Figures.count(counts.reactivated),
        Figures.count(counts.lapsed),
        Figures.count(counts.activeAtEnd),
        Figures.whole(Money(minor: counts.money.sum, heading.currency)),
        Figures.count(counts.seconds.sum / 3600),
      ])
    }
    return """
      Customers by period, as of \(heading.asOf); money in \(heading.currency)

      \(table.text)
      On \(heading.asOf): \(Figures.count(today.new)) new, \(Figures.count(today.reactivated)) \
      back after \(Figures.plural(lapse, "day")) away, \(Figures.count(today.active)) active, \
      \(Figures.count(today.lapsed)) lapsed in all.

      """
  }
}
