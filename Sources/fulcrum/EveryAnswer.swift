import ArgumentParser
import Facts
import Ledger
import Planning
import Scoreboard
import Surfaces
import Tally

/// Works out every answer with every option that changes what is worked out.
struct EveryAnswer {
  let ledger: FactLedger
  let indexed: IndexedLedger
  let board: DayScoreboard

  /// As they are asked of `fulcrum answer`.
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

  /// The answers that cannot be worked out, and why; the problem names the fact where one is to blame.
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

  /// Works one answer out, and writes it as text and as JSON.
  func show(_ words: [String], at now: Instant) throws {
    let command = try AnswerCommand.parse(words)
    let answer = try command.answer(AskedOf(file: ledger, ledger: indexed, live: board, now: now))
    _ = Pipeline.show(answer, json: false)
    _ = Pipeline.show(answer, json: true)
  }
}
