import ArgumentParser
import Ledger
import Operations
import Terminal

/// `fulcrum note`: writes an entry in the Chronicle.
struct NoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Write a line in the Chronicle, and what is expected of it.",
    discussion: """
      Examples:
        fulcrum note "Prices went up by 5 % for new customers."
        fulcrum note "We stop the autumn campaign." --play autumn --expect "costs fall, activations stay" --by 2026-12-31
      """)

  @Argument(help: "The text, in Markdown.") var text: String
  @Option(help: "What is expected.") var expect: String?
  @Option(help: "By when, a day.") var by: String?
  @Option(help: "The play that it is about.") var play: String?
  @Option(help: "The day that it is about (default: today).") var day: String?
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let note = NoteText(text: text, expect: expect, by: by, play: play, day: day)
    var writer = LedgerWriter(try ledger.open())
    let id = try note.write(&writer, by: Console.principal, at: SystemClock.now)
    Console.print("Noted as \(id).")
  }
}
