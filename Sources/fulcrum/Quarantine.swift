import ArgumentParser
import Facts
import Intake
import Ledger
import Planning
import Surfaces

/// `fulcrum quarantine`: handles the rows that were refused.
struct Quarantine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine", abstract: "List, show, replay and drop the rows that were refused.",
    discussion: """
      Examples:
        fulcrum quarantine list
        fulcrum quarantine show 3
        fulcrum quarantine replay
        fulcrum quarantine replay 3 --row '{"id": "m3", …}'
        fulcrum quarantine drop 3
      """,
    subcommands: [List.self, Show.self, Replay.self, Drop.self])

  /// Lists every waiting row in short.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rows that wait to be mended.",
      discussion: "Example:\n  fulcrum quarantine list")
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let count = try Quarantine.each(of: ledger) { row in
        Console.print("\(row.number)  \(RejectionText.text(row.rejection))")
      }
      Console.print(
        count == 0 ? "Nothing is in quarantine." : "\(Figures.plural(count, "row")) in quarantine.")
    }
  }

  /// Shows one row with its text.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a row with its text.", discussion: "Example:\n  fulcrum quarantine show 3")
    @Argument(help: "The row's number.") var number: Int
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let row = try Quarantine.one(number, try ledger.open())
      Console.print(
        """
        \(row.number)  from \(row.rejection.source), refused \(row.received)
        \(RejectionText.text(row.rejection))
        \(row.rejection.row)
        """)
    }
  }

  /// Replays rows after the plan, the source or the row itself was fixed.
  struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take rows in again, after mending the plan, the source or the row.",
      discussion: """
        Examples:
          fulcrum quarantine replay
          fulcrum quarantine replay 3 4
          fulcrum quarantine replay 3 --row '{"id": "m3", …}'
        """)
    @Argument(help: "The rows' numbers (default: all).") var numbers: [Int] = []
    @Option(help: "The row's text as it should have been; for one row.") var row: String?
    @OptionGroup var ledger: LedgerOptions

    func validate() throws {
      if row != nil, numbers.count != 1 {
        throw ValidationError("--row mends one row; name its number.")
      }
    }

    func run() throws {
      let ledger = try ledger.open()
      let replay = Replaying(ledger: ledger, plan: try ledger.plan(at: .distantFuture))
      var (count, left) = (0, 0)
      func again(_ rows: [QuarantinedRow]) throws {
        let now = SystemClock.now
        let outcomes = try replay.run(rows, row: row, by: Console.principal, at: now)
        for (entry, again) in zip(rows, outcomes) {
          for rejection in again {
            Console.error("\(entry.number)  \(RejectionText.text(rejection))")
          }
          left += again.isEmpty ? 0 : 1
        }
        count += rows.count
      }
      if numbers.isEmpty {
        try Quarantine.pages(of: ledger, again)
      } else {
        try again(try numbers.map { try Quarantine.one($0, ledger) })
      }
      Console.print(
        "\(count - left) of \(Figures.plural(count, "row")) replayed; \(left) wait on.")
      if left > 0 { throw Outcome(code: Exit.quarantined) }
    }
  }

  /// Drops rows that will not be fixed.
  struct Drop: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give rows up; they are kept, but wait no more.",
      discussion: "Examples:\n  fulcrum quarantine drop 3 4\n  fulcrum quarantine drop --all")
    @Argument(help: "The rows' numbers.") var numbers: [Int] = []
    @Flag(help: "Every waiting row.") var all = false
    @OptionGroup var ledger: LedgerOptions

    func validate() throws {
      guard all != !numbers.isEmpty else {
        throw ValidationError("Name the rows' numbers, or say --all.")
      }
    }

    func run() throws {
      let ledger = try ledger.open()
      let rows = try numbers.map { try Quarantine.one($0, ledger).number }
      let dropped = try refusing { () throws(LedgerProblem) in
        try ledger.changing(at: SystemClock.now) { change in
          let dropped = try all ? change.dropAll() : change.settle(rows, as: .dropped)
          try change.auditRows("dropped", all ? nil : rows, count: dropped, by: Console.principal)
          return dropped
        }
      }
      Console.print("\(Figures.plural(dropped, "row")) dropped.")
    }
  }

  /// Rows read at a time.
  private static let page = 500

  /// Passes the waiting rows to `take` page by page. A row that keeps waiting is not passed twice.
  fileprivate static func pages(
    of ledger: FactLedger, _ take: ([QuarantinedRow]) throws -> Void
  ) throws {
    var last = 0
    while true {
      let rows = try refusing { () throws(LedgerProblem) in
        try ledger.quarantine(after: last, limit: page)
      }
      guard let end = rows.last else { return }
      last = end.number
      try take(rows)
    }
  }

  /// Passes each waiting row to `take`, and returns their number.
  fileprivate static func each(
    of ledger: FactLedger, _ take: (QuarantinedRow) throws -> Void
  ) throws -> Int {
    var count = 0
    try pages(of: ledger) { rows in
      try rows.forEach(take)
      count += rows.count
    }
    return count
  }

  /// Returns one waiting row.
  fileprivate static func one(_ number: Int, _ ledger: FactLedger) throws -> QuarantinedRow {
    let row = try refusing { () throws(LedgerProblem) in try ledger.quarantined(number) }
    guard let row else {
      throw Failure(
        problem: "no row \(number) waits in quarantine", remedy: "see 'fulcrum quarantine list'")
    }
    return row
  }
}

/// Replays quarantined rows.
struct Replaying {
  let ledger: FactLedger
  let plan: Plan

  /// Replays rows in one transaction, each with the text `row` or (nil) unchanged.
  ///
  /// Rows whose facts are all stored are settled. Returns for each row the reasons why it must
  /// wait; empty if it is settled.
  func run(
    _ entries: [QuarantinedRow], row: String?, by principal: Principal, at now: Instant
  ) throws -> [[Rejection]] {
    let sources = SourceList(plan)
    let batches = try entries.map { entry in
      let definition = try sources.definition(entry.rejection.source)
      return try reading { () throws(IntakeProblem) in
        try IntakeReader.replay(
          entry.rejection.mended(row, definition), as: definition, IntakeTerms(plan, at: now))
      }
    }
    return try refusing { () throws(LedgerProblem) in
      var writer = LedgerWriter(ledger)
      return try ledger.changing(at: now) { change in
        var settled: [Int] = []
        let refused = try zip(entries, batches).map { entry, batch in
          let refused = try keep(batch, of: entry, &writer, in: change)
          if refused.isEmpty { settled.append(entry.number) }
          return refused
        }
        let count = try change.settle(settled, as: .replayed)
        if count > 0 {
          try change.auditRows("replayed", settled, count: count, by: principal)
        }
        return refused
      }
    }
  }

  private func keep(
    _ batch: IntakeBatch, of entry: QuarantinedRow, _ writer: inout LedgerWriter, in change: Change
  ) throws -> [Rejection] {
    guard batch.rejections.isEmpty else { return batch.rejections }
    guard !batch.facts.isEmpty else {
      let rejection = entry.rejection
      return [
        Rejection(
          source: rejection.source, file: rejection.file, line: rejection.line,
          column: rejection.column, why: "the row gives no fact",
          mend: "drop it if that is right, or mend it with --row", row: rejection.row)
      ]
    }
    let outcome = try Pipeline.keep(batch, &writer, in: change)
    return outcome.conflicts.map { batch.rejection($0) }
  }
}

extension Change {
  /// Writes the audit line for rows of quarantine; `numbers` is nil for all waiting rows.
  func auditRows(
    _ what: String, _ numbers: [Int]?, count: Int, by principal: Principal
  ) throws {
    let named = numbers.map { $0.prefix(20).map(String.init).joined(separator: ", ") }
    let about = named.map { $0 + (count > 20 ? ", …" : "") } ?? "all that waited"
    try audit("rows \(what)", about, Figures.plural(count, "row"), by: principal)
  }
}

extension Rejection {
  /// The row with a corrected text. A row of a table is kept with its header line, which `text` may
  /// omit.
  func mended(_ text: String?, _ definition: SourceDefinition?) -> Rejection {
    guard let text else { return self }
    var mended = text
    let head = row.prefix { $0 != "\n" }
    if let definition, definition.format == .csv || definition.format == .tsv,
      definition.header.isEmpty, head.count < row.count, !text.hasPrefix(head)
    {
      mended = head + "\n" + text
    }
    return Rejection(
      source: source, file: file, line: line, column: column, why: why, mend: mend, row: mended)
  }
}
