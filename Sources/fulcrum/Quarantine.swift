import ArgumentParser
import Facts
import Intake
import Ledger
import Planning
import Surfaces

/// `fulcrum quarantine`: the rows that were refused.
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

  /// Every waiting row in short.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rows that wait to be mended.",
      discussion: "Example:\n  fulcrum quarantine list")
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let rows = try Quarantine.waiting(try ledger.open())
      guard !rows.isEmpty else { return Console.print("Nothing is in quarantine.") }
      for row in rows { Console.print("\(row.number)  \(RejectionText.text(row.rejection))") }
      Console.print("\(rows.count == 1 ? "1 row" : "\(rows.count) rows") in quarantine.")
    }
  }

  /// One row whole.
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

  /// Rows once more, after the plan, the source or the row itself was mended.
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
      let rows =
        try numbers.isEmpty
        ? Quarantine.waiting(ledger) : numbers.map { try Quarantine.one($0, ledger) }
      let replay = Replaying(ledger: ledger, plan: try ledger.plan(at: .distantFuture))
      var left = 0
      for entry in rows {
        let again = try replay.run(entry, row: row)
        for rejection in again {
          Console.error("\(entry.number)  \(RejectionText.text(rejection))")
        }
        left += again.isEmpty ? 0 : 1
        if again.isEmpty { try Console.audit("row replayed", "\(entry.number)", ledger) }
      }
      Console.print(
        "\(rows.count - left) of \(Figures.plural(rows.count, "row")) replayed; \(left) wait on.")
      if left > 0 { throw Outcome(code: Exit.quarantined) }
    }
  }

  /// Rows that shall not be mended.
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
      let rows =
        try all ? Quarantine.waiting(ledger) : numbers.map { try Quarantine.one($0, ledger) }
      let dropped = try refusing { () throws(LedgerProblem) in
        try ledger.settle(rows.map(\.number), as: .dropped)
      }
      for row in rows { try Console.audit("row dropped", "\(row.number)", ledger) }
      Console.print("\(dropped == 1 ? "1 row" : "\(dropped) rows") dropped.")
    }
  }

  fileprivate static func waiting(_ ledger: FactLedger) throws -> [QuarantinedRow] {
    try refusing { () throws(LedgerProblem) in try ledger.quarantine() }
  }

  fileprivate static func one(_ number: Int, _ ledger: FactLedger) throws -> QuarantinedRow {
    let row = try refusing { () throws(LedgerProblem) in try ledger.quarantined(number) }
    guard let row else {
      throw Failure(
        problem: "no row \(number) waits in quarantine", remedy: "see 'fulcrum quarantine list'")
    }
    return row
  }
}

/// Takes a quarantined row in again.
struct Replaying {
  let ledger: FactLedger
  let plan: Plan

  /// Keeps what the row gives, as mended or (nil) as it is, and settles it if all of it can be kept;
  /// else gives why it must wait on.
  func run(_ entry: QuarantinedRow, row: String?) throws -> [Rejection] {
    let definition = try SourceList(plan).definition(entry.rejection.source)
    let batch = try reading { () throws(IntakeProblem) in
      try IntakeReader.replay(
        entry.rejection.mended(row, definition), as: definition,
        IntakeTerms(plan, at: SystemClock.now))
    }
    guard batch.rejections.isEmpty else { return batch.rejections }
    var refused: [Rejection] = []
    var writer = LedgerWriter(ledger)
    try refusing { () throws(LedgerProblem) in
      let outcome = try Pipeline.keep(batch, &writer, .ofReplays, at: SystemClock.now)
      refused = outcome.conflicts.map { batch.rejection($0) }
      if refused.isEmpty { _ = try ledger.settle([entry.number], as: .replayed) }
    }
    return refused
  }
}

extension Rejection {
  /// The row with its mended text. A row of a table is kept below its header line, which need not be
  /// written again.
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
