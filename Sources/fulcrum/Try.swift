import ArgumentParser
import Facts
import Intake
import Ledger
import Operations
import Planning
import Surfaces
import Tally
import Terminal

/// `fulcrum try`: computes an answer on a temporary ledger.
struct Try: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One answer from a plan and files of facts, on a ledger that is thrown away.",
    discussion: """
      Facts are NDJSON as 'fulcrum import facts' takes them. A fact counts as known when it happened,
      unless it says when it was received.

      Example:
        fulcrum try --plan plan.yaml --facts facts.ndjson --answer number --as-of 2026-10-31 --json
      """)

  @Option(help: "The plan's file.") var plan: String
  @Option(parsing: .upToNextOption, help: "NDJSON files of facts.") var facts: [String]
  @Option(help: "The answer's name.") var answer: AnswerKind
  @OptionGroup var day: DayOptions
  @OptionGroup var options: AnswerOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws { _ = try request() }

  func run() throws {
    let plan = try Plan.checked(try TextFile.read(plan), name: plan)
    let ledger = try FactLedger.inMemory()
    let now = SystemClock.now
    var rejected: [Rejection] = []
    for file in facts {
      rejected += try TryImport(ledger: ledger, plan: plan, now: now).run(file)
    }
    let answers = Answers(try IndexedLedger(ledger), under: plan, at: now)
    Console.print(Pipeline.show(try answers.answer(try request()).answer, json: json))
    try leave(rejected)
  }

  private func request() throws -> AnswerRequest {
    try usage { () throws(OptionProblem) in try AnswerRequest(answer, day.texts + options.texts) }
  }

  private func leave(_ rejected: [Rejection]) throws {
    guard rejected.isEmpty else {
      for rejection in rejected { Console.error(RejectionText.text(rejection)) }
      throw Outcome(code: Exit.quarantined)
    }
  }
}
