public import Facts
public import Scoreboard
internal import Tally

extension NumberAnswer: Answer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "number",
    [
      "actual": .amount, "target": .figure(.amount), "to_go": .figure(.amount),
      "days": .list(.object(["day": .day, "actual": .amount, "cumulative": .amount])),
      "restatements": .list(
        .object(["period": .text, "was": .amount, "now": .amount, "change": .amount])),
      "levers": .leverAmounts, "won_without_amount": .count,
    ], optional: ["payouts": .amount])

  /// Amounts are decimal strings; an unknown target is `null`, with a `why`.
  public var json: JSON {
    var answer = AnswerJSON("number", heading)
    answer.set("actual", actual)
    answer.set("target", target)
    answer.set("to_go", toGo)
    answer.set(
      "days",
      .array(
        days.map {
          .members([
            "day": .string($0.day.description), "actual": .string($0.actual.decimal),
            "cumulative": .string($0.cumulative.decimal),
          ])
        }))
    answer.set(
      "restatements",
      .array(
        restatements.map {
          .members([
            "period": .string($0.period), "was": .string($0.was.decimal),
            "now": .string($0.now.decimal), "change": .string($0.change.decimal),
          ])
        }))
    answer.set("levers", leverJSON)
    if let payouts { answer.set("payouts", payouts) }
    answer.set("won_without_amount", wonWithoutAmount)
    return answer.json
  }

  private var leverJSON: JSON {
    .members([
      "product": .money(levers.product, heading.currency),
      "sales": .money(levers.sales, heading.currency),
      "marketing": .money(levers.marketing, heading.currency),
      "unattributed": .string(unattributed.decimal),
    ])
  }

  /// The figures, then levers, then days, then notes.
  public var text: String {
    var text = "The Number of \(heading.period), as of \(heading.asOf), in \(heading.currency)\n\n"
    text += "actual  \(Figures.amount(actual))\n"
    text += "target  \(target.value.map(Figures.amount) ?? "none: \(target.why ?? "")")\n"
    if let toGo = toGo.value { text += "to go   \(Figures.amount(toGo))\n" }
    text += "\n" + leverText + dayTable + notes
    return text
  }

  private var leverText: String {
    var table = TextTable(["credited to", "amount"])
    for lever in Lever.allCases {
      table.add([lever.rawValue, Figures.amount(Money(minor: levers[lever], heading.currency))])
    }
    table.add(["unattributed", Figures.amount(unattributed)])
    return table.text + "Credit is not cause: it says who was there before the money.\n\n"
  }

  private var dayTable: String {
    var table = TextTable(["day", "actual", "so far"])
    for day in days {
      table.add([
        "\(day.day) \(day.day.weekday.rawValue.prefix(3))", Figures.amount(day.actual),
        Figures.amount(day.cumulative),
      ])
    }
    return table.text
  }

  private var notes: String {
    var text = ""
    if !restatements.isEmpty {
      var table = TextTable(["restated since the period began", "was", "is", "change"])
      for line in restatements {
        table.add([
          line.period, Figures.amount(line.was), Figures.amount(line.now),
          Figures.change(line.change),
        ])
      }
      text += "\n" + table.text
    }
    if wonWithoutAmount > 0 {
      text += "\n\(Figures.plural(wonWithoutAmount, "won deal")) with no amount, in all time: "
      text += "each counts nothing.\n"
    }
    if let payouts {
      text += "\nProfit is after \(Figures.amount(payouts)) of pay accrued in the period.\n"
    }
    return text
  }
}
