public import Facts
public import Scoreboard

/// One play: its terms, its verdict, and its published daily checks.
public struct PlayPage: Answer {
  let play: PlaysAnswer.Play
  let looks: [Seal]
  let heading: Heading

  /// Creates the page; `looks` are the sealed looks in order of days.
  public init(play: PlaysAnswer.Play, looks: [Seal], heading: Heading) {
    self.play = play
    self.looks = looks
    self.heading = heading
  }

  /// The form of ``json``. A look stays as the version that sealed it wrote it.
  public static let schema = JSONSchema.answer(
    "play", ["play": PlaysAnswer.Play.schema, "published": .list(.map(.any))])

  /// The play as in the answer `plays`, with its `published` looks.
  public var json: JSON {
    var answer = AnswerJSON("play", heading)
    answer.set("play", play.json)
    answer.set("published", .array(looks.map(\.body)))
    return answer.json
  }

  /// A page of at most 80 columns.
  public var text: String {
    let terms = play.terms
    var table = TextTable([terms.name, "as of the close of \(heading.asOf)"])
    table.add(["play", terms.play.text])
    table.add(["lever", terms.lever?.rawValue ?? "not declared"])
    if let owner = terms.owner { table.add(["owner", owner.text]) }
    table.add([
      "runs", "\(terms.from?.description ?? "?") to \(terms.to?.description ?? "no end date")",
    ])
    table.add([
      "metric", "\(terms.goal.rawValue) within \(Figures.plural(terms.window, "day"))",
    ])
    table.add(["smallest worthwhile lift", Figures.percent(terms.worthwhile)])
    table.add(["holdout share", play.holdoutShare])
    table.add(["grade", grade])
    table.add(["daily checks", "\(play.looks) of \(play.looksPlanned)"])
    table.add(["last check after", lastCheck])
    table.add(["reached", side(play.treated)])
    if let control = play.control { table.add(["held out", side(control)]) }
    table.add(["lift", play.lift.value.map(PlaysAnswer.Play.signed) ?? "unknown"])
    table.add(["95% CI", LiftScale.range(play.interval)])
    table.add(["extra revenue (estimate)", play.worth.value.map(Figures.change) ?? "unknown"])
    table.add(["cost to \(heading.asOf)", Figures.amount(play.cost)])
    let why = terms.hypothesis.map { "\nWhy it should work: \($0)\n" } ?? ""
    return table.text + why + "\n\(play.word)\n"
      + Wrapping.lines(play.sentence + cause, indent: "", width: 80) + ignored + published
  }

  private var cause: String { play.hiddenCause.map { " \($0)" } ?? "" }

  /// The deadline; before the launch the one of a launch on the first day.
  private var lastCheck: String {
    if let deadline = play.deadline { return deadline.description }
    return play.terms.from.map {
      "\($0.advanced(by: play.looksPlanned - 1 + play.terms.window)), as planned"
    } ?? "not known yet"
  }

  private var grade: String {
    switch play.grade {
    case .randomised: "A: randomised"
    case .ruleBased: "B: assigned by a rule"
    case .observational: "C: no holdout"
    }
  }

  private func side(_ side: PlaysAnswer.Side) -> String {
    "\(Figures.count(side.customers)); \(Figures.count(side.activated)) activated, "
      + "\(Figures.count(side.paid)) paid \(Figures.amount(side.money))"
  }

  private var ignored: String {
    guard !play.terms.ignored.isEmpty else { return "" }
    return "\n"
      + Wrapping.lines(
        "Declared after the launch, and not counted: "
          + play.terms.ignored.joined(separator: ", ") + ". It takes a new play.", indent: "",
        width: 80)
  }

  private var published: String {
    guard !looks.isEmpty else { return "\nNo daily check has been published yet.\n" }
    var table = TextTable(["published", "verdict", "lift", "95% CI"])
    for look in looks.suffix(30) {
      table.add([
        look.day.description, word(look.body["verdict"]), share(look.body["lift"]),
        bounds(look.body["interval"]),
      ])
    }
    return "\n" + table.text
  }

  private func word(_ json: JSON?) -> String {
    if case .string(let word) = json { return Verdict.shown(word) }
    return ""
  }

  private func share(_ json: JSON?) -> String {
    number(json).map(PlaysAnswer.Play.signed) ?? "unknown"
  }

  private func bounds(_ json: JSON?) -> String {
    guard case .array(let ends) = json, ends.count == 2 else { return "" }
    return LiftScale.range(number(ends[0]), number(ends[1]))
  }

  private func number(_ json: JSON?) -> Double? {
    guard case .number(let text) = json else { return nil }
    return Double(text)
  }
}

extension PlaysAnswer {
  /// A table with a row per play.
  public var list: String {
    var table = TextTable(["play", "lever", "from", "grade", "daily checks", "verdict"])
    for play in plays {
      table.add([
        play.terms.play.text, play.terms.lever?.rawValue ?? "",
        (play.terms.from ?? play.launch)?.description ?? "", play.grade.rawValue,
        "\(play.looks)/\(play.looksPlanned)", play.word.lowercased(),
      ])
    }
    return plays.isEmpty ? text : table.text + "\n" + footing
  }
}
