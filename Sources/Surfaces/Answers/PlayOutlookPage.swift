public import Facts
internal import Scoreboard
public import Statistics

/// The outlook of a play for one true lift.
public struct PlayOutlook: Sendable {
  let lift: Double
  let outlook: LaunchOutlook

  /// Creates an outlook for a true lift.
  public init(lift: Double, outlook: LaunchOutlook) {
    self.lift = lift
    self.outlook = outlook
  }
}

/// The outlook of a play before its start, for several true lifts.
public struct PlayOutlookPage: Answer {
  let rows: [PlayOutlook]
  let worthwhile: Double
  let days: Int

  /// Creates the page; `rows` begin with no lift.
  public init(rows: [PlayOutlook], worthwhile: Double, days: Int) {
    self.rows = rows
    self.worthwhile = worthwhile
    self.days = days
  }

  /// The form of ``json``.
  public static let schema = JSONSchema.named(
    "PlayOutlook", about: "What would be said of a play before its start, for several true lifts.",
    .object([
      "worthwhile": .number, "days": .count,
      "outlook": .list(
        .object([
          "true_lift": .number, "worked": .number, "futile": .number,
          "median_days": .nullable(.count), "days_for_80": .nullable(.count),
        ])),
      "hopeless": .flag,
    ]))

  /// The rows as JSON.
  public var json: JSON {
    var object = AnswerJSON()
    object.set("worthwhile", .double(worthwhile))
    object.set("days", days)
    object.set(
      "outlook",
      .array(
        rows.map { row in
          .members([
            "true_lift": .double(row.lift), "worked": .double(row.outlook.chanceOfEffect),
            "futile": .double(row.outlook.chanceOfTooSmall),
            "median_days": row.outlook.medianLook.map { .integer($0) } ?? .null,
            "days_for_80": row.outlook.likelyLook.map { .integer($0) } ?? .null,
          ])
        }))
    object.set("hopeless", .bool(isHopeless))
    return object.json
  }

  /// A row for each true lift, then a conclusion.
  public var text: String {
    var table = TextTable([
      "if the true lift is", "worked", "below \(Figures.percent(worthwhile))", "half by day",
      "4 in 5 by day",
    ])
    for row in rows {
      table.add([
        PlaysAnswer.Play.signed(row.lift), Figures.percent(row.outlook.chanceOfEffect),
        Figures.percent(row.outlook.chanceOfTooSmall),
        row.outlook.medianLook.map { "\($0)" } ?? "never",
        row.outlook.likelyLook.map { "\($0)" } ?? "never",
      ])
    }
    return table.text + "\n" + Wrapping.lines(verdict, indent: "", width: 80)
  }

  /// True if a worthwhile lift would more likely than not remain undetected.
  private var isHopeless: Bool {
    rows.first { $0.lift >= worthwhile }.map { $0.outlook.chanceOfEffect < 0.5 } ?? true
  }

  private var verdict: String {
    let counted = "Days are those of customers coming in; each needs its window to pass besides."
    guard isHopeless else { return counted }
    return
      "Warning: a lift of \(Figures.percent(worthwhile)) would more likely than not go unseen in "
      + "\(Figures.plural(days, "day")). Reach more customers, keep back more of them (half is quickest), "
      + "or say a larger lift is the least worth having. " + counted
  }
}
