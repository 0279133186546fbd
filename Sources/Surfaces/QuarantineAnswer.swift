public import Facts
public import Intake
public import Scoreboard

/// The rows that wait to be mended.
public struct QuarantineAnswer: Answer {
  /// Rows wait whatever the heading's period.
  public let heading: Heading
  /// The first refused first.
  public let rows: [Rejection]

  /// The rows in quarantine.
  public init(heading: Heading, rows: [Rejection]) {
    self.heading = heading
    self.rows = rows
  }

  /// `count` is the number of `rows`.
  public var json: JSON {
    var answer = AnswerJSON("quarantine", heading)
    answer.set(
      "rows",
      .array(
        rows.map {
          .members([
            "source": .string($0.source), "file": .string($0.file), "line": .integer($0.line),
            "column": .string($0.column), "why": .string($0.why), "mend": .string($0.mend),
            "row": .string($0.row),
          ])
        }))
    answer.set("count", rows.count)
    return answer.json
  }

  /// A few lines a row: where, why, and how to mend it.
  public var text: String {
    guard !rows.isEmpty else { return "Nothing is in quarantine.\n" }
    return Figures.plural(rows.count, "row") + " in quarantine\n\n"
      + rows.map { RejectionText.text($0) }.joined(separator: "\n")
  }
}

/// A refused row in words.
public enum RejectionText {
  /// Two or three lines: where, why, and how to mend it.
  public static func text(_ rejection: Rejection) -> String {
    let column = rejection.column.isEmpty ? "" : ", \(rejection.column)"
    return "\(rejection.file), line \(rejection.line)\(column): \(rejection.why)\n"
      + "  \(rejection.mend)\n"
  }
}
