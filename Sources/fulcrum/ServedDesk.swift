import ArgumentParser
import Facts
import Foundation
import HTTPTypes
import Intake
import Ledger
import Outlets
import Pay
import Planning
import Scoreboard
import Surfaces
import Tally

/// Runs the pipeline's steps for the server, so that HTTP and the command line give the same
/// answers.
struct ServedDesk: Desk {
  let file: FactLedger

  var answers: [String] { AnswerName.allCases.map(\.rawValue) }

  func scoreboard(_ ledger: IndexedLedger, at now: Instant) throws -> DayScoreboard {
    try served {
      let plan = try file.plan(at: .distantFuture)
      return try refusing { () throws(LedgerProblem) in
        try Pipeline.workOut(ledger, View.live(plan, now: now), plan)
      }
    }
  }

  func owed(
    _ board: DayScoreboard, at now: Instant
  ) throws -> [Int32: DailyNumber.Payouts] {
    try served {
      try refusing { () throws(LedgerProblem) in
        try Pipeline.owed(board, file, View.live(board.plan, now: now))
      }
    }
  }

  func answer(
    _ question: Question, _ ledger: IndexedLedger, live: DayScoreboard, at now: Instant
  ) throws -> any Answer {
    try served {
      guard question.name != "flash" else {
        return try flash(question, AskedOf(file: file, ledger: ledger, live: live, now: now))
      }
      let command = try command(question)
      return try command.answer(AskedOf(file: file, ledger: ledger, live: live, now: now))
    }
  }

  func plays(
    _ board: DayScoreboard, _ ledger: IndexedLedger, at now: Instant
  ) throws -> PlaysSummary {
    try served {
      try refusing { () throws(LedgerProblem) in
        try Journal(ledger: file, source: ledger).publish(board, at: now)
      }
    }
  }

  /// Parses the options as the command line would.
  private func command(_ question: Question) throws -> AnswerCommand {
    var words = [question.name]
    for option in question.options {
      words.append("--" + option.name + (option.value.isEmpty ? "" : "=" + option.value))
    }
    do { return try AnswerCommand.parse(words) } catch {
      throw Refusal(
        .badRequest, AnswerCommand.message(for: error).replacingOccurrences(of: "--", with: ""),
        "see /v1/openapi.json")
    }
  }

  func plan(_ text: String) throws -> (plan: Plan, summary: String, remarks: String) {
    try served {
      let plan = try Plan.checked(text, name: "plan.yaml")
      let findings = PayLint(plan).findings
      try LintText.refuse(findings, text, "plan.yaml")
      let remarks = findings.isEmpty ? "" : LintText.lines(findings, text, "plan.yaml")
      return (plan, plan.summary, remarks)
    }
  }

  func startPlay(
    _ fields: [String: String], into ledger: FactLedger, by principal: Principal, at now: Instant
  ) throws {
    var words = fields.filter { $0.key != "play" }.sorted { $0.key < $1.key }
      .map { "--\($0.key)=\($0.value)" }
    // Customers are drawn by lot once they are known; a form sends no list.
    words.append("--out=\(FileManager.default.temporaryDirectory.path)")
    let command = try parsed(PlayStart.self, words + ["--", fields["play"] ?? ""])
    _ = try served { try command.start(ledger, by: principal, at: now) }
  }

  func stopPlay(
    _ id: String, into ledger: FactLedger, by principal: Principal, at now: Instant
  ) throws {
    let command = try parsed(PlayStop.self, ["--", id])
    _ = try served { try command.stop(ledger, by: principal, at: now) }
  }

  private func parsed<Command: ParsableCommand>(
    _ type: Command.Type, _ words: [String]
  ) throws -> Command {
    do {
      guard let command = try Command.parseAsRoot(words) as? Command else {
        throw Refusal(.unprocessableContent, "the fields cannot be read", "fill them in anew")
      }
      return command
    } catch let refusal as Refusal { throw refusal } catch {
      throw Refusal(
        .unprocessableContent,
        Command.message(for: error).replacingOccurrences(of: "--", with: ""),
        "see /v1/openapi.json")
    }
  }

  func replay(
    _ row: QuarantinedRow, as text: String?, into ledger: FactLedger, by principal: Principal,
    at now: Instant
  ) throws -> [String] {
    try served {
      let plan = try ledger.plan(at: .distantFuture)
      let outcomes = try Replaying(ledger: ledger, plan: plan).run(
        [row], row: text, by: principal, at: now)
      return outcomes.flatMap { $0 }.map { RejectionText.text($0) }
    }
  }

  func importFile(
    _ path: String, named name: String, source: String, into ledger: FactLedger,
    by principal: Principal
  ) async throws -> ImportSummary {
    do {
      let plan = try ledger.plan(at: .distantFuture)
      let reader = try SourceList(plan).reader(source, path)
      let report = try await ImportRun(
        ledger: ledger, reader: reader, source: source, file: name, principal: principal
      ).finish()
      return ImportSummary(
        rows: report.counts.rows, kept: report.kept, known: report.known,
        quarantined: report.quarantined + report.quarantinedBefore, text: report.text)
    } catch let failure as Failure {
      throw Refusal(.unprocessableContent, failure.problem, failure.remedy)
    }
  }

  private func served<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let failure as Failure {
      throw Refusal(.unprocessableContent, failure.problem, failure.remedy)
    }
  }
}

/// The inputs of an answer if the ledger is already open.
struct AskedOf {
  let file: FactLedger
  let ledger: IndexedLedger
  let live: DayScoreboard
  let now: Instant
}

extension AnswerCommand {
  /// Computes the answer that the command prints, from an open ledger.
  func answer(_ asked: AskedOf) throws -> any Answer {
    let current = try asked.file.plan(at: .distantFuture)
    var view = try day.view(current, asked.ledger, now: asked.now)
    let journal = Journal(
      ledger: asked.file, source: asked.ledger, now: day.asOf == nil ? asked.now : nil)
    if name == .plays, !view.dayIsOver {
      view = .past(
        view.day.advanced(by: -1), current, ledgerBegan: asked.ledger.firstReceived,
        restated: false)
    }
    let plan =
      view.receivedBefore == .distantFuture
      ? current : try asked.file.plan(at: view.receivedBefore)
    switch name {
    case .quarantine:
      return try refusing { () throws(LedgerProblem) in
        try QuarantineAnswer(asked.file, options.page, asked.live.heading)
      }
    case .pay: return try PayDesk(asked.file, view, plan).answer()
    case .people: return try PayDesk(asked.file, view, plan).people(options.privacy, asked.ledger)
    default:
      guard view.dayIsOver else { return try options.answer(name, asked.live, journal) }
      let shown = try asked.file.plan(at: view.receivedBefore)
      let board = try refusing { () throws(LedgerProblem) in
        try Pipeline.workOut(asked.ledger, view, shown)
      }
      return try options.answer(name, board, journal)
    }
  }
}
