import ArgumentParser
import Intake
import Ledger
import Operations
import Surfaces
import Terminal

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
      abstract: "List the rows that wait to be fixed.",
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
      abstract: "Import rows again, after fixing the plan, the source or the row.",
      discussion: """
        Examples:
          fulcrum quarantine replay
          fulcrum quarantine replay 3 4
          fulcrum quarantine replay 3 --row '{"id": "m3", …}'
        """)
    @Argument(help: "The rows' numbers (default: all).") var numbers: [Int] = []
    @Option(help: "The corrected text of one row.") var row: String?
    @OptionGroup var ledger: LedgerOptions

    func validate() throws {
      if row != nil, numbers.count != 1 {
        throw ValidationError("--row corrects one row; name its number.")
      }
    }

    func run() throws {
      let ledger = try ledger.open()
      var writer = LedgerWriter(ledger)
      var (count, left) = (0, 0)
      func again(_ rows: [QuarantinedRow]) throws {
        let outcomes = try QuarantineReplay(rows, as: row).run(
          &writer, by: Console.principal, at: SystemClock.now)
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
        "\(count - left) of \(Figures.plural(count, "row")) replayed; \(left) still quarantined.")
      if left > 0 { throw Outcome(code: Exit.quarantined) }
    }
  }

  /// Drops rows that will not be fixed.
  struct Drop: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Drop rows: they leave quarantine for good.",
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
      var writer = LedgerWriter(ledger)
      let dropped = try QuarantineDrop(all ? nil : rows).run(
        &writer, by: Console.principal, at: SystemClock.now)
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
      let rows = try ledger.quarantine(after: last, limit: page)
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
    let row = try ledger.quarantined(number)
    guard let row else {
      throw Failure(
        problem: "no row \(number) waits in quarantine", remedy: "see 'fulcrum quarantine list'")
    }
    return row
  }
}
