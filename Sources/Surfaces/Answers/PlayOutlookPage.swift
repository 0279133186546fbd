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
    object.set("hopeless", .bool(isUnderpowered))
    return object.json
  }

  /// A row for each true lift, then a conclusion.
  public var text: String {
    var table = TextTable([
      "if the true lift is", "worked", "below \(Figures.percent(worthwhile))", "50% by day",
      "80% by day",
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

  /// True if a worthwhile lift would be detected less than half the time.
  private var isUnderpowered: Bool {
    rows.first { $0.lift >= worthwhile }.map { $0.outlook.chanceOfEffect < 0.5 } ?? true
  }

  private var verdict: String {
    let counted = "Days count customers coming in; each customer's window comes on top."
    guard isUnderpowered else { return counted }
    return
      "Underpowered: a lift of \(Figures.percent(worthwhile)) would be detected less than half the "
      + "time in \(Figures.plural(days, "day")). Reach more customers, hold out more of them (half "
      + "is fastest), or set a larger smallest worthwhile lift. " + counted
  }
}
