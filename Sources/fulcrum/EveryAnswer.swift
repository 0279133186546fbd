import ArgumentParser
import Facts
import Ledger
import Planning
import Scoreboard
import Surfaces
import Tally

/// Computes every answer with every option that changes the computation.
struct EveryAnswer {
  let ledger: FactLedger
  let indexed: IndexedLedger
  let board: DayScoreboard

  /// The arguments of `fulcrum answer`, one list for each case.
  static let questions: [[String]] = AnswerName.allCases.flatMap { name in
    options(of: name).map { [name.rawValue] + $0 }
  }

  private static func options(of name: AnswerName) -> [[String]] {
    switch name {
    case .retention:
      Retention.Clock.Unit.allCases.flatMap { unit in
        [["--by", unit.rawValue], ["--by", unit.rawValue, "--rolling"]]
      } + [[], ["--columns", "\(RetentionAnswer.mostColumns)"]]
    case .bridge: Convention.allCases.map { ["--convention", $0.rawValue] }
    case .credit: Attribution.Model.allCases.map { ["--model", $0.rawValue] }
    case .forecast: [[], ["--scores"]]
    case .people: [[], ["--top", "1"]]
    case .number, .clock, .lifecycle, .plays, .momentum, .pay, .quarantine: [[]]
    }
  }

  /// Returns the answers that cannot be computed, each with its problem. It names the fact at fault
  /// if there is one.
  func failing(at now: Instant) -> [String] {
    EveryAnswer.questions.compactMap { words in
      do {
        try show(words, at: now)
        return nil
      } catch let failure as Failure {
        return "answer \(words.joined(separator: " ")): \(failure.problem)"
      } catch { return "answer \(words.joined(separator: " ")): \(error)" }
    }
  }

  /// Computes one answer, and formats it as text and as JSON.
  func show(_ words: [String], at now: Instant) throws {
    let command = try AnswerCommand.parse(words)
    let answer = try command.answer(AskedOf(file: ledger, ledger: indexed, live: board, now: now))
    _ = Pipeline.show(answer, json: false)
    _ = Pipeline.show(answer, json: true)
  }
}
