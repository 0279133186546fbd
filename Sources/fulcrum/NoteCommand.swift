import ArgumentParser
import Facts
import Intake
import Ledger
import Outlets
import Planning

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
    let ledger = try ledger.open()
    let plan = try ledger.plan(at: .distantFuture)
    let now = SystemClock.now
    let note = NoteText(text: text, expect: expect, by: by, play: play, day: day)
    let fact: Fact
    do { fact = try plan.reader(at: now).read(note.json(at: now, by: nil)).fact } catch {
      throw Failure(problem: error.problem, remedy: error.remedy)
    }
    var writer = LedgerWriter(ledger)
    try refusing { () throws(LedgerProblem) in
      _ = try writer.append([.init(fact)], at: now) { _ in
        nil
      } also: { change, _ in
        try change.audit("note written", fact.id.text, by: Console.principal)
      }
    }
    Console.print("Noted as \(fact.id).")
  }
}
