import ArgumentParser
import Facts
import Ledger
import Pay
import Planning
import Surfaces
import Terminal
import Operations

/// `fulcrum pay dispute`: opens, discusses and settles disputes about lines of a statement.
struct PayDisputeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dispute", abstract: "Dispute a line of a statement, and settle it.",
    discussion: """
      A dispute hangs on one line of a processed statement. Settling one changes no statement: where the
      member is right, write an adjustment in the open period.

      Examples:
        fulcrum pay dispute open ana 2026-10 3 --text "this deal was mine alone"
        fulcrum pay dispute reply 1 --text "the split is in the contract"
        fulcrum pay dispute resolve 1 --rejected --text "the split stands"
      """,
    subcommands: [Open.self, Reply.self, Resolve.self, List.self, Show.self])

  struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say that a line is wrong.",
      discussion: "Example:\n  fulcrum pay dispute open ana 2026-10 3 --text \"mine alone\"")
    @Argument(help: "The member's id.") var member: String
    @Argument(help: "The pay period.") var period: String
    @Argument(help: "The line's number on the statement.") var line: Int
    @Option(help: "What is wrong with it.") var text: String
    @OptionGroup var author: AuthorOptions
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let (snapshot, statement) = try FrozenStatement.find(ledger, member, period)
      guard statement.lines.contains(where: { $0.number == line }) else {
        throw Failure(
          problem: "the statement has no line \(line)",
          remedy: "its lines are 1 to \(statement.lines.count): fulcrum pay statement \(member)")
      }
      let number = try ledger.dispute(
        snapshot: snapshot.number, member: member, line: line, text: text, author: author.name,
        at: SystemClock.now)
      Console.print("Dispute \(number) is open on line \(line) of \(member)'s \(snapshot.period).")
    }
  }

  struct Reply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add to an open dispute.",
      discussion: "Example:\n  fulcrum pay dispute reply 1 --text \"see the contract\"")
    @Argument(help: "The dispute's number.") var number: Int64
    @Option(help: "What to say.") var text: String
    @OptionGroup var author: AuthorOptions
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      try ledger.answer(
        dispute: number, .open, text: text, author: author.name, at: SystemClock.now)
      Console.print("Added to dispute \(number).")
    }
  }

  struct Resolve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Settle a dispute, for the member or against.",
      discussion: "Example:\n  fulcrum pay dispute resolve 1 --accepted --text \"it was mine\"")
    @Argument(help: "The dispute's number.") var number: Int64
    @Flag(exclusivity: .exclusive, help: "Whether the member is right.") var outcome: Outcome
    @Option(help: "Why.") var text: String
    @OptionGroup var author: AuthorOptions
    @OptionGroup var ledger: LedgerOptions

    enum Outcome: String, EnumerableFlag { case accepted, rejected }

    func run() throws {
      let ledger = try ledger.open()
      try ledger.answer(
        dispute: number, outcome == .accepted ? .accepted : .rejected, text: text,
        author: author.name, at: SystemClock.now)
      Console.print("Dispute \(number) is \(outcome.rawValue).")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Every dispute and where it stands.",
      discussion: "Example:\n  fulcrum pay dispute list")
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let disputes = try ledger.payDisputes()
      guard !disputes.isEmpty else { return Console.print("No line was ever disputed.") }
      for dispute in disputes {
        Console.print(
          "\(dispute.number)  \(dispute.period)  \(dispute.member)  line \(dispute.line)  "
            + "\(dispute.state.rawValue)")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The line in dispute and everything said.",
      discussion: "Example:\n  fulcrum pay dispute show 1")
    @Argument(help: "The dispute's number.") var number: Int64
    @OptionGroup var ledger: LedgerOptions

    func run() throws {
      let ledger = try ledger.open()
      let (disputes, entries) = (try ledger.payDisputes(), try ledger.payDisputeEntries(number))
      guard let dispute = disputes.first(where: { $0.number == number }) else {
        throw Failure(
          problem: "there is no dispute \(number)", remedy: "see 'fulcrum pay dispute list'")
      }
      let body = try ledger.payStatement(dispute.snapshot, dispute.member)
      let line = try body.map { try Statement.frozen($0, dispute.snapshot) }?.lines
        .first { $0.number == dispute.line }
      Console.print(
        "Dispute \(number), \(dispute.state.rawValue): line \(dispute.line) of "
          + "\(dispute.member)'s \(dispute.period)")
      if let line { Console.print("  pays \(line.pay): \(line.why)") }
      for entry in entries { Console.print("\(entry.at)  \(entry.author)  \(entry.text)") }
    }
  }
}
