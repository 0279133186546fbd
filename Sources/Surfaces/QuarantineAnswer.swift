public import Facts
public import Intake
public import Ledger
public import Scoreboard

/// The rows that wait to be mended.
public struct QuarantineAnswer: Answer {
  /// Rows wait whatever the heading's period.
  public let heading: Heading
  /// A page of them, the first refused first.
  public let rows: [QuarantinedRow]
  /// How many wait in all.
  public let count: Int
  /// Where the next page begins; nil where this is the last.
  public let next: Int?

  /// Rows of a page where nothing else is said.
  public static let usualRows = 100
  /// Rows of a page at most.
  public static let mostRows = 10_000

  /// A page of the rows that wait in a ledger.
  public init(
    _ ledger: FactLedger, _ page: (after: Int, limit: Int), _ heading: Heading
  ) throws(LedgerProblem) {
    let found = try ledger.quarantine(after: page.after, limit: page.limit + 1)
    self.init(
      heading: heading, rows: Array(found.prefix(page.limit)), count: try ledger.quarantineCount(),
      hasMore: found.count > page.limit)
  }

  /// Nothing waits.
  public init(empty heading: Heading) { self.init(heading: heading, rows: [], count: 0) }

  /// A page of rows, of so many in all.
  init(heading: Heading, rows: [QuarantinedRow], count: Int, hasMore: Bool = false) {
    self.heading = heading
    self.rows = rows
    self.count = count
    next = hasMore ? rows.last?.number : nil
  }

  /// `count` is the number of all that wait; `next` is what the next page's `after` is.
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
            "mend": .string(rejection.mend), "row": .string(rejection.row),
          ])
        }))
    answer.set("count", count)
    if let next { answer.set("next", next) }
    return answer.json
  }

  /// A few lines a row: where, why, and how to mend it.
  public var text: String {
    guard count > 0 else { return "Nothing is in quarantine.\n" }
    return Figures.plural(count, "row") + " in quarantine\n\n"
      + rows.map { RejectionText.text($0.rejection) }.joined(separator: "\n")
      + (next.map { "\nMore follow: --after \($0)\n" } ?? "")
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
