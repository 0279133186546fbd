public import Facts
public import Scoreboard
internal import Planning
internal import Tally

extension CreditAnswer: Answer {
  /// Plays and `unattributed` add up to `revenue`; so do levers, and channels, with it.
  public var json: JSON {
    var answer = AnswerJSON("credit", heading)
    answer.set("model", .string(model.rawValue))
    answer.set("revenue", revenue)
    answer.set("plays", .array(plays.map { json(of: $0) }))
    answer.set("levers", leverJSON)
    answer.set("channels", .array(channels.map { json(of: $0, "channel") }))
    answer.set("members", .array(members.map { json(of: $0, "member") }))
    answer.set("unattributed", unattributed)
    answer.set("activations_unattributed", activationsUnattributed)
    answer.set("cost_without_play", costWithoutPlay)
    return answer.json
  }

  private func json(of play: Play) -> JSON {
    var object = AnswerJSON()
    object.set("play", .string(play.play))
    object.set("lever", .text(play.lever?.rawValue))
    if play.lever == nil { object.explain("lever", "it declares none") }
    object.set("money", play.money)
    object.set("activations", play.activations)
    object.set("cost", play.cost)
    object.set("roi", play.roi)
    if let judged = judged[play.play] {
      object.set("caused", judged.caused)
    } else {
      object.set("caused", .null)
      object.explain("caused", "it has no random holdout, or no daily check yet")
    }
    return object.json
  }

  private func json(of named: Named, _ what: String) -> JSON {
    var object = AnswerJSON()
    object.set(what, .text(named.name))
    if named.name == nil { object.explain(what, "these touches name none") }
    object.set("money", named.money)
    object.set("activations", named.activations)
    return object.json
  }

  private var leverJSON: JSON {
    .members([
      "product": .money(levers.product, heading.currency),
      "sales": .money(levers.sales, heading.currency),
      "marketing": .money(levers.marketing, heading.currency),
      "none": .string(withoutLever.decimal),
    ])
  }

  /// The plays with the most money, then levers, channels and members; the JSON has every play.
  public var text: String {
    """
    Credit for the revenue of \(heading.period) under '\(model.rawValue)', as of \
    \(heading.asOf), in \(heading.currency)

    \(playTable)
    \(leverTable)
    \(table("channel", channels))\(members.contains { $0.name != nil } ? "\n" : "")\
    \(members.contains { $0.name != nil } ? table("member", members) : "")
    Credit is not cause: it says who was there before the money. Caused lift is
    shown for plays with a random holdout; 'fulcrum play show' has its confidence
    interval.

    """
  }

  private static let shown = 20

  private var playTable: String {
    var table = TextTable([
      "play", "lever", "money", "activations", "cost", "return", "caused lift",
    ])
    for play in plays.prefix(Self.shown) {
      table.add([
        play.play, play.lever?.rawValue ?? "", Figures.amount(play.money),
        Figures.count(play.activations), Figures.amount(play.cost),
        play.roi.value.map(Figures.percent) ?? "",
        judged[play.play].map { $0.lift.value.map(PlaysAnswer.Play.signed) ?? "unknown" } ?? "",
      ])
    }
    let others = plays.dropFirst(Self.shown)
    if !others.isEmpty {
      let count = others.reduce(0) { $0 + $1.activations }
      table.add([
        "\(Figures.plural(others.count, "other play")), in --json", "",
        amount(others.reduce(0) { $0 + $1.money.minor }), Figures.count(count),
        amount(others.reduce(0) { $0 + $1.cost.minor }),
      ])
    }
    table.add([
      "unattributed", "", Figures.amount(unattributed), Figures.count(activationsUnattributed),
      Figures.amount(costWithoutPlay),
    ])
    table.add(["= revenue", "", Figures.amount(revenue)])
    return table.text
  }

  private var leverTable: String {
    var table = TextTable(["lever", "money"])
    for lever in Lever.allCases { table.add([lever.rawValue, amount(levers[lever])]) }
    if withoutLever.minor != 0 { table.add(["no lever", Figures.amount(withoutLever)]) }
    table.add(["unattributed", Figures.amount(unattributed)])
    return table.text
  }

  private func table(_ what: String, _ rows: [Named]) -> String {
    var table = TextTable([what, "money", "activations"])
    for row in rows {
      table.add([
        row.name ?? "not named", Figures.amount(row.money), Figures.count(row.activations),
      ])
    }
    return table.text
  }

  private func amount(_ minor: Int128) -> String {
    Figures.amount(Money(minor: minor, heading.currency))
  }
}
