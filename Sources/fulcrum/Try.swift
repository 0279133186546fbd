import ArgumentParser
import Facts
import Foundation
import Intake
import Ledger
import Planning
import Scoreboard
import Surfaces
import Tally

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
  @Option(help: "The answer's name.") var answer: AnswerName
  @Option(help: "The day to answer for, over by then (default: today so far).") var asOf: String?
  @OptionGroup var options: AnswerOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    try options.validate(for: answer)
    if let asOf, CalendarDay(asOf) == nil {
      throw ValidationError("'\(asOf)' is no day that exists; write it like 2026-10-31.")
    }
  }

  func run() throws {
    let plan = try Plan.checked(try readText(plan), name: plan)
    let ledger = try refusing { () throws(LedgerProblem) in try FactLedger.inMemory() }
    let now = SystemClock.now
    var rejected: [Rejection] = []
    for file in facts {
      rejected += try TryImport(ledger: ledger, plan: plan, now: now).run(file)
    }
    let view =
      asOf.flatMap { CalendarDay($0) }.map {
        View.past($0, plan, ledgerBegan: nil, restated: false)
      } ?? View.live(plan, now: now)
    if answer == .pay || answer == .people {
      let desk = try PayDesk(ledger, view, plan)
      let shown: any Answer = answer == .pay ? try desk.answer() : try desk.people(options.privacy)
      Console.print(Pipeline.show(shown, json: json))
      return try leave(rejected)
    }
    let source = try refusing { () throws(LedgerProblem) in try IndexedLedger(ledger) }
    let board = try refusing { () throws(LedgerProblem) in
      try Pipeline.workOut(source, closed(view, plan), plan)
    }
    let journal = Journal(ledger: ledger, source: source)
    let shown: any Answer =
      answer == .quarantine
      ? try refusing { () throws(LedgerProblem) in
        try QuarantineAnswer(ledger, (0, QuarantineAnswer.mostRows), board.heading)
      }
      : try options.answer(answer, board, journal)
    Console.print(Pipeline.show(shown, json: json))
    try leave(rejected)
  }

  /// Plays are judged after a day's close, so their view is the last finished day.
  private func closed(_ view: View, _ plan: Plan) -> View {
    guard answer == .plays, !view.dayIsOver else { return view }
    return .past(view.day.advanced(by: -1), plan, ledgerBegan: nil, restated: false)
  }

  private func leave(_ rejected: [Rejection]) throws {
    guard rejected.isEmpty else {
      for rejection in rejected { Console.error(RejectionText.text(rejection)) }
      throw Outcome(code: Exit.quarantined)
    }
  }
}
