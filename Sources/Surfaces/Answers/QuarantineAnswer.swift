public import Facts
public import Intake
public import Ledger
public import Scoreboard

/// The rows that wait in quarantine.
public struct QuarantineAnswer: Answer {
  /// The heading; its period does not limit the rows.
  public let heading: Heading
  /// One page of rows, the first refused first.
  public let rows: [QuarantinedRow]
  /// The number of all waiting rows.
  public let count: Int
  /// The `after` of the next page; nil if this is the last.
  public let next: Int?

  /// Rows of a page by default.
  public static let usualRows = 100
  /// The most rows of a page.
  public static let mostRows = 10_000

  /// Reads a page of a ledger's waiting rows.
  public init(
    _ ledger: FactLedger, _ page: (after: Int, limit: Int), _ heading: Heading
  ) throws(LedgerProblem) {
    let found = try ledger.quarantine(after: page.after, limit: page.limit + 1)
    self.init(
      heading: heading, rows: Array(found.prefix(page.limit)), count: try ledger.quarantineCount(),
      hasMore: found.count > page.limit)
  }

  /// Creates an answer without rows.
  public init(empty heading: Heading) { self.init(heading: heading, rows: [], count: 0) }

  /// Creates a page of `count` rows in all.
  init(heading: Heading, rows: [QuarantinedRow], count: Int, hasMore: Bool = false) {
    self.heading = heading
    self.rows = rows
    self.count = count
    next = hasMore ? rows.last?.number : nil
  }

  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "quarantine",
    [
      "rows": .list(
        .object([
          "number": .count, "source": .text, "file": .text, "line": .count, "column": .text,
          "why": .text, "mend": .text, "row": .text,
        ])),
      "count": .count,
    ], optional: ["next": .count])

  /// `count` is the number of all waiting rows; `next` is the `after` of the next page.
  public var json: JSON {
    var answer = AnswerJSON("quarantine", heading)
    answer.set(
      "rows",
      .array(
        rows.map { row in
          let rejection = row.rejection
          return .members([
            "number": .integer(row.number), "source": .string(rejection.source),
            "file": .string(rejection.file), "line": .integer(rejection.line),
            "column": .string(rejection.column), "why": .string(rejection.why),
            "mend": .string(rejection.remedy), "row": .string(rejection.row),
          ])
        }))
    answer.set("count", count)
    if let next { answer.set("next", next) }
    return answer.json
  }

  /// A few lines per row: place, reason and remedy.
  public var text: String {
    guard count > 0 else { return "Nothing is in quarantine.\n" }
    return Figures.plural(count, "row") + " in quarantine\n\n"
      + rows.map { RejectionText.text($0.rejection) }.joined(separator: "\n")
      + (next.map { "\nMore follow: --after \($0)\n" } ?? "")
  }
}

/// Formats a refused row.
public enum RejectionText {
  /// Two or three lines: place, reason and remedy.
  public static func text(_ rejection: Rejection) -> String {
    let column = rejection.column.isEmpty ? "" : ", \(rejection.column)"
    return "\(rejection.file), line \(rejection.line)\(column): \(rejection.why)\n"
      + "  \(rejection.remedy)\n"
  }
}
