import Facts
import Planning
import Scoreboard
import Tally
import Testing

@testable import Operations

/// A request is read from texts as the command line and HTTP send them.
@Suite struct AnswerRequestTests {
  private func read(
    _ kind: AnswerKind, _ texts: AnswerRequest.Text...
  ) throws(OptionProblem) -> AnswerRequest {
    try AnswerRequest(kind, texts)
  }

  @Test func `options are typed`() throws {
    let request = try read(
      .retention, ("by", "week"), ("rolling", ""), ("columns", "4"), ("as-of", "2026-09-30"),
      ("restated", "true"))
    #expect(request.options.unit == .week)
    #expect(request.options.isRolling)
    #expect(request.options.columns == 4)
    #expect(request.asOf == CalendarDay("2026-09-30"))
    #expect(request.isRestated)
    #expect(try read(.bridge, ("convention", "stripe")).options.convention == .stripe)
    #expect(try read(.credit, ("model", "linear")).options.model == .linear)
    #expect(try read(.people, ("member", "ana")).options.member == MemberID("ana"))
    #expect(try read(.quarantine, ("after", "0"), ("limit", "7")).options.limit == 7)
    #expect(try !read(.forecast, ("scores", "false")).options.isScored)
  }

  @Test func `a request says itself as the command line spells it`() throws {
    let words: [AnswerRequest.Text] = [
      ("as-of", "2026-09-30"), ("restated", ""), ("by", "week"), ("rolling", ""), ("columns", "4"),
    ]
    let request = try AnswerRequest(.retention, words)
    #expect(
      "\(request)" == "retention --as-of 2026-09-30 --restated --by week --rolling --columns 4")
    #expect("\(AnswerRequest(.clock))" == "clock")
  }

  @Test(arguments: [
    ("number", "by", "week", "'by' is for the answer retention"),
    ("number", "nothing", "1", "there is no option 'nothing'"),
    ("quarantine", "as-of", "2026-09-30", "the answer quarantine has no option 'as-of'"),
    ("retention", "by", "year", "there is no by 'year'"),
    ("retention", "columns", "0", "columns '0' isn't a number from 1 to"),
    ("retention", "rolling", "yes", "rolling is a flag"),
    ("number", "as-of", "2026-02-30", "'2026-02-30' isn't a valid date"),
    ("number", "restated", "", "restated needs as-of"),
    ("people", "member", "", "can't be the id of a member"),
  ])
  func `what cannot be read is said`(kind: String, name: String, value: String, problem: String)
    throws
  {
    let kind = try #require(AnswerKind(rawValue: kind))
    let error = #expect(throws: OptionProblem.self) { try read(kind, (name, value)) }
    #expect(
      error?.problem.hasPrefix(problem) ?? false || error?.problem.hasSuffix(problem) ?? false)
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func `an option comes once, and top not beside member`() {
    #expect(throws: OptionProblem.self) { try read(.people, ("top", "1"), ("top", "2")) }
    #expect(throws: OptionProblem.self) { try read(.people, ("top", "1"), ("member", "ana")) }
  }

  @Test func `every option belongs to an answer, and every one is read`() throws {
    for option in AnswerOption.allCases {
      let kind = try #require(AnswerKind.allCases.first { $0.options.contains(option) })
      let value =
        switch option.shape {
        case .flag: ""
        case .day: "2026-09-30"
        case .member: "ana"
        case .word(let words): try #require(words.last)
        case .number(let range): "\(range.lowerBound)"
        }
      let day: [AnswerRequest.Text] = option == .restated ? [("as-of", "2026-09-30")] : []
      let request = try AnswerRequest(kind, day + [(option.rawValue, value)])
      #expect("\(request)".contains("--\(option.rawValue)"), "\(option) changes nothing")
    }
  }
}
